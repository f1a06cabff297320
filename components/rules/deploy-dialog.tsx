'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { CircleCheck, CircleX } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import { CodeDiff } from '@/components/editor/code-diff';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { replayWords } from './replay-words';
import { isUnderWay, type Replay } from './use-replay';
import type { RuleDraft } from './use-rule-draft';
import type { RuleTests } from './use-rule-tests';

type DeployDialogProps = { draft: RuleDraft; tests: RuleTests; replay: Replay; onClose: () => void };

/** Before a draft goes live: what changes, how its tests go, what the last replay found. */
export function DeployDialog({ draft, tests, replay, onClose }: DeployDialogProps) {
  const { base, stored, isPending, failure } = draft;
  const runTests = useEffectEvent(() => {
    if (tests.tests.length > 0) tests.run();
  });
  useEffect(() => runTests(), []);
  const failed = tests.results.size - tests.passed;
  const hasFailed = failed > 0 && tests.isCurrent;

  const deploy = async () => {
    const done = await draft.deploy({ force: hasFailed });
    if (done === null) return;
    if (done === 'conflict') return onClose();
    if (!done.deployed) {
      tests.run(); // they pass no more: show which
      return;
    }
    toast.success(
      base.rule.enabled
        ? `Version ${done.rule.version} is live`
        : `Version ${done.rule.version} is deployed; the rule is off`,
    );
    onClose();
  };

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={`Deploy ${base.rule.name}`}
      description={
        base.rule.enabled
          ? 'The next sign-in runs this code.'
          : 'The rule is off: this code runs once you switch it on.'
      }
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
            isDisabled={!stored || tests.isRunning}
            onPress={() => void deploy()}
          >
            {hasFailed ? 'Deploy anyway' : 'Deploy'}
          </SubmitButton>
        </>
      }
    >
      {failure ? (
        <Notice tone="danger" isLive className="mb-4">
          {failure.fields?.script ?? failure.message}
        </Notice>
      ) : null}
      <div className="mb-4 grid gap-3 md:grid-cols-2">
        <TestReport tests={tests} failed={failed} />
        <ReplayReport replay={replay} />
      </div>
      <CodeDiff
        language="javascript"
        original={base.rule.script}
        modified={stored?.script ?? draft.script}
        height="min(46vh, 26rem)"
        ariaLabel="What is live and the draft"
      />
    </Dialog>
  );
}

const boxed = 'rounded-xl border border-separator px-4 py-3 text-[13px]';

function TestReport({ tests, failed }: { tests: RuleTests; failed: number }) {
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

function ReplayReport({ replay: { view, isCurrent } }: { replay: Replay }) {
  const found = view?.summary
    ? Object.entries(replayWords).flatMap(([id, { word }]) => {
        const count = view.summary?.changes[id as keyof typeof replayWords] ?? 0;
        return count > 0 ? [`${count} ${word.toLowerCase()}`] : [];
      })
    : [];
  return (
    <section aria-label="Last replay" className={boxed}>
      <h3 className="mb-1 font-medium">Last replay</h3>
      <p className="text-muted">
        {!view?.summary
          ? 'None in this page. Replay the draft to see whom it would change.'
          : found.length > 0
            ? `Of ${view.summary.total}: ${found.join(', ')}.`
            : `Of ${view.summary.total}: nothing would change.`}
      </p>
      {view?.summary && !isCurrent ? (
        <p className="mt-1 text-warning-soft-foreground">It is about code that has changed since.</p>
      ) : null}
      {view && isUnderWay(view) ? <p className="mt-1 text-muted">It is still running.</p> : null}
    </section>
  );
}
