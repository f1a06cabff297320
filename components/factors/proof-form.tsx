'use client';

import { Button } from '@heroui/react/button';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';

type ProofFormProps<T> = {
  action: Action<{ proof: string }, T>;
  submitLabel: string;
  tone?: 'danger';
  children: ReactNode;
  onDone: (answer: T) => void;
  onCancel: () => void;
};

/** Asks who is signed in to prove themselves once more, and does something grave. */
export function ProofForm<T>(props: ProofFormProps<T>) {
  const { action, submitLabel, tone, children, onDone, onCancel } = props;
  const [proof, setProof] = useState('');
  const { run, isPending, failure, fields } = useAction(action);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const result = await run({ proof });
    if (result?.ok) onDone(result.data);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <p className="text-[13px] leading-5 text-muted">{children}</p>
      {failure && fields.proof === undefined ? (
        <Notice tone="danger" isLive>
          {failure.message}
        </Notice>
      ) : null}
      <Field
        label="Your password, or a code from your app"
        name="proof"
        type="password"
        autoComplete="current-password"
        value={proof}
        onChange={setProof}
        error={fields.proof}
        autoFocus
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" variant="tertiary" onPress={onCancel}>
          Cancel
        </Button>
        <SubmitButton
          isPending={isPending}
          isDisabled={proof === ''}
          variant={tone === 'danger' ? 'danger' : 'primary'}
        >
          {submitLabel}
        </SubmitButton>
      </div>
    </form>
  );
}
