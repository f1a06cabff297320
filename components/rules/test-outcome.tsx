'use client';

import { FlaskConical } from 'lucide-react';
import { DecisionBadge, decisions } from '@/components/scripts/decision';
import { megabytes, milliseconds } from '@/components/scripts/duration';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';
import type { TestReport } from '@/lib/trials/schemas';
import { ReportSections } from './report-sections';
import type { TestRun } from './use-test-run';

type TestOutcomeProps = {
  test: TestRun;
  ruleName: string;
  onGoTo: (line: number, column?: number) => void;
};

/** What came of the last test run. */
export function TestOutcome({ test, ruleName, onGoTo }: TestOutcomeProps) {
  const { state, report } = test;
  if (state === 'running') return <Running />;
  if (!report) return <NothingYet isCancelled={state === 'cancelled'} />;
  const { says } = decisions[report.result];
  return (
    <div className="flex flex-col gap-2.5">
      <div role="status" className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <DecisionBadge result={report.result} />
        <span className="text-[13px]">{report.error ? null : says}</span>
        <span className="ms-auto text-xs text-muted tabular-nums">
          {milliseconds(report.duration_ms)}
          {report.heap_bytes === undefined ? null : `, heap ${megabytes(report.heap_bytes)}`}
        </span>
        {test.isCurrent ? null : (
          <span className="w-full text-xs text-muted">The code has changed since this run.</span>
        )}
      </div>
      {report.error ? (
        <Failure
          error={report.error}
          ruleName={ruleName}
          isCurrent={test.isCurrent && test.ran?.form.runs !== 'live'}
          onGoTo={onGoTo}
        />
      ) : null}
      {report.warnings.length > 0 ? (
        <ul className="list-disc rounded-xl bg-warning-soft py-3 ps-8 pe-4 text-[13px] text-warning-soft-foreground">
          {report.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      ) : null}
      <ReportSections report={report} />
    </div>
  );
}

function Running() {
  return (
    <div className="flex flex-col gap-3">
      <LoadingLabel>Running the test</LoadingLabel>
      <Skeleton className="h-5 w-20" />
      <Skeleton className="h-4 w-3/4" />
      <Skeleton className="h-4 w-1/2" />
    </div>
  );
}

function NothingYet({ isCancelled }: { isCancelled: boolean }) {
  return (
    <div role="status" className="flex flex-col items-center px-4 py-8 text-center text-[13px] text-muted">
      <FlaskConical className="mb-3 size-5" aria-hidden="true" />
      {isCancelled
        ? 'Cancelled. Nothing was written.'
        : 'Run the rule to see what it decides, what the tokens would say and what it would store.'}
    </div>
  );
}

type FailureProps = Pick<TestOutcomeProps, 'ruleName' | 'onGoTo'> & {
  error: NonNullable<TestReport['error']>;
  isCurrent: boolean;
};

function Failure({ error, ruleName, isCurrent, onGoTo }: FailureProps) {
  const { name, message, line, column, rule_name } = error;
  const isHere = rule_name === undefined || rule_name === ruleName || rule_name === 'draft';
  return (
    <div role="alert" className="rounded-xl bg-danger-soft px-4 py-3 text-[13px] text-danger-soft-foreground">
      <p className="font-medium break-words">{message}</p>
      <p className="mt-0.5">
        {name}
        {isHere ? null : ` in ${rule_name}`}
        {line && isHere ? (
          <>
            {' at '}
            <button
              type="button"
              disabled={!isCurrent}
              onClick={() => onGoTo(line, column)}
              className="cursor-pointer rounded-sm font-medium underline underline-offset-2 outline-none focus-visible:status-focused disabled:cursor-default disabled:no-underline"
            >
              line {line}
            </button>
          </>
        ) : line ? (
          ` at line ${line}`
        ) : null}
      </p>
    </div>
  );
}
