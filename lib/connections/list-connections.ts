import { and, asc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import { connectionClients, connections } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import type { Part, Slice } from '@/lib/paging';
import { type KnownConnection, knownFrom, presentConnection } from './internal';
import type { ConnectionView } from './schemas';

/** All connections, by name. Asks for no scope, as `getConnection`. */
export async function listConnections(ctx: Context): Promise<KnownConnection[]> {
  const rows = await ctx.db.select().from(connections).orderBy(connections.name);
  return rows.map(knownFrom);
}

export type ConnectionFilter = {
  /** Any of them; none means all. */
  strategies?: readonly string[] | undefined;
  name?: string | undefined;
  /** Only those that this application may use. */
  clientId?: string | undefined;
};

function conditions(
  ctx: Context,
  { strategies = [], name, clientId }: ConnectionFilter,
): (SQL | undefined)[] {
  return [
    strategies.length === 0 ? undefined : inArray(connections.strategy, [...strategies]),
    name === undefined ? undefined : eq(connections.name, name),
    clientId === undefined
      ? undefined
      : inArray(
          connections.id,
          ctx.db
            .select({ id: connectionClients.connectionId })
            .from(connectionClients)
            .where(eq(connectionClients.clientId, clientId)),
        ),
  ];
}

/** A part of the connections that pass the filter, as the contract shows them: by number in the order of names. */
export async function listConnectionPage(
  ctx: Context,
  filter: ConnectionFilter,
  slice: Slice,
): Promise<Part<ConnectionView>> {
  authorize(ctx, 'read:connections');
  const where = conditions(ctx, filter);
  const rows = ctx.db.select().from(connections);
  if (slice.by === 'id') {
    const after = slice.after === null ? undefined : gt(connections.id, slice.after);
    const found = await rows
      .where(and(...where, after))
      .orderBy(asc(connections.id))
      .limit(slice.limit);
    return { items: found.map((row) => presentConnection(row, ctx.actor)) };
  }
  const [found, [count]] = await Promise.all([
    rows
      .where(and(...where))
      .orderBy(asc(connections.name))
      .limit(slice.limit)
      .offset(slice.offset),
    slice.withTotal
      ? ctx.db
          .select({ total: sql<number>`count(*)::int` })
          .from(connections)
          .where(and(...where))
      : [],
  ]);
  return { items: found.map((row) => presentConnection(row, ctx.actor)), total: count?.total };
}
