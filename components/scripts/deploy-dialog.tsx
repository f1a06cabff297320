'use client';

import { Button } from '@heroui/react/button';
import { CircleCheck, CircleX } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { CodeDiff } from '@/components/editor/code-diff';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import type { CodeTests } from './code-tests';

type DeployDialogProps = {
  /** What is deployed. */
  name: string;
  /** What comes of it. */
  description: string;
  live: string;
  draft: string;
  /** Null where the code can have none. */
  tests: CodeTests | null;
  /** More that is known of the draft, in boxes of `boxed`. */
  reports?: ReactNode;
  failure: string | undefined;
  isPending: boolean;
  isDisabled: boolean;
  /** `force`: the person has seen that tests fail. */
  onDeploy: (force: boolean) => void;
  onClose: () => void;
};

export const boxed = 'rounded-xl border border-separator px-4 py-3 text-[13px]';

/** Before a draft goes live: what changes, how its tests go, and what else is known of it. */
export function DeployDialog(props: DeployDialogProps) {
  const {
    name,
    description,
    live,
    draft,
    tests,
    reports,
    failure,
    isPending,
    isDisabled,
    onDeploy,
    onClose,
  } = props;
  const runTests = useEffectEvent(() => {
    if (tests && tests.tests.length > 0) tests.run();
  });
  useEffect(() => runTests(), []);
  const failed = tests ? tests.results.size - tests.passed : 0;
  const hasFailed = failed > 0 && tests?.isCurrent === true;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={`Deploy ${name}`}
      description={description}
      size="xl"
      footer={
        <>
          <Button size="sm" variant="tertiary" onPress={onClose}>
            Cancel
          </Button>
          <SubmitButton
            type="button"
            variant={hasFailed ? 'danger' : 'primary'}
            isPending={isPending}
            isDisabled={isDisabled || tests?.isRunning === true}
            onPress={() => onDeploy(hasFailed)}
          >
            {hasFailed ? 'Deploy anyway' : 'Deploy'}
          </SubmitButton>
        </>
      }
    >
      {failure === undefined ? null : (
        <Notice tone="danger" isLive className="mb-4">
          {failure}
        </Notice>
      )}
      {tests || reports ? (
        <div className="mb-4 grid gap-3 md:grid-cols-2">
          {tests ? <TestReport tests={tests} failed={failed} /> : null}
          {reports}
        </div>
      ) : null}
      <CodeDiff
        language="typescript"
        original={live}
        modified={draft}
        height="min(46vh, 26rem)"
        ariaLabel="What is live and the draft"
      />
    </Dialog>
  );
}

function TestReport({ tests, failed }: { tests: CodeTests; failed: number }) {
  const { isRunning, results, passed, message } = tests;
  return (
    <section aria-label="Tests" className={boxed} aria-busy={isRunning}>
      <h3 className="mb-1 font-medium">Tests</h3>
      <p role="status" className="text-muted">
        {tests.tests.length === 0
          ? 'There are none.'
          : isRunning
            ? 'Running…'
            : (message ?? `${passed} passed, ${failed} failed.`)}
      </p>
      {isRunning || results.size === 0 ? null : (
        <ul aria-label="Results" className="mt-1.5 flex max-h-32 flex-col gap-1 overflow-y-auto">
          {[...results.values()].map((result) => (
            <li key={result.id} className="flex gap-1.5">
              {result.passed ? (
                <CircleCheck
                  className="mt-0.5 size-4 shrink-0 text-success-soft-foreground"
                  aria-label="Passed"
                />
              ) : (
                <CircleX className="mt-0.5 size-4 shrink-0 text-danger-soft-foreground" aria-label="Failed" />
              )}
              <span className="min-w-0 wrap-anywhere">
                {result.name}
                {result.failures.length > 0 ? (
                  <span className="block text-danger-soft-foreground">{result.failures.join(' ')}</span>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
