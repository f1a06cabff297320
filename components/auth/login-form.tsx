'use client';

import type { FormAction } from '@/lib/http/schemas';
import { AuthField } from './auth-field';
import { AuthForm } from './auth-form';
import type { FormState } from './form-values';
import { PasswordField } from './password-field';

type LoginFormProps = { action: FormAction<FormState>; state: string; loginHint: string };

/** Name and password. */
export function LoginForm({ action, state, loginHint }: LoginFormProps) {
  return (
    <AuthForm
      url="/u/login/answer"
      action={action}
      state={state}
      submitLabel="Sign in"
      pendingLabel="Signing in…"
    >
      {({ typed, fields }) => (
        <>
          <AuthField
            name="identifier"
            label="E-mail address or username"
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            inputMode="email"
            maxLength={320}
            required
            autoFocus={loginHint === ''}
            defaultValue={typed.identifier ?? loginHint}
            error={fields.identifier}
          />
          <PasswordField
            autoComplete="current-password"
            error={fields.password}
            autoFocus={loginHint !== ''}
          />
        </>
      )}
    </AuthForm>
  );
}
