'use client';

import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { useFormPost } from '@/components/ui/use-form-post';
import { PasswordField } from '@/components/users/password-field';
import { friendlyFields } from '@/components/users/profile-form';
import type { FormAction } from '@/lib/http/schemas';

const shown = ['email', 'password', 'name'];

/** Makes the first administrator. */
export function SetupForm({ token, complete }: { token: string; complete: FormAction<never> }) {
  const { result, isPending, form } = useFormPost('/setup/answer', complete);
  const [values, setValues] = useState({ email: '', name: '', password: '' });
  const failure = result && !result.ok ? result : null;
  const errors = friendlyFields(failure?.fields ?? {});
  const bind = (name: keyof typeof values) => ({
    name,
    value: values[name],
    onChange: (value: string) => setValues((old) => ({ ...old, [name]: value })),
    error: errors[name],
  });
  return (
    <form {...form} noValidate className="flex flex-col gap-4">
      {failure && !shown.some((name) => errors[name]) ? (
        <Notice tone="danger" isLive>
          {failure.message}
        </Notice>
      ) : null}
      <input type="hidden" name="token" value={token} />
      <Field label="E-mail" type="email" isRequired autoFocus autoComplete="username" {...bind('email')} />
      <Field label="Name" autoComplete="name" {...bind('name')} />
      <PasswordField label="Password" {...bind('password')} />
      <SubmitButton size="lg" isPending={isPending} className="mt-2 w-full">
        Make the administrator
      </SubmitButton>
    </form>
  );
}
