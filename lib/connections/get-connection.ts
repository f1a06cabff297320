import { eq, getTableColumns } from 'drizzle-orm';
import { connections } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import {
  fetchConnection,
  isEnabled,
  type KnownConnection,
  knownFrom,
  missingConnection,
  presentConnection,
} from './internal';
import { configurationOf } from './options-at-rest';
import type { ConnectionView } from './schemas';

/** One connection as the contract shows it. Throws NotFound `inexistent_connection`. */
export async function getConnectionById(ctx: Context, id: string): Promise<ConnectionView> {
  authorize(ctx, 'read:connections');
  return presentConnection(await fetchConnection(ctx, id), ctx.actor);
}

/** Throws NotFound unless Annex can sign users in through this connection (`GET /connections/{id}/status`). */
export async function assertOnline(ctx: Context, id: string): Promise<void> {
  authorize(ctx, 'read:connections');
  const { strategy } = await fetchConnection(ctx, id);
  if (strategy === 'auth0') return;
  throw new NotFound(`The connection is offline: Annex does not sign users in through ${strategy}.`);
}

/** `isEnabled`: whether an application of the tenant may use the connection. Annex's own client uses every one. */
export type StoredConnection = KnownConnection & { isEnabled: boolean };

/**
 * The connection of this name, or NotFound with the contract's `inexistent_connection`. Asks for no scope: sign-in
 * and sign-up need it before anybody is known, and no secret is in it.
 */
export async function getConnection(ctx: Context, name: string): Promise<StoredConnection> {
  const [row] = await ctx.db
    .select({ ...getTableColumns(connections), isEnabled })
    .from(connections)
    .where(eq(connections.name, name));
  if (!row) throw missingConnection();
  return { ...knownFrom(row), isEnabled: row.isEnabled };
}

/** The configuration that scripts of a database connection read, in clear. For `lib/oidc`: asks for no scope. */
export async function connectionConfiguration(ctx: Context, name: string): Promise<Record<string, string>> {
  const [row] = await ctx.db.select().from(connections).where(eq(connections.name, name));
  return row ? configurationOf(row) : {};
}
