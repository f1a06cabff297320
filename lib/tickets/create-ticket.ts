import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { defaultLinkLifetime } from '@/lib/mail';
import { assertMayMakeTicket, type StoredUser } from '@/lib/users';
import { assertClient, assertPrimary, invalid, readHolder, userIdByEmail } from './internal';
import {
  type PasswordTicketInput,
  passwordTicketInput,
  type TicketView,
  type VerificationTicketInput,
  verificationTicketInput,
} from './schemas';
import { issueTicket, type NewTicket, type TicketKind } from './ticket';

type Common = {
  result_url?: string | undefined;
  client_id?: string | undefined;
  ttl_sec?: number | undefined;
  includeEmailInRedirect?: boolean | undefined;
};

function ticketFor(
  user: StoredUser,
  kind: TicketKind,
  input: Common,
  marksEmailAsVerified: boolean,
): NewTicket {
  return {
    kind,
    userId: user.userId,
    email: user.email,
    clientId: input.client_id ?? null,
    resultUrl: input.result_url ?? null,
    marksEmailAsVerified,
    includesEmail: input.includeEmailInRedirect ?? true,
    lifetimeSeconds: input.ttl_sec || defaultLinkLifetime,
  };
}

async function issueRecorded(ctx: Context, ticket: NewTicket): Promise<TicketView> {
  return withTransaction(ctx, async (tx) => {
    const { url } = await issueTicket(tx, ticket);
    const after = { kind: ticket.kind, client_id: ticket.clientId, result_url: ticket.resultUrl };
    await recordChange(tx, { kind: 'ticket', id: ticket.userId, before: null, after });
    return { ticket: url };
  });
}

function holderOf(
  ctx: Context,
  { user_id, connection_id, email }: PasswordTicketInput,
): string | Promise<string> {
  if (user_id === undefined && connection_id === undefined) {
    throw invalid('Missing required property: user_id', 'user_id');
  }
  if (user_id !== undefined && (connection_id !== undefined || email !== undefined)) {
    throw invalid('It excludes connection_id and email', 'user_id');
  }
  if (user_id !== undefined) return user_id;
  if (email === undefined) throw invalid('It needs email', 'connection_id');
  return userIdByEmail(ctx, connection_id ?? '', email);
}

/**
 * An address that lets whoever has it choose a new password for a user (`reference/management-api.md` 8.3). Made for
 * an administrator's account by administrators alone. Throws Forbidden, Invalid, NotFound.
 */
export async function createPasswordTicket(ctx: Context, input: PasswordTicketInput): Promise<TicketView> {
  authorize(ctx, 'create:user_tickets');
  const parsed = parseInput(passwordTicketInput, input);
  if (parsed.email !== undefined && parsed.connection_id === undefined) {
    throw invalid('It needs connection_id', 'email');
  }
  const user = await readHolder(ctx, await holderOf(ctx, parsed));
  await assertMayMakeTicket(ctx, user.userId);
  assertPrimary(user, parsed.identity);
  if (user.identities[0]?.provider !== 'auth0') {
    throw invalid('Only users of a database have a password', 'user_id', 'operation_not_supported');
  }
  await assertClient(ctx, parsed.client_id);
  return issueRecorded(ctx, ticketFor(user, 'password', parsed, parsed.mark_email_as_verified ?? false));
}

/**
 * An address that proves a user's e-mail address when its page is confirmed (8.3). Made for an administrator's account
 * by administrators alone. Throws Forbidden, Invalid, NotFound.
 */
export async function createVerificationTicket(
  ctx: Context,
  input: VerificationTicketInput,
): Promise<TicketView> {
  authorize(ctx, 'create:user_tickets');
  const parsed = parseInput(verificationTicketInput, input);
  if (parsed.client_id !== undefined && parsed.result_url !== undefined) {
    throw invalid('It excludes client_id', 'result_url');
  }
  const user = await readHolder(ctx, parsed.user_id);
  await assertMayMakeTicket(ctx, user.userId);
  assertPrimary(user, parsed.identity);
  if (user.email === null) {
    throw invalid('The user has no e-mail address', 'user_id', 'operation_not_supported');
  }
  await assertClient(ctx, parsed.client_id);
  return issueRecorded(ctx, ticketFor(user, 'email', parsed, true));
}
