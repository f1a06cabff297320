'use client';

import type { FormAction } from '@/lib/http/schemas';
import { DeadAnswer } from './dead-ticket';
import { OneTimeForm } from './one-time-form';
import type { DeadTicket as Dead } from './ticket-values';

/** A button, because programs that look into mails follow every link, and prove nothing by it. */
export function VerifyForm({ action, ticket }: { action: FormAction<Dead>; ticket: string }) {
  return (
    <OneTimeForm
      url="/u/email-verification/answer"
      action={action}
      hidden={{ ticket }}
      submitLabel="Confirm this address"
      pendingLabel="Confirming…"
      answered={(dead) => <DeadAnswer ticket={dead} />}
    />
  );
}
