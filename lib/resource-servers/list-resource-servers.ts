import { and, asc, gt, inArray } from 'drizzle-orm';
import { resourceServers } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { afterOf, offsetOf, type Part, partOf, type Slice } from '@/lib/paging';
import { fetchResourceServer, presentResourceServer } from './internal';
import type { ResourceServerView } from './schemas';

/** One API by id or identifier. Throws NotFound `inexistent_resource_server`. */
export async function getResourceServer(ctx: Context, idOrIdentifier: string): Promise<ResourceServerView> {
  authorize(ctx, 'read:resource_servers');
  return presentResourceServer(await fetchResourceServer(ctx, idOrIdentifier));
}

/** APIs in the order of their ids, which is that of their making; the Management API is one of them. */
export async function listResourceServers(
  ctx: Context,
  slice: Slice,
  filter: { identifiers?: string[] | undefined } = {},
): Promise<Part<ResourceServerView>> {
  authorize(ctx, 'read:resource_servers');
  const wanted = filter.identifiers && inArray(resourceServers.identifier, filter.identifiers);
  const after = afterOf(slice);
  const rows = ctx.db
    .select()
    .from(resourceServers)
    .where(and(wanted, after === null ? undefined : gt(resourceServers.id, after)))
    .orderBy(asc(resourceServers.id))
    .limit(slice.limit)
    .offset(offsetOf(slice));
  const { items, total } = await partOf(slice, rows, () => ctx.db.$count(resourceServers, wanted));
  return { items: items.map(presentResourceServer), total };
}
