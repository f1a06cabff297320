import { connections } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { newId } from '@/lib/ids';
import { recordChange } from '@/lib/logs';
import { type ConnectionView, databaseOptions } from './schemas';

/** The name that Auth0 gives the first database connection of a tenant. */
export const defaultConnection = 'Username-Password-Authentication';

/** Makes a database connection unless one of this name exists; returns nothing new about an existing one. */
export async function ensureConnection(
  ctx: Context,
  name: string,
  options: Partial<ConnectionView['options']> = {},
): Promise<void> {
  authorize(ctx, 'update:connections');
  await withTransaction(ctx, async (tx) => {
    const [made] = await tx.db
      .insert(connections)
      .values({
        name,
        id: newId('con'),
        strategy: 'auth0',
        options: databaseOptions.parse(options) as JsonObject,
        metadata: {},
        createdAt: ctx.now(),
      })
      .onConflictDoNothing()
      .returning({ id: connections.id });
    if (made) await recordChange(tx, { kind: 'connection', id: made.id, before: null, after: { name } });
  });
}
