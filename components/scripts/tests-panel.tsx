'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { CircleCheck, CircleDashed, CircleX, ListChecks, Play } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import type { ActionResult } from '@/lib/http/schemas';
import type { Expectation } from '@/lib/trials/schemas';
import type { CodeTests } from './code-tests';
import { milliseconds } from './duration';
import type { Expectable } from './expectable';
import { fromExpectation } from './expectation-form';
import { SaveTestDialog } from './save-test-dialog';

type Test = { id: string; name: string; expect: Expectation };
type Result = {
  passed: boolean;
  failures: readonly string[];
  report?: { duration_ms: number } | undefined;
};

type TestsPanelProps<T extends Test> = {
  /** What the tests are of, such as "rule". */
  kind: string;
  /** What can come of a run; what can of a sign-in where nothing is said. */
  expectable?: Expectable;
  tests: Omit<CodeTests, 'tests' | 'results' | 'run'> & {
    tests: readonly T[];
    results: ReadonlyMap<string, Result>;
    run: (ids?: readonly string[]) => void;
    remove: (id: string) => Promise<ActionResult<null>>;
  };
  /** Saves the test under another name or with another expectation. */
  onChange: (test: T, named: Pick<Test, 'name' | 'expect'>) => Promise<ActionResult<unknown>>;
  /** Puts the test into the panel where one is tried. */
  onOpen: (test: T) => void;
};

/** Saved tests of some code: run them, see what differs, open one. */
export function TestsPanel<T extends Test>({
  kind,
  expectable,
  tests,
  onChange,
  onOpen,
}: TestsPanelProps<T>) {
  const { results, passed, isRunning, isCurrent, message, run } = tests;
  const [editing, setEditing] = useState<T | null>(null);
  const remove = async (test: T) => {
    const result = await tests.remove(test.id).catch(() => null);
    if (result?.ok) toast.success(`“${test.name}” deleted`);
    else toast.danger(result?.message ?? 'Annex could not be reached. Nothing was deleted.');
  };
  if (tests.tests.length === 0) {
    return (
      <EmptyState Icon={ListChecks} title="No tests yet">
        Try the {kind} with somebody and save that as a test. All tests run before a deploy.
      </EmptyState>
    );
  }
  const failed = results.size - passed;
  return (
    <section aria-label="Saved tests" className="flex flex-col gap-3 p-4" aria-busy={isRunning}>
      <div className="flex items-center justify-between gap-3">
        <p role="status" className="text-[13px] text-muted">
          {results.size === 0
            ? `${tests.tests.length} saved, over your code as it stands.`
            : `${passed} passed, ${failed} failed${isCurrent ? '.' : ', with code that has changed since.'}`}
        </p>
        <SubmitButton type="button" isPending={isRunning} onPress={() => run()}>
          <Play aria-hidden="true" />
          Run all
        </SubmitButton>
      </div>
      {message ? (
        <Notice tone="danger" isLive>
          {message}
        </Notice>
      ) : null}
      <ul aria-label="Tests" className="divide-y divide-separator">
        {tests.tests.map((test) => (
          <TestItem
            key={test.id}
            test={test}
            result={results.get(test.id)}
            isRunning={isRunning}
            onRun={() => run([test.id])}
            onOpen={() => onOpen(test)}
            onEdit={() => setEditing(test)}
            onRemove={() => void remove(test)}
          />
        ))}
      </ul>
      {editing ? (
        <SaveTestDialog
          title={`Change “${editing.name}”`}
          name={editing.name}
          expectation={fromExpectation(editing.expect)}
          expectable={expectable}
          save={(named) => onChange(editing, named)}
          onClose={() => setEditing(null)}
        />
      ) : null}
    </section>
  );
}

type TestItemProps = {
  test: Test;
  result: Result | undefined;
  isRunning: boolean;
  onRun: () => void;
  onOpen: () => void;
  onEdit: () => void;
  onRemove: () => void;
};

function TestItem({ test, result, isRunning, onRun, onOpen, onEdit, onRemove }: TestItemProps) {
  const { name } = test;
  const buttons = [
    { does: 'Run', onPress: onRun, isDisabled: isRunning },
    { does: 'Open', onPress: onOpen },
    { does: 'Change', onPress: onEdit },
    { does: 'Delete', onPress: onRemove },
  ];
  return (
    <li className="flex gap-2.5 py-2.5 first:pt-0">
      <StateIcon result={result} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline justify-between gap-2">
          <span className="min-w-0 font-medium wrap-anywhere">{name}</span>
          {result?.report ? (
            <span className="shrink-0 text-xs text-muted tabular-nums">
              {milliseconds(result.report.duration_ms)}
            </span>
          ) : null}
        </p>
        {result && result.failures.length > 0 ? (
          <ul
            aria-label={`What differed in ${name}`}
            className="mt-0.5 list-disc ps-4 text-[13px] text-danger-soft-foreground"
          >
            {result.failures.map((failure) => (
              <li key={failure} className="wrap-anywhere">
                {failure}
              </li>
            ))}
          </ul>
        ) : null}
        <div className="-ms-2 flex flex-wrap">
          {buttons.map(({ does, onPress, isDisabled = false }) => (
            <Button
              key={does}
              size="sm"
              variant="ghost"
              className="h-7 px-2 text-xs text-muted"
              aria-label={`${does} ${name}`}
              isDisabled={isDisabled}
              onPress={onPress}
            >
              {does}
            </Button>
          ))}
        </div>
      </div>
    </li>
  );
}

function StateIcon({ result }: { result: Result | undefined }) {
  const [Icon, tone, says] = result
    ? result.passed
      ? ([CircleCheck, 'text-success-soft-foreground', 'Passed'] as const)
      : ([CircleX, 'text-danger-soft-foreground', 'Failed'] as const)
    : ([CircleDashed, 'text-muted', 'Not run'] as const);
  return (
    <span className={`pt-0.5 ${tone}`}>
      <Icon className="size-4" aria-hidden="true" />
      <span className="sr-only">{says}: </span>
    </span>
  );
}
