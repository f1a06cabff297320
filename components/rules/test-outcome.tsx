'use client';

import { FailureNote } from '@/components/scripts/failure-note';
import { NothingYet, RunningTest } from '@/components/scripts/no-outcome';
import { OutcomeHead, Warnings } from '@/components/scripts/outcome-head';
import { ReportSections } from './report-sections';
import type { TestRun } from './use-rule-test-run';

type TestOutcomeProps = {
  test: TestRun;
  ruleName: string;
  onGoTo: (line: number, column?: number) => void;
};

/** What came of the last test run. */
export function TestOutcome({ test, ruleName, onGoTo }: TestOutcomeProps) {
  const { state, report } = test;
  if (state === 'running') return <RunningTest />;
  if (!report) {
    return (
      <NothingYet>
        {state === 'cancelled'
          ? 'Cancelled. Nothing was written.'
          : 'Run the rule to see what it decides, what the tokens would say and what it would store.'}
      </NothingYet>
    );
  }
  const { error } = report;
  const isHere = [undefined, ruleName, 'draft'].includes(error?.rule_name);
  return (
    <div className="flex flex-col gap-2.5">
      <OutcomeHead
        result={report.result}
        {...(error ? { says: '' } : {})}
        durationMs={report.duration_ms}
        heapBytes={report.heap_bytes}
        isCurrent={test.isCurrent}
      />
      {error ? (
        <FailureNote
          error={error}
          elsewhere={isHere ? undefined : error.rule_name}
          onGoTo={test.isCurrent && test.ran?.form.runs !== 'live' ? onGoTo : null}
        />
      ) : null}
      <Warnings warnings={report.warnings} />
      <ReportSections report={report} onAnswer={test.answer} />
    </div>
  );
}
