'use client';

import type { FormAction } from '@/lib/http/schemas';
import { DeadAnswer } from './dead-ticket';
import { OneTimeForm } from './one-time-form';
import { PasswordField } from './password-field';
import { PasswordRules, rulesIn } from './password-rules';
import type { DeadTicket as Dead } from './ticket-values';

type ResetFormProps = { action: FormAction<Dead>; ticket: string; email: string | null };

/** A new password for whoever has the ticket. */
export function ResetForm({ action, ticket, email }: ResetFormProps) {
  return (
    <OneTimeForm
      url="/u/reset-password/answer"
      action={action}
      hidden={{ ticket }}
      submitLabel="Save password"
      pendingLabel="Saving…"
      answered={(dead) => <DeadAnswer ticket={dead} />}
    >
      {({ fields, data }) => {
        const rules = rulesIn(data);
        const error = rules.length > 0 ? 'This password is too weak.' : fields.password;
        return (
          <>
            {/* For password managers, which keep the new password under this name. */}
            <input type="text" autoComplete="username" value={email ?? ''} readOnly hidden />
            <PasswordField autoComplete="new-password" label="New password" error={error} autoFocus />
            {rules.length > 0 ? <PasswordRules rules={rules} /> : null}
          </>
        );
      }}
    </OneTimeForm>
  );
}
