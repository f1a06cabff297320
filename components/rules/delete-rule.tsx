'use client';

import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';

type DeleteRuleProps = {
  rule: { id: string; name: string; enabled: boolean };
  remove: Action<{ id: string }, null>;
  onClose: () => void;
  onDeleted: () => void;
};

/** Asks before a rule goes. */
export function DeleteRule({ rule, remove, onClose, onDeleted }: DeleteRuleProps) {
  const { run, isPending, failure } = useAction(remove);
  const confirm = async () => {
    const result = await run({ id: rule.id });
    if (!result?.ok) return;
    onClose();
    onDeleted();
  };
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={`Delete ${rule.name}?`}
      confirmLabel="Delete rule"
      isPending={isPending}
      error={failure?.message}
      onConfirm={confirm}
    >
      {rule.enabled
        ? 'It runs at sign-ins now and stops with the next one. Its code is gone from the console.'
        : 'It is switched off, so sign-ins do not change. Its code is gone from the console.'}
    </ConfirmDialog>
  );
}
