'use client';

import { Button } from '@heroui/react/button';
import { type FormEvent, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';

type ValueDialogProps = {
  /** What it is, such as "value". */
  kind: string;
  description: string;
  placeholder: string;
  taken: readonly string[];
  /** What is wrong with a key. */
  check: (key: string) => string | undefined;
  /** The key that the form begins with. */
  initialKey: string;
  /** A new key; else the value of `initialKey` is replaced. */
  isNew: boolean;
  set: Action<{ key: string; value: string }, unknown>;
  /** After it was stored; `says` what happened. */
  onDone: (says: string) => void;
  onClose: () => void;
};

/** Sets or replaces one value that nobody can read back. */
export function ValueDialog(props: ValueDialogProps) {
  const { kind, description, placeholder, taken, check, initialKey, isNew, set, onDone, onClose } = props;
  const [key, setKey] = useState(initialKey);
  const [value, setValue] = useState('');
  const [keyError, setKeyError] = useState<string>();
  const { run, isPending, failure } = useAction(set);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const name = key.trim();
    const isTaken = isNew && taken.includes(name);
    const problem = isTaken ? 'There is one with this name; replace it in the list.' : check(name);
    setKeyError(problem);
    if (problem !== undefined) return;
    const result = await run({ key: name, value });
    if (!result?.ok) return;
    onClose();
    onDone(isNew ? `${name} added` : `${name} replaced`);
  };

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={isNew ? `Add a ${kind}` : `Replace ${initialKey}`}
      description={description}
    >
      <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
        {failure ? (
          <Notice tone="danger" isLive>
            {failure.message}
          </Notice>
        ) : null}
        {isNew ? (
          <Field
            label="Name"
            name="key"
            value={key}
            onChange={setKey}
            error={keyError}
            placeholder={placeholder}
            autoComplete="off"
            autoFocus={initialKey === ''}
            isMono
            isRequired
          />
        ) : null}
        <Field
          label="Value"
          name="value"
          rows={3}
          value={value}
          onChange={setValue}
          autoComplete="off"
          autoFocus={initialKey !== ''}
          isMono
        />
        <div className="mt-1 flex justify-end gap-2">
          <Button size="sm" variant="tertiary" onPress={onClose}>
            Cancel
          </Button>
          <SubmitButton isPending={isPending}>{isNew ? `Add ${kind}` : `Replace ${kind}`}</SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
