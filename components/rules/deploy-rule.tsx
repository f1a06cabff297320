'use client';

import { toast } from '@heroui/react/toast';
import { DeployDialog } from '@/components/scripts/deploy-dialog';
import { ReplayReport } from '@/components/scripts/replay-report';
import type { Replay } from '@/components/scripts/use-replay';
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
      draft={stored?.script ?? draft.code}
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
