'use client';

import { toast } from '@heroui/react/toast';
import { Undo2 } from 'lucide-react';
import { ScriptHeader } from '@/components/scripts/script-header';
import type { Replay } from '@/components/scripts/use-replay';
import { Badge } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';
import { Toggle } from '@/components/ui/toggle';
import type { Action } from '@/lib/http/schemas';
import { ruleName } from '@/lib/rules/schemas';
import { DeleteRule } from './delete-rule';
import { DeployRule } from './deploy-rule';
import { type ListVersionsAction, RuleVersions } from './rule-versions';
import type { RuleDraft } from './use-rule-draft';
import type { RuleTests } from './use-rule-tests';

type RuleHeaderProps = {
  draft: RuleDraft;
  tests: RuleTests;
  replay: Replay;
  actions: { remove: Action<{ id: string }, null>; listVersions: ListVersionsAction };
  onSave: () => void;
  onDeleted: () => void;
};

/** Name and state of a rule and what can be done with it as a whole. */
export function RuleHeader({ draft, tests, replay, actions, onSave, onDeleted }: RuleHeaderProps) {
  const { base, stored, isLive, isPending } = draft;
  const { rule, version, updatedAt } = base;
  const toggle = async (enabled: boolean) => {
    if (await draft.store({ enabled }))
      toast.success(enabled ? `${rule.name} runs at sign-ins` : `${rule.name} is off`);
  };
  return (
    <ScriptHeader
      kind="rule"
      back={{ href: '/console/rules', label: 'Rules' }}
      name={rule.name}
      checkName={(name) => ruleName.safeParse(name).error?.issues[0]?.message}
      badges={stored ? <Badge tone="accent">Draft</Badge> : null}
      says={
        <>
          Version {version}
          {rule.enabled ? ' is live, ' : ', off, '}
          saved <Time value={updatedAt} />
          {stored ? (
            <>
              {'. Draft saved '}
              <Time value={stored.updated_at} />
              {` by ${stored.by}, and not live`}
            </>
          ) : null}
        </>
      }
      toggle={
        <Toggle
          label="Runs at sign-in"
          isSelected={rule.enabled}
          onChange={(enabled) => void toggle(enabled)}
          isDisabled={isPending}
        />
      }
      draft={draft}
      isDeployed={isLive}
      hasVersions
      more={[
        {
          name: 'Discard the draft',
          Icon: Undo2,
          isDisabled: stored === null,
          onAction: () => void draft.take(),
        },
      ]}
      onSave={onSave}
      dialogs={{
        versions: (close) => <RuleVersions draft={draft} list={actions.listVersions} onClose={close} />,
        delete: (close) => (
          <DeleteRule rule={rule} remove={actions.remove} onClose={close} onDeleted={onDeleted} />
        ),
        deploy: (close) => <DeployRule draft={draft} tests={tests} replay={replay} onClose={close} />,
      }}
    />
  );
}
