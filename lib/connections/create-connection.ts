import { connections } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { newId } from '@/lib/ids';
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
  await ctx.db
    .insert(connections)
    .values({
      name,
      id: newId('con'),
      strategy: 'auth0',
      options: databaseOptions.parse(options) as JsonObject,
      metadata: {},
      createdAt: ctx.now(),
    })
    .onConflictDoNothing();
}
