'use client';

import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';

type DeleteActionProps = {
  action: { id: string; name: string };
  /** Its trigger runs it. */
  isBound: boolean;
  remove: Action<{ id: string }, null>;
  onClose: () => void;
  onDeleted: () => void;
};

/** Asks before an Action goes, with its versions and secrets. */
export function DeleteAction({ action, isBound, remove, onClose, onDeleted }: DeleteActionProps) {
  const { run, isPending, failure } = useAction(remove);
  const confirm = async () => {
    const result = await run({ id: action.id });
    if (!result?.ok) return;
    onClose();
    onDeleted();
  };
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={`Delete ${action.name}?`}
      confirmLabel="Delete Action"
      isPending={isPending}
      error={failure?.message}
      onConfirm={confirm}
    >
      {isBound
        ? 'Its trigger runs it now and stops with the next time. '
        : 'It is not bound, so nothing that runs changes. '}
      Its code, its versions and its secrets are gone.
    </ConfirmDialog>
  );
}
