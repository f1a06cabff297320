'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';
import { ruleConfigKey } from '@/lib/rules/schemas';

export type SetConfigAction = Action<{ key: string; value: string }, null>;

type ConfigurationDialogProps = {
  taken: readonly string[];
  /** Empty for a new key; else the one whose value is replaced. */
  initialKey: string;
  set: SetConfigAction;
  onClose: () => void;
};

/** Sets or replaces one value. */
export function ConfigurationDialog({ taken, initialKey, set, onClose }: ConfigurationDialogProps) {
  const router = useRouter();
  const isNew = initialKey === '';
  const [key, setKey] = useState(initialKey);
  const [value, setValue] = useState('');
  const [keyError, setKeyError] = useState<string>();
  const { run, isPending, failure } = useAction(set);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const name = key.trim();
    const parsed = ruleConfigKey.safeParse(name);
    const isTaken = isNew && taken.includes(name);
    setKeyError(
      isTaken ? 'There is one with this name; replace it in the list.' : parsed.error?.issues[0]?.message,
    );
    if (!parsed.success || isTaken) return;
    const result = await run({ key: name, value });
    if (!result?.ok) return;
    toast.success(isNew ? `${name} added` : `${name} replaced`);
    onClose();
    router.refresh();
  };

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={isNew ? 'Add a value' : `Replace ${initialKey}`}
      description="Rules see it from the next sign-in on. Nobody can read it back here."
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
            placeholder="SESSION_TOKEN_SECRET"
            autoComplete="off"
            autoFocus
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
          autoFocus={!isNew}
          isMono
        />
        <div className="mt-1 flex justify-end gap-2">
          <Button size="sm" variant="tertiary" onPress={onClose}>
            Cancel
          </Button>
          <SubmitButton isPending={isPending}>{isNew ? 'Add value' : 'Replace value'}</SubmitButton>
        </div>
      </form>
    </Dialog>
  );
}
