import { eq } from 'drizzle-orm';
import { connections } from '@/db/schema';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { type ConnectionView, databaseOptions } from './schemas';

function present(row: typeof connections.$inferSelect): ConnectionView {
  const { id, name, strategy, metadata } = row;
  return { id, name, strategy, metadata, options: databaseOptions.parse(row.options) };
}

/**
 * The connection of this name, or NotFound with the contract's `inexistent_connection`. Asks for no scope: sign-in
 * and sign-up need it before anybody is known, and options hold no secret.
 */
export async function getConnection(ctx: Context, name: string): Promise<ConnectionView> {
  const [row] = await ctx.db.select().from(connections).where(eq(connections.name, name));
  if (!row) throw new NotFound('The connection does not exist.', { errorCode: 'inexistent_connection' });
  return present(row);
}

/** All connections, by name. */
export async function listConnections(ctx: Context): Promise<ConnectionView[]> {
  const rows = await ctx.db.select().from(connections).orderBy(connections.name);
  return rows.map(present);
}
