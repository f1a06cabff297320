'use client';

import { toast } from '@heroui/react/toast';
import type { ReactNode } from 'react';
import type { CodeTests } from '@/components/scripts/code-tests';
import { DeployDialog } from '@/components/scripts/deploy-dialog';
import { triggerOf, triggerWords } from './trigger-words';
import type { ActionDraft } from './use-action-draft';

type DeployActionProps = {
  draft: ActionDraft;
  tests: CodeTests | null;
  /** What else is known of the draft. */
  reports: ReactNode;
  onClose: () => void;
};

/** Before the draft of an Action becomes its next version. */
export function DeployAction({ draft, tests, reports, onClose }: DeployActionProps) {
  const { base, isBound, isPending, failure } = draft;
  const deploy = async (force: boolean) => {
    const isDone = await draft.deploy(force);
    if (isDone === null) return;
    if (!isDone) {
      tests?.run(); // they pass no more: show which
      return;
    }
    toast.success(isBound ? 'Deployed: it runs from now on' : 'Deployed; bind it to have it run');
    onClose();
  };
  return (
    <DeployDialog
      name={base.name}
      description={
        isBound
          ? `The trigger “${triggerWords(triggerOf(base)).name}” runs this code from now on, with the secrets as they are set.`
          : 'It is not bound: this code runs once you bind it.'
      }
      live={base.deployed_version?.code ?? ''}
      draft={base.code}
      tests={tests}
      reports={reports}
      failure={failure?.message}
      isPending={isPending}
      isDisabled={false}
      onDeploy={(force) => void deploy(force)}
      onClose={onClose}
    />
  );
}
