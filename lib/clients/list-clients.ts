import { and, asc, count, eq, gt, inArray, type SQL } from 'drizzle-orm';
import { clients } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import type { Part, Slice } from '@/lib/paging';
import { presentClient, visiblePresenter } from './present-client';
import type { ClientView } from './schemas';

/** Every application of the tenant by name; Annex's own and the global client are left out. */
export async function listClients(ctx: Context): Promise<ClientView[]> {
  authorize(ctx, 'read:clients');
  const rows = await ctx.db
    .select()
    .from(clients)
    .where(and(eq(clients.internal, false), eq(clients.global, false)))
    .orderBy(asc(clients.name), asc(clients.clientId));
  return rows.map(presentClient);
}

export type ClientFilter = {
  isGlobal?: boolean | undefined;
  isFirstParty?: boolean | undefined;
  /** Any of these kinds. */
  appTypes?: string[] | undefined;
};

function matching({ isGlobal, isFirstParty, appTypes }: ClientFilter): SQL | undefined {
  return and(
    eq(clients.internal, false),
    isGlobal === undefined ? undefined : eq(clients.global, isGlobal),
    isFirstParty === undefined ? undefined : eq(clients.isFirstParty, isFirstParty),
    appTypes && inArray(clients.appType, appTypes),
  );
}

/** A part of the applications and the global client, oldest first, as far as the caller's scopes show them. */
export async function listVisibleClients(
  ctx: Context,
  filter: ClientFilter,
  slice: Slice,
): Promise<Part<Partial<ClientView>>> {
  authorize(ctx, 'read:clients', 'read:client_keys', 'read:client_credentials', 'read:client_summary');
  const where = matching(filter);
  const present = await visiblePresenter(ctx);
  const query = ctx.db.select().from(clients).limit(slice.limit).$dynamic();
  if (slice.by === 'id') {
    const after = slice.after === null ? undefined : gt(clients.clientId, slice.after);
    const rows = await query.where(and(where, after)).orderBy(asc(clients.clientId));
    return { items: rows.map(present) };
  }
  const [rows, totals] = await Promise.all([
    query.where(where).orderBy(asc(clients.createdAt), asc(clients.clientId)).offset(slice.offset),
    slice.withTotal ? ctx.db.select({ total: count() }).from(clients).where(where) : [],
  ]);
  return { items: rows.map(present), total: totals[0]?.total };
}
