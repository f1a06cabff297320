'use client';

import type { FormAction } from '@/lib/http/schemas';
import { AuthField } from './auth-field';
import { AuthForm } from './auth-form';
import { AuthLink } from './auth-page';
import { formPath } from './form-path';
import type { FormState } from './form-values';
import { PasswordField } from './password-field';

type SignUpFormProps = {
  action: FormAction<FormState>;
  state: string;
  loginHint: string;
  asksForUsername: boolean;
};

/** A new account, signed in at once. */
export function SignUpForm({ action, state, loginHint, asksForUsername }: SignUpFormProps) {
  return (
    <AuthForm
      url="/u/signup/answer"
      action={action}
      state={state}
      submitLabel="Create account"
      pendingLabel="Creating your account…"
      wayOut={(reason) =>
        reason === 'taken' ? <AuthLink href={formPath('login', state)}>Sign in instead</AuthLink> : null
      }
    >
      {({ typed, fields }) => (
        <>
          <AuthField
            name="email"
            label="E-mail address"
            type="email"
            autoComplete="email"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
            required
            autoFocus
            defaultValue={typed.email ?? loginHint}
            error={fields.email}
          />
          {asksForUsername ? (
            <AuthField
              name="username"
              label="Username"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={128}
              required
              defaultValue={typed.username ?? ''}
              error={fields.username}
            />
          ) : null}
          <PasswordField autoComplete="new-password" error={fields.password} />
        </>
      )}
    </AuthForm>
  );
}
