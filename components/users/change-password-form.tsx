'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';
import { PasswordField } from './password-field';

type ChangePasswordFormProps = {
  userId: string;
  changePassword: Action<{ userId: string; password: string }, unknown>;
  onClose: () => void;
};

/** Sets a new password for somebody else. */
export function ChangePasswordForm({ userId, changePassword, onClose }: ChangePasswordFormProps) {
  const router = useRouter();
  const [password, setPassword] = useState('');
  const { run, isPending, failure, fields } = useAction(changePassword);
  const error = password === '' && failure ? 'Type a password, or have one made up.' : fields.password;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const result = await run({ userId, password });
    if (!result?.ok) return;
    toast.success('Password changed');
    router.refresh();
    onClose();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
      {failure && error === undefined ? (
        <Notice tone="danger" isLive>
          {failure.message}
        </Notice>
      ) : null}
      <PasswordField
        label="New password"
        value={password}
        onChange={setPassword}
        error={error}
        canGenerate
        autoFocus
      />
      <div className="mt-1 flex justify-end gap-2">
        <Button size="sm" variant="tertiary" onPress={onClose}>
          Cancel
        </Button>
        <SubmitButton isPending={isPending}>Change password</SubmitButton>
      </div>
    </form>
  );
}
