import { knownClient } from '@/lib/clients';
import { asActor, type Context, withTransaction } from '@/lib/context';
import { logEvent } from '@/lib/logs';
import { queueWelcome } from '@/lib/mail';
import { updateUser } from '@/lib/users';
import { resultAddress } from './result-url';
import { findTicket, spendTicket, type Ticket, type TicketKind } from './ticket';

/** What became of a ticket that somebody came with. `goTo`: where the person goes on; null when nobody said. */
export type TicketOutcome =
  | { state: 'done'; goTo: string | null }
  | { state: 'used' | 'expired'; goTo: string | null }
  | { state: 'none' };

/** Of a ticket that was no good. A password that was set has its row from the user's own change. */
const refusals = { password: 'fcp', email: 'fv' } as const;

function eventOf(ticket: Ticket, type: string, description: string) {
  const { userId, email, clientId } = ticket;
  return { type, description, userId, userName: email, clientId };
}

/** Why a ticket was not good, with its log row when there ever was one. */
async function refuse(ctx: Context, kind: TicketKind, token: string): Promise<TicketOutcome> {
  const found = await findTicket(ctx, kind, token);
  if (found.state === 'none') return found;
  // One that is open by now was used by somebody else whose change was undone.
  const state = found.state === 'open' ? 'used' : found.state;
  await logEvent(ctx, eventOf(found.ticket, refusals[kind], `The ticket is ${state}.`));
  return { state, goTo: resultAddress(found.ticket, state) };
}

/** The system acts on the word of whoever has the ticket; it is a change of the user's own. */
const asHolder = (ctx: Context) => asActor(ctx, { type: 'system', reason: 'ticket' }, 'self');

/**
 * Sets the password of the ticket's user and uses the ticket up, both or neither: a password that the policy refuses
 * leaves it open. Ends the user's sessions and other password tickets. Throws Invalid with `data.rules`.
 */
export async function resetPassword(
  ctx: Context,
  { ticket: token, password }: { ticket: string; password: string },
): Promise<TicketOutcome> {
  const spent = await withTransaction(ctx, async (tx) => {
    const ticket = await spendTicket(tx, 'password', token);
    if (!ticket) return null;
    const { userId, clientId, marksEmailAsVerified } = ticket;
    const client = clientId === null ? null : await knownClient(tx, clientId);
    const holder = asHolder(client ? { ...tx, caller: client } : tx);
    await updateUser(holder, userId, { password }, { metadata: 'merge' });
    if (marksEmailAsVerified)
      await updateUser(holder, userId, { email_verified: true }, { metadata: 'merge' });
    return ticket;
  });
  if (!spent) return refuse(ctx, 'password', token);
  return { state: 'done', goTo: resultAddress(spent, 'password') };
}

/** Marks the address of the ticket's user as verified and uses the ticket up; the user is welcomed. */
export async function verifyEmail(ctx: Context, token: string): Promise<TicketOutcome> {
  const spent = await withTransaction(ctx, async (tx) => {
    const ticket = await spendTicket(tx, 'email', token);
    if (!ticket) return null;
    await updateUser(asHolder(tx), ticket.userId, { email_verified: true }, { metadata: 'merge' });
    await logEvent(tx, eventOf(ticket, 'sv', 'Your email was verified.'));
    await queueWelcome(asHolder(tx), ticket.userId, { clientId: ticket.clientId ?? undefined });
    return ticket;
  });
  if (!spent) return refuse(ctx, 'email', token);
  return { state: 'done', goTo: resultAddress(spent, 'email') };
}

/** What a ticket's page may show before anything is used. */
export type TicketPage = { state: 'open'; email: string | null } | Exclude<TicketOutcome, { state: 'done' }>;

/** Looks at a ticket for its page. Asks for no scope: whoever has the ticket has it all. One statement. */
export async function viewTicket(ctx: Context, kind: TicketKind, token: string): Promise<TicketPage> {
  const found = await findTicket(ctx, kind, token);
  if (found.state === 'none') return found;
  const { state, ticket } = found;
  if (state === 'open') return { state, email: ticket.email };
  return { state, goTo: resultAddress(ticket, state) };
}
