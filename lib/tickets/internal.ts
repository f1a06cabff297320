import { and, eq } from 'drizzle-orm';
import { loginKeys } from '@/db/schema';
import { knownClient } from '@/lib/clients';
import { getConnectionById } from '@/lib/connections';
import { asActor, type Context } from '@/lib/context';
import { Invalid, NotFound } from '@/lib/errors';
import { getStoredUser, loginKey, type StoredUser } from '@/lib/users';
import type { IdentityInput } from './schemas';

export function invalid(reason: string, property: string, errorCode = 'invalid_body'): Invalid {
  return new Invalid(`Payload validation error: '${reason}' on property ${property}.`, {
    errorCode,
    fields: { [property]: reason },
  });
}

/** The caller need not be allowed to read what a ticket is made of. */
const asSystem = (ctx: Context) => asActor(ctx, { type: 'system', reason: 'ticket' }, ctx.cause);

/**
 * Whose main identity has this address in a database connection, or null. Names are keys there, so there is one at
 * most.
 */
export async function findByEmail(ctx: Context, connection: string, email: string): Promise<string | null> {
  const [row] = await ctx.db
    .select({ userId: loginKeys.userId })
    .from(loginKeys)
    .where(and(eq(loginKeys.key, loginKey(connection, 'email', email)), eq(loginKeys.identity, '')));
  return row?.userId ?? null;
}

/** The same by the id of the connection. Throws NotFound `inexistent_connection`, `inexistent_user`. */
export async function userIdByEmail(ctx: Context, connectionId: string, email: string): Promise<string> {
  const { name } = await getConnectionById(asSystem(ctx), connectionId);
  const userId = await findByEmail(ctx, name, email);
  if (userId === null) throw new NotFound('The user does not exist.', { errorCode: 'inexistent_user' });
  return userId;
}

/** The user a ticket is for, whom the caller need not be allowed to read. */
export function readHolder(ctx: Context, userId: string): Promise<StoredUser> {
  return getStoredUser(asSystem(ctx), userId);
}

/** Refuses an application that does not exist. */
export async function assertClient(ctx: Context, clientId: string | undefined): Promise<void> {
  if (clientId === undefined) return;
  const client = await knownClient(ctx, clientId);
  if (!client) throw new NotFound('The client does not exist', { errorCode: 'inexistent_client' });
}

/** An `identity` must be the user's first: of the others Annex keeps no proof of an address. */
export function assertPrimary(user: StoredUser, identity: IdentityInput | undefined): void {
  if (identity === undefined) return;
  const [primary] = user.identities;
  if (primary?.provider === identity.provider && primary.identityUserId === identity.user_id) return;
  throw invalid('It must be the primary identity of the user', 'identity', 'operation_not_supported');
}
