'use client';

import { toast } from '@heroui/react/toast';
import type { ReactNode } from 'react';
import type { CodeTests } from '@/components/scripts/code-tests';
import { ScriptHeader } from '@/components/scripts/script-header';
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

/** Name and state of an Action and what can be done with it as a whole. */
export function ActionHeader({ draft, tests, reports, actions, onSave, onDeleted }: ActionHeaderProps) {
  const { base, isDeployed, isBound, isPending } = draft;
  const trigger = triggerOf(base);
  const toggle = async (wanted: boolean) => {
    if (await draft.bind(wanted))
      toast.success(wanted ? `${base.name} is bound` : `${base.name} is not bound any more`);
  };
  return (
    <ScriptHeader
      kind="Action"
      back={{ href: '/console/actions', label: 'Actions' }}
      name={base.name}
      checkName={(name) => actionName.safeParse(name).error?.issues[0]?.message}
      badges={<ActionBadges action={base} />}
      says={
        <>
          {triggerWords(trigger).name} · <ActionState action={base} /> · {base.runtime}
        </>
      }
      toggle={
        isRunnable(trigger) ? (
          <Toggle
            label="Bound"
            isSelected={isBound}
            onChange={(wanted) => void toggle(wanted)}
            isDisabled={isPending || (!isBound && !base.deployed_version)}
          />
        ) : null
      }
      draft={draft}
      isDeployed={isDeployed}
      hasVersions={base.deployed_version !== undefined}
      onSave={onSave}
      dialogs={{
        versions: (close) => <ActionVersions draft={draft} list={actions.listVersions} onClose={close} />,
        delete: (close) => (
          <DeleteAction
            action={base}
            isBound={isBound}
            remove={actions.remove}
            onClose={close}
            onDeleted={onDeleted}
          />
        ),
        deploy: (close) => <DeployAction draft={draft} tests={tests} reports={reports} onClose={close} />,
      }}
    />
  );
}
