'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { History, PencilLine, Rocket, Trash2, Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { BackLink } from '@/components/layout/page-header';
import type { CodeTests } from '@/components/scripts/code-tests';
import { MoreMenu } from '@/components/scripts/more-menu';
import { RenameDialog } from '@/components/scripts/rename-dialog';
import { Badge } from '@/components/ui/badge';
import { SubmitButton } from '@/components/ui/submit-button';
import { Toggle } from '@/components/ui/toggle';
import { actionName } from '@/lib/actions/schemas';
import type { Action } from '@/lib/http/schemas';
import { ActionBadges, ActionState } from './action-state';
import { ActionVersions } from './action-versions';
import { DeleteAction } from './delete-action';
import { DeployAction } from './deploy-action';
import { isRunnable, triggerOf, triggerWords } from './trigger-words';
import type { ActionDraft, DraftActions } from './use-action-draft';

type ActionHeaderProps = {
  draft: ActionDraft;
  /** Null where its trigger has no saved tests. */
  tests: CodeTests | null;
  reports: ReactNode;
  actions: Pick<DraftActions, 'listVersions'> & { remove: Action<{ id: string }, null> };
  onSave: () => void;
  onDeleted: () => void;
};

type Open = 'rename' | 'versions' | 'delete' | 'deploy' | null;

/** Name and state of an Action and what can be done with it as a whole. */
export function ActionHeader({ draft, tests, reports, actions, onSave, onDeleted }: ActionHeaderProps) {
  const { base, isDirty, isDeployed, isBound, isPending } = draft;
  const trigger = triggerOf(base);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const toggle = async (wanted: boolean) => {
    if (await draft.bind(wanted))
      toast.success(wanted ? `${base.name} is bound` : `${base.name} is not bound any more`);
  };
  const review = async () => {
    if (await draft.keep()) setOpen('deploy');
  };
  return (
    <header className="mb-4">
      <BackLink href="/console/actions" label="Actions" />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="flex flex-wrap items-center gap-2.5 text-xl font-semibold tracking-tight">
            <span className="min-w-0 truncate">{base.name}</span>
            {isDirty ? <Badge tone="warning">Not saved</Badge> : null}
            <ActionBadges action={base} />
          </h1>
          <p className="mt-0.5 text-[13px] text-muted">
            {triggerWords(trigger).name} · <ActionState action={base} /> · {base.runtime}
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-3">
          {isRunnable(trigger) ? (
            <Toggle
              label="Bound"
              isSelected={isBound}
              onChange={(wanted) => void toggle(wanted)}
              isDisabled={isPending || (!isBound && !base.deployed_version)}
            />
          ) : null}
          <MoreMenu
            items={[
              {
                name: 'Versions',
                Icon: History,
                isDisabled: !base.deployed_version,
                onAction: () => setOpen('versions'),
              },
              { name: 'Rename', Icon: PencilLine, onAction: () => setOpen('rename') },
              { name: 'Undo unsaved changes', Icon: Undo2, isDisabled: !isDirty, onAction: draft.revert },
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
          <Button size="sm" isDisabled={isDeployed || isPending} onPress={() => void review()}>
            <Rocket aria-hidden="true" />
            Deploy
          </Button>
        </div>
      </div>
      {open === 'rename' ? (
        <RenameDialog
          kind="Action"
          name={base.name}
          check={(name) => actionName.safeParse(name).error?.issues[0]?.message}
          failure={draft.failure}
          onRename={(name) => draft.store({ name })}
          onClose={close}
        />
      ) : null}
      {open === 'versions' ? (
        <ActionVersions draft={draft} list={actions.listVersions} onClose={close} />
      ) : null}
      {open === 'delete' ? (
        <DeleteAction
          action={base}
          isBound={isBound}
          remove={actions.remove}
          onClose={close}
          onDeleted={onDeleted}
        />
      ) : null}
      {open === 'deploy' ? (
        <DeployAction draft={draft} tests={tests} reports={reports} onClose={close} />
      ) : null}
    </header>
  );
}
