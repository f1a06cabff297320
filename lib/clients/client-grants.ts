import { and, asc, eq, gt } from 'drizzle-orm';
import { clientGrants } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { afterOf, offsetOf, type Part, partOf, type Slice } from '@/lib/paging';
import { createClientGrant } from './create-client-grant';
import { fetchClientGrant, presentClientGrant } from './grant-internal';
import type { ClientGrantView } from './grant-schemas';
import { updateClientGrant } from './update-client-grant';

/** One grant. Throws NotFound `inexistent_client_grant`. */
export async function getClientGrantById(ctx: Context, id: string): Promise<ClientGrantView> {
  authorize(ctx, 'read:client_grants');
  return presentClientGrant(await fetchClientGrant(ctx, id));
}

/** Grants in the order of their ids, all or those of an API or an application. */
export async function listClientGrants(
  ctx: Context,
  slice: Slice,
  filter: { audience?: string | undefined; clientId?: string | undefined } = {},
): Promise<Part<ClientGrantView>> {
  authorize(ctx, 'read:client_grants');
  const { audience, clientId } = filter;
  const wanted = and(
    audience === undefined ? undefined : eq(clientGrants.audience, audience),
    clientId === undefined ? undefined : eq(clientGrants.clientId, clientId),
  );
  const after = afterOf(slice);
  const rows = ctx.db
    .select()
    .from(clientGrants)
    .where(and(wanted, after === null ? undefined : gt(clientGrants.id, after)))
    .orderBy(asc(clientGrants.id))
    .limit(slice.limit)
    .offset(offsetOf(slice));
  const { items, total } = await partOf(slice, rows, () => ctx.db.$count(clientGrants, wanted));
  return { items: items.map(presentClientGrant), total };
}

async function grantOf(ctx: Context, clientId: string, audience: string): Promise<ClientGrantView | null> {
  const [row] = await ctx.db
    .select()
    .from(clientGrants)
    .where(and(eq(clientGrants.clientId, clientId), eq(clientGrants.audience, audience)));
  return row ? presentClientGrant(row) : null;
}

/** Lets an application get these scopes of an API by client credentials; replaces what it had there. */
export async function setClientGrant(
  ctx: Context,
  clientId: string,
  audience: string,
  scope: readonly string[],
): Promise<void> {
  authorize(ctx, 'create:client_grants', 'update:client_grants');
  await withTransaction(ctx, async (tx) => {
    const found = await grantOf(tx, clientId, audience);
    const granted = { scope: [...scope], allow_all_scopes: false };
    if (found) await updateClientGrant(tx, found.id, granted);
    else await createClientGrant(tx, { client_id: clientId, audience, ...granted });
  });
}

/** The scopes that an application may get of an API; null when it has no grant. */
export async function getClientGrant(
  ctx: Context,
  clientId: string,
  audience: string,
): Promise<string[] | null> {
  authorize(ctx, 'read:client_grants');
  return (await grantOf(ctx, clientId, audience))?.scope ?? null;
}
