'use client';

import { CodeEditor } from '@/components/editor/code-editor';
import { ConsoleLines } from '@/components/scripts/console-lines';
import { FailureNote } from '@/components/scripts/failure-note';
import { NothingYet, RunningTest } from '@/components/scripts/no-outcome';
import { OutcomeHead } from '@/components/scripts/outcome-head';
import { OutcomeSections } from '@/components/scripts/outcome-sections';
import { TryPanel } from '@/components/scripts/try-panel';
import type { ActionTestReport } from '@/lib/actions/schemas';
import { CommandList } from './command-list';
import type { EventTest } from './use-event-test';

type EventTestPanelProps = { test: EventTest; onGoTo: (line: number, column?: number) => void };

/** A place to try the code as it stands in the editor on an event that somebody writes. Nothing is done. */
export function EventTestPanel({ test, onGoTo }: EventTestPanelProps) {
  const { isRunning, problem, report } = test;
  return (
    <TryPanel
      says="Runs your code as it stands, without network. Each secret reads as test-NAME."
      isRunning={isRunning}
      onRun={test.run}
      onCancel={test.cancel}
      message={test.message}
      form={
        <div>
          <p className="mb-1 text-sm font-medium">Event</p>
          <CodeEditor
            language="json"
            path="test-event.json"
            value={test.text}
            onChange={test.setText}
            height={260}
            ariaLabel="Event as JSON"
          />
          {problem ? (
            <p role="alert" className="mt-1 text-[13px] text-danger-soft-foreground">
              {problem}
            </p>
          ) : null}
        </div>
      }
      outcome={
        isRunning ? (
          <RunningTest />
        ) : report ? (
          <Outcome report={report} isCurrent={test.isCurrent} onGoTo={onGoTo} />
        ) : (
          <NothingYet>Run the Action to see what it asks for and what it writes to the console.</NothingYet>
        )
      }
    />
  );
}

const refusals = ['access.deny', 'validation.error'];

function resultOf({ status, commands }: ActionTestReport) {
  if (status === 'failed') return { result: 'error', says: 'The Action failed.' } as const;
  const isRefused = commands.some(({ type }) => refusals.includes(String(type)));
  return isRefused
    ? ({ result: 'deny', says: 'The Action refuses.' } as const)
    : ({ result: 'continue', says: 'The Action lets it go on.' } as const);
}

type OutcomeProps = { report: ActionTestReport; isCurrent: boolean; onGoTo: EventTestPanelProps['onGoTo'] };

function Outcome({ report, isCurrent, onGoTo }: OutcomeProps) {
  const { commands, logs, error, stats } = report;
  return (
    <div className="flex flex-col gap-2.5">
      <OutcomeHead {...resultOf(report)} durationMs={stats.duration_ms} isCurrent={isCurrent} />
      {error ? <FailureNote error={error} onGoTo={isCurrent ? onGoTo : null} /> : null}
      <OutcomeSections
        sections={[
          {
            title: 'Asked for, and not done',
            count: commands.length,
            none: 'calls of api',
            isOpen: true,
            content: (
              <CommandList
                commands={commands.map(({ type, ...args }) => ({ type: String(type), args }))}
                showsStep={false}
              />
            ),
          },
          {
            title: 'Console',
            count: logs.length,
            none: 'console output',
            isOpen: true,
            content: <ConsoleLines lines={logs.map((line) => ({ step: '', ...line }))} showsStep={false} />,
          },
        ]}
      />
    </div>
  );
}
