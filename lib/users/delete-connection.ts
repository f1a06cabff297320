import { sql } from 'drizzle-orm';
import { authorize } from '@/lib/access';
import { deleteEmptyConnection } from '@/lib/connections';
import { type Context, withTransaction } from '@/lib/context';
import { Forbidden, Invalid, NotFound } from '@/lib/errors';
import { deleteUser } from './delete-user';
import { eraseUsers } from './erase';
import { fetchUser } from './internal';
import { accountId, loginKey } from './login-keys';
import { takePassword } from './passwords-of';
import { saveUser } from './save-user';
import type { Identity } from './state';

type Found = { name: string; strategy: string };

async function find(ctx: Context, id: string): Promise<Found | undefined> {
  const [row] = await ctx.db.execute<Found>(sql`select name, strategy from connections where id = ${id}`);
  return row;
}

/** Accounts of the connection that are linked to users of other ones: what is left of it when its own are erased. */
async function removeLinked(ctx: Context, connection: string): Promise<void> {
  const owners = await ctx.db.execute<{ user_id: string }>(sql`
    select distinct user_id from identities where connection = ${connection} order by user_id`);
  for (const { user_id: userId } of owners) {
    const { isAdmin: _, ...stored } = await fetchUser(ctx, userId, { lock: true });
    const isGone = (identity: Identity) => identity.connection === connection;
    for (const identity of stored.identities.filter(isGone)) {
      await takePassword(ctx, userId, accountId(identity));
    }
    const identities = stored.identities.filter((identity) => !isGone(identity));
    await saveUser(ctx, stored, { ...stored, identities });
  }
}

/**
 * Deletes a connection with all of its users, as Auth0 does, and unlinks its accounts from users of others for good. A connection with an administrator among its users stays,
 * whoever asks. Null when there is none (any more). Throws Forbidden.
 */
export async function deleteConnectionWithUsers(
  ctx: Context,
  id: string,
): Promise<{ deleted_at: string } | null> {
  authorize(ctx, 'delete:connections');
  return withTransaction(ctx, async (tx) => {
    const connection = await find(tx, id);
    if (!connection) return null;
    const [administrator] = await tx.db.execute(sql`
      select 1 from admins a join identities i using (user_id) where i.connection = ${connection.name} limit 1`);
    if (administrator) {
      throw new Forbidden('An administrator of Annex signs in through this connection, so it stays.', {
        errorCode: 'operation_not_supported',
      });
    }
    await eraseUsers(tx, sql`connection = ${connection.name}`);
    await removeLinked(tx, connection.name);
    await deleteEmptyConnection(tx, id);
    return { deleted_at: tx.now().toISOString() };
  });
}

/**
 * Deletes the user of this e-mail address in a database connection; silent when there is none: an account that was
 * linked to a user of another address is not one. Throws NotFound for the connection, Invalid for one that is no database, Forbidden as `deleteUser`.
 */
export async function deleteUserOfConnection(ctx: Context, id: string, email: string): Promise<void> {
  authorize(ctx, 'delete:users');
  const connection = await find(ctx, id);
  if (!connection) {
    throw new NotFound('The connection does not exist', { errorCode: 'inexistent_connection' });
  }
  if (connection.strategy !== 'auth0') {
    throw new Invalid('Users can be deleted by e-mail address in database connections only.', {
      errorCode: 'operation_not_supported',
    });
  }
  const [owner] = await ctx.db.execute<{ user_id: string }>(sql`
    select user_id from login_keys where key = ${loginKey(connection.name, 'email', email)} and identity = ''`);
  if (owner) await deleteUser(ctx, owner.user_id);
}
