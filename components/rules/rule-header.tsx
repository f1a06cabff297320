'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { History, PencilLine, Rocket, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { BackLink } from '@/components/layout/page-header';
import { MoreMenu } from '@/components/scripts/more-menu';
import { RenameDialog } from '@/components/scripts/rename-dialog';
import type { Replay } from '@/components/scripts/use-replay';
import { Badge } from '@/components/ui/badge';
import { SubmitButton } from '@/components/ui/submit-button';
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

type Open = 'rename' | 'versions' | 'delete' | 'deploy' | null;

/** Name and state of a rule and what can be done with it as a whole. */
export function RuleHeader({ draft, tests, replay, actions, onSave, onDeleted }: RuleHeaderProps) {
  const { base, stored, isDirty, isLive, isPending } = draft;
  const { rule, version, updatedAt } = base;
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const toggle = async (enabled: boolean) => {
    if (await draft.store({ enabled }))
      toast.success(enabled ? `${rule.name} runs at sign-ins` : `${rule.name} is off`);
  };
  const review = async () => {
    if (await draft.keep()) setOpen('deploy');
  };
  return (
    <header className="mb-4">
      <BackLink href="/console/rules" label="Rules" />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="flex flex-wrap items-center gap-2.5 text-xl font-semibold tracking-tight">
            <span className="min-w-0 truncate">{rule.name}</span>
            {isDirty ? <Badge tone="warning">Not saved</Badge> : null}
            {stored ? <Badge tone="accent">Draft</Badge> : null}
          </h1>
          <p className="mt-0.5 text-[13px] text-muted">
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
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <Toggle
            label="Runs at sign-in"
            isSelected={rule.enabled}
            onChange={(enabled) => void toggle(enabled)}
            isDisabled={isPending}
          />
          <MoreMenu
            items={[
              { name: 'Versions', Icon: History, onAction: () => setOpen('versions') },
              { name: 'Rename', Icon: PencilLine, onAction: () => setOpen('rename') },
              {
                name: 'Undo unsaved changes',
                Icon: Undo2,
                isDisabled: !isDirty,
                onAction: draft.revert,
              },
              {
                name: 'Discard the draft',
                Icon: Undo2,
                isDisabled: stored === null,
                onAction: () => void draft.take(),
              },
              { name: 'Delete', Icon: Trash2, isDanger: true, onAction: () => setOpen('delete') },
            ]}
          />
          <SubmitButton
            type="button"
            variant="secondary"
            isPending={isPending && open === null}
            isDisabled={!isDirty}
            onPress={onSave}
          >
            Save draft
          </SubmitButton>
          <Button size="sm" isDisabled={isLive || isPending} onPress={() => void review()}>
            <Rocket aria-hidden="true" />
            Deploy
          </Button>
        </div>
      </div>
      {open === 'rename' ? (
        <RenameDialog
          kind="rule"
          name={rule.name}
          check={(name) => ruleName.safeParse(name).error?.issues[0]?.message}
          failure={draft.failure}
          onRename={(name) => draft.store({ name })}
          onClose={close}
        />
      ) : null}
      {open === 'versions' ? (
        <RuleVersions draft={draft} list={actions.listVersions} onClose={close} />
      ) : null}
      {open === 'delete' ? (
        <DeleteRule rule={rule} remove={actions.remove} onClose={close} onDeleted={onDeleted} />
      ) : null}
      {open === 'deploy' ? <DeployRule draft={draft} tests={tests} replay={replay} onClose={close} /> : null}
    </header>
  );
}
