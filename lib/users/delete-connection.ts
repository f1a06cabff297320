import { sql } from 'drizzle-orm';
import { authorize } from '@/lib/access';
import { deleteEmptyConnection } from '@/lib/connections';
import { type Context, withTransaction } from '@/lib/context';
import { Forbidden, Invalid, NotFound } from '@/lib/errors';
import { deleteUser } from './delete-user';
import { eraseUsers } from './erase';
import { loginKey } from './login-keys';

type Found = { name: string; strategy: string };

async function find(ctx: Context, id: string): Promise<Found | undefined> {
  const [row] = await ctx.db.execute<Found>(sql`select name, strategy from connections where id = ${id}`);
  return row;
}

/**
 * Deletes a connection with all of its users, as Auth0 does. A connection with an administrator among its users stays,
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
      select 1 from admins a join users u using (user_id) where u.connection = ${connection.name} limit 1`);
    if (administrator) {
      throw new Forbidden('An administrator of Annex signs in through this connection, so it stays.', {
        errorCode: 'operation_not_supported',
      });
    }
    await eraseUsers(tx, sql`connection = ${connection.name}`);
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
