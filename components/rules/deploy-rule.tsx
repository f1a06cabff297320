'use client';

import { toast } from '@heroui/react/toast';
import { boxed, DeployDialog } from '@/components/scripts/deploy-dialog';
import { replayWords } from './replay-words';
import { isUnderWay, type Replay } from './use-replay';
import type { RuleDraft } from './use-rule-draft';
import type { RuleTests } from './use-rule-tests';

type DeployRuleProps = { draft: RuleDraft; tests: RuleTests; replay: Replay; onClose: () => void };

/** Before the draft of a rule goes live, with what the last replay found. */
export function DeployRule({ draft, tests, replay, onClose }: DeployRuleProps) {
  const { base, stored, isPending, failure } = draft;
  const deploy = async (force: boolean) => {
    const done = await draft.deploy({ force });
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
    <DeployDialog
      name={base.rule.name}
      description={
        base.rule.enabled
          ? 'The next sign-in runs this code.'
          : 'The rule is off: this code runs once you switch it on.'
      }
      live={base.rule.script}
      draft={stored?.script ?? draft.script}
      tests={tests}
      reports={<ReplayReport replay={replay} />}
      failure={failure?.fields?.script ?? failure?.message}
      isPending={isPending}
      isDisabled={!stored}
      onDeploy={(force) => void deploy(force)}
      onClose={onClose}
    />
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
