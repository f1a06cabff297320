import {
  type DeadTicket,
  type RequestAnswer,
  type RequestForm,
  type ResetForm,
  requestForm,
  resetForm,
  type VerifyForm,
  verifyForm,
} from '@/components/auth/ticket-values';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { type Definition, leaveFor } from '@/lib/http/action';
import { openSignIn } from '@/lib/http/sign-in';
import { visitorContext } from '@/lib/http/surroundings';
import { requestPasswordChange, resetPassword, type TicketOutcome, verifyEmail } from '@/lib/tickets';
import { emailAddress } from '@/lib/users/schemas';

/** On to where the ticket leads, or our own page; a ticket that is no good is shown instead. */
function goOn(outcome: TicketOutcome, ourPage: string): DeadTicket {
  if (outcome.state === 'done') leaveFor(outcome.goTo ?? ourPage);
  return outcome;
}

function wrong(field: string, message: string): Invalid {
  return new Invalid(message, { fields: { [field]: message } });
}

/** What the form of `/u/reset-password` does, with scripts and without. */
export const resetDefinition = {
  name: 'reset password',
  schema: resetForm,
  guard: visitorContext,
  handle: async (ctx: Context, form: ResetForm): Promise<DeadTicket> => {
    if (form.password === '') throw wrong('password', 'Choose a password.');
    return goOn(await resetPassword(ctx, form), '/u/reset-password/done');
  },
} satisfies Definition<typeof resetForm, DeadTicket>;

/** What the button of `/u/email-verification` does. */
export const verifyDefinition = {
  name: 'verify email',
  schema: verifyForm,
  guard: visitorContext,
  handle: async (ctx: Context, { ticket }: VerifyForm): Promise<DeadTicket> =>
    goOn(await verifyEmail(ctx, ticket), '/u/email-verification/done'),
} satisfies Definition<typeof verifyForm, DeadTicket>;

/** What the form of `/u/reset-password/request` does: the same for every address. */
export const requestDefinition = {
  name: 'request password change',
  schema: requestForm,
  guard: visitorContext,
  handle: async (ctx: Context, { state, email }: RequestForm): Promise<RequestAnswer> => {
    const view = await openSignIn(state);
    if (!view) return { sentTo: null };
    const address = email.trim();
    if (!emailAddress.safeParse(address).success) throw wrong('email', 'Enter your e-mail address.');
    const { connection, client } = view;
    const who = { connection: connection.name, email: address };
    await requestPasswordChange(ctx, who, { clientId: client.clientId });
    return { sentTo: address };
  },
} satisfies Definition<typeof requestForm, RequestAnswer>;
