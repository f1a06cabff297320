'use client';

import type { ReactNode } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';

export type DeleteScriptProps = {
  /** What it is, such as "rule". */
  kind: string;
  script: { id: string; name: string };
  remove: Action<{ id: string }, null>;
  onClose: () => void;
  onDeleted: () => void;
  /** What comes of it. */
  children: ReactNode;
};

/** Asks before some code goes. */
export function DeleteScript({ kind, script, remove, onClose, onDeleted, children }: DeleteScriptProps) {
  const { run, isPending, failure } = useAction(remove);
  const confirm = async () => {
    const result = await run({ id: script.id });
    if (!result?.ok) return;
    onClose();
    onDeleted();
  };
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={`Delete ${script.name}?`}
      confirmLabel={`Delete ${kind}`}
      isPending={isPending}
      error={failure?.message}
      onConfirm={confirm}
    >
      {children}
    </ConfirmDialog>
  );
}
