'use client';

import type { FormAction } from '@/lib/http/schemas';
import { AuthField } from './auth-field';
import { AuthForm } from './auth-form';
import { AuthLink } from './auth-page';
import { formPath } from './form-path';
import type { FormState } from './form-values';
import { PasswordField } from './password-field';

type LoginFormProps = {
  action: FormAction<FormState>;
  state: string;
  loginHint: string;
  /** Whether people may ask for a new password. */
  offersReset: boolean;
};

/** Name and password. */
export function LoginForm({ action, state, loginHint, offersReset }: LoginFormProps) {
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
          {offersReset ? (
            <p className="-mt-1 text-[13px]">
              <AuthLink href={formPath('reset-password/request', state)}>Forgot password?</AuthLink>
            </p>
          ) : null}
        </>
      )}
    </AuthForm>
  );
}
