import { asc, eq } from 'drizzle-orm';
import { clients } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { fetchClient, presentClient } from './internal';
import type { ClientView } from './schemas';

/** One application. Throws NotFound `inexistent_client`. */
export async function getClient(ctx: Context, clientId: string): Promise<ClientView> {
  authorize(ctx, 'read:clients');
  return presentClient(await fetchClient(ctx, clientId));
}

/** Every application of the tenant by name; Annex's own is left out. */
export async function listClients(ctx: Context): Promise<ClientView[]> {
  authorize(ctx, 'read:clients');
  const rows = await ctx.db
    .select()
    .from(clients)
    .where(eq(clients.internal, false))
    .orderBy(asc(clients.name), asc(clients.clientId));
  return rows.map(presentClient);
}
