'use client';

import { Button } from '@heroui/react/button';
import { type FormEvent, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { SubmitButton } from '@/components/ui/submit-button';
import type { ActionFailure } from '@/lib/http/schemas';

type RenameDialogProps = {
  /** What is renamed, such as "rule". */
  kind: string;
  name: string;
  /** What is wrong with a name. */
  check: (name: string) => string | undefined;
  /** Why the last try did not work. */
  failure: ActionFailure | null;
  onRename: (name: string) => Promise<boolean>;
  onClose: () => void;
};

/** Asks for another name. */
export function RenameDialog({ kind, name: initial, check, failure, onRename, onClose }: RenameDialogProps) {
  const [name, setName] = useState(initial);
  const [error, setError] = useState<string>();
  const [hasTried, setTried] = useState(false);
  const [isPending, setPending] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    const problem = check(wanted);
    setError(problem);
    if (problem !== undefined) return;
    if (wanted === initial) return onClose();
    setPending(true);
    const isDone = await onRename(wanted);
    setPending(false);
    setTried(true);
    if (isDone) onClose();
  };

  return (
    <Dialog isOpen onOpenChange={(isOpen) => (isOpen ? undefined : onClose())} title={`Rename ${kind}`}>
      <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
        <Field
          label="Name"
          name="name"
          value={name}
          onChange={setName}
          error={error ?? (hasTried ? failure?.message : undefined)}
          autoComplete="off"
          autoFocus
          isRequired
        />
        <div className="mt-1 flex justify-end gap-2">
          <Button size="sm" variant="tertiary" onPress={onClose}>
            Cancel
          </Button>
          <SubmitButton isPending={isPending}>Rename</SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
