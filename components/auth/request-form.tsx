'use client';

import type { FormAction } from '@/lib/http/schemas';
import { AuthField } from './auth-field';
import { OneTimeForm } from './one-time-form';
import type { RequestAnswer } from './ticket-values';

type RequestFormProps = { action: FormAction<RequestAnswer>; state: string; loginHint: string };

function Answer({ sentTo }: RequestAnswer) {
  if (sentTo === null) return <p>This sign-in has expired. Go back to the application and start again.</p>;
  return (
    <>
      <p>
        If there is an account for <span className="font-medium break-words">{sentTo}</span>, a mail with a
        link is on its way.
      </p>
      <p className="mt-3 text-[13px] leading-5 text-muted">
        It may take a minute. If nothing comes, look into the spam folder, and check that this is the address
        of your account.
      </p>
    </>
  );
}

/** Asks for a way to a new password. It says the same whoever is asked for. */
export function RequestForm({ action, state, loginHint }: RequestFormProps) {
  return (
    <OneTimeForm
      url="/u/reset-password/request/answer"
      action={action}
      hidden={{ state }}
      submitLabel="Send me a link"
      pendingLabel="Sending…"
      answered={(answer) => <Answer {...answer} />}
    >
      {({ fields }) => (
        <AuthField
          name="email"
          label="E-mail address"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={320}
          required
          autoFocus
          defaultValue={loginHint}
          error={fields.email}
        />
      )}
    </OneTimeForm>
  );
}
