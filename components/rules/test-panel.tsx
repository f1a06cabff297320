'use client';

import { Button } from '@heroui/react/button';
import { Play, Square } from 'lucide-react';
import { Notice } from '@/components/ui/notice';
import { Segmented } from '@/components/ui/segmented';
import { SaveAsTest } from './save-as-test';
import { TestOutcome } from './test-outcome';
import type { TestField } from './test-request';
import { type Applications, type SubjectActions, TestSubject } from './test-subject';
import { TestSurroundings } from './test-surroundings';
import type { RuleTests } from './use-rule-tests';
import type { TestRun } from './use-test-run';

type TestPanelProps = {
  test: TestRun;
  ruleName: string;
  applications: Applications;
  actions: SubjectActions;
  saveTest: RuleTests['save'];
  onGoTo: (line: number, column?: number) => void;
};

const runs = [
  { id: 'alone', name: 'This rule' },
  { id: 'in-place', name: 'All, with this' },
  { id: 'live', name: 'All as live' },
] as const;

/** A place to try the code as it stands in the editor. Nothing is written. */
export function TestPanel({ test, ruleName, applications, actions, saveTest, onGoTo }: TestPanelProps) {
  const { form, change, problem, state } = test;
  const errorOf = (field: TestField) => (problem?.field === field ? problem.message : undefined);
  const isRunning = state === 'running';
  return (
    <section aria-labelledby="try-title" className="flex flex-col">
      <h2 id="try-title" className="sr-only">
        Try it
      </h2>
      <div className="flex flex-col gap-3 border-b border-separator p-4">
        <div className="flex items-center justify-between gap-3">
          <p className="text-[13px] text-muted">Runs your code as it stands. Nothing is written.</p>
          {isRunning ? (
            <Button size="sm" variant="secondary" onPress={test.cancel}>
              <Square aria-hidden="true" />
              Cancel
            </Button>
          ) : (
            <Button size="sm" onPress={test.run} aria-keyshortcuts="Control+Enter Meta+Enter">
              <Play aria-hidden="true" />
              Run
            </Button>
          )}
        </div>
        <TestSubject test={test} applications={applications} actions={actions} errorOf={errorOf} />
        <Segmented
          legend="What runs"
          value={form.runs}
          options={runs}
          onChange={(value) => change({ runs: value })}
        />
        <TestSurroundings test={test} errorOf={errorOf} />
      </div>
      <div className="p-4" aria-busy={isRunning}>
        {test.message ? (
          <Notice tone="danger" isLive>
            {test.message}
          </Notice>
        ) : (
          <>
            <TestOutcome test={test} ruleName={ruleName} onGoTo={onGoTo} />
            <SaveAsTest test={test} save={saveTest} />
          </>
        )}
      </div>
    </section>
  );
}
