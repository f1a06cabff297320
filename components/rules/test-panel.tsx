'use client';

import { type Applications, type SubjectActions, TestSubject } from '@/components/scripts/test-subject';
import { TryPanel } from '@/components/scripts/try-panel';
import { Segmented } from '@/components/ui/segmented';
import { SaveAsRuleTest } from './save-as-rule-test';
import { TestOutcome } from './test-outcome';
import { TestSurroundings } from './test-surroundings';
import type { TestRun } from './use-rule-test-run';
import type { RuleTests } from './use-rule-tests';

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
  return (
    <TryPanel
      says="Runs your code as it stands. Nothing is written."
      isRunning={test.state === 'running'}
      onRun={test.run}
      onCancel={test.cancel}
      message={test.message}
      form={
        <>
          <TestSubject test={test} applications={applications} actions={actions} />
          <Segmented
            legend="What runs"
            value={test.form.runs}
            options={runs}
            onChange={(value) => test.change({ runs: value })}
          />
          <TestSurroundings test={test} />
        </>
      }
      outcome={
        <>
          <TestOutcome test={test} ruleName={ruleName} onGoTo={onGoTo} />
          <SaveAsRuleTest test={test} save={saveTest} />
        </>
      }
    />
  );
}
