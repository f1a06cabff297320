'use client';

import { Button } from '@heroui/react/button';
import { type FormEvent, useState } from 'react';
import { AuthenticatorKey } from '@/components/auth/authenticator-key';
import { RecoveryCode } from '@/components/auth/recovery-code';
import { CopyButton } from '@/components/ui/copy-button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';
import { ProofForm } from './proof-form';

type Begun = { id: string; secret: string; qr: string };

export type EnrolmentActions = {
  begin: Action<{ proof: string }, Begun>;
  confirm: Action<{ id: string; code: string }, { recoveryCode: string }>;
};

type ConfirmFormProps = {
  begun: Begun;
  confirm: EnrolmentActions['confirm'];
  onDone: (recoveryCode: string) => void;
  onCancel: () => void;
};

function ConfirmForm({ begun, confirm, onDone, onCancel }: ConfirmFormProps) {
  const [code, setCode] = useState('');
  const { run, isPending, failure, fields } = useAction(confirm);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const result = await run({ id: begun.id, code });
    if (result?.ok) onDone(result.data.recoveryCode);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
      <p className="text-[13px] leading-5 text-muted">
        Scan this code with your app, and enter the six digits that it shows.
      </p>
      <div>
        <AuthenticatorKey qr={begun.qr} secret={begun.secret} />
      </div>
      {failure && fields.code === undefined ? (
        <Notice tone="danger" isLive>
          {failure.message}
        </Notice>
      ) : null}
      <Field
        label="Code from your app"
        name="code"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        error={fields.code}
        autoFocus
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" variant="tertiary" onPress={onCancel}>
          Cancel
        </Button>
        <SubmitButton isPending={isPending} isDisabled={code.trim() === ''}>
          Confirm
        </SubmitButton>
      </div>
    </form>
  );
}

/** A recovery code that was just made, until the person says that they have kept it. */
export function KeepRecoveryCode({ code, onClose }: { code: string; onClose: () => void }) {
  return (
    <div role="status" className="flex flex-col gap-5">
      <div>
        <RecoveryCode code={code} />
      </div>
      <div className="flex items-center justify-end gap-2">
        <CopyButton value={code} label="Copy the recovery code" />
        <Button size="sm" onPress={onClose}>
          I have kept it
        </Button>
      </div>
    </div>
  );
}

/** Proof, key and first code, recovery code: three steps to a second factor. */
export function EnrolForm({ actions, onClose }: { actions: EnrolmentActions; onClose: () => void }) {
  const [begun, setBegun] = useState<Begun | null>(null);
  const [recoveryCode, setRecoveryCode] = useState<string | null>(null);
  if (recoveryCode !== null) return <KeepRecoveryCode code={recoveryCode} onClose={onClose} />;
  if (begun) {
    return (
      <ConfirmForm begun={begun} confirm={actions.confirm} onDone={setRecoveryCode} onCancel={onClose} />
    );
  }
  return (
    <ProofForm action={actions.begin} submitLabel="Go on" onDone={setBegun} onCancel={onClose}>
      Confirm that it is you before you change how you sign in.
    </ProofForm>
  );
}
