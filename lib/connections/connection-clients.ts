import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { connectionClients } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import type { Part, Slice } from '@/lib/paging';
import { announceConnections, fetchConnection } from './internal';
import { type ConnectionClientsInput, connectionClientsInput } from './schemas';

/** Applications whose users may sign in through a connection, in the order of ids. Throws NotFound. */
export async function listConnectionClients(
  ctx: Context,
  connectionId: string,
  slice: Slice,
): Promise<Part<{ client_id: string }>> {
  authorize(ctx, 'read:connections');
  await fetchConnection(ctx, connectionId);
  const after = slice.by === 'id' ? (slice.after ?? '') : '';
  const items = await ctx.db
    .select({ client_id: connectionClients.clientId })
    .from(connectionClients)
    .where(and(eq(connectionClients.connectionId, connectionId), gt(connectionClients.clientId, after)))
    .orderBy(asc(connectionClients.clientId))
    .limit(slice.limit)
    .offset(slice.by === 'number' ? slice.offset : 0);
  return { items };
}

/** Throws Invalid naming the first id that is no application's; Annex's own client is nobody's to name. */
async function assertClients(ctx: Context, clientIds: readonly string[], property: string): Promise<void> {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select w.id from jsonb_array_elements_text(${JSON.stringify(clientIds)}::text::jsonb) as w(id)
    where not exists (select 1 from clients c where c.client_id = w.id and not c.internal) limit 1`);
  const [unknown] = rows;
  if (!unknown) return;
  throw new Invalid(
    `Payload validation error: 'There is no client ${unknown.id.slice(0, 128)}' on property ${property}.`,
    { errorCode: 'invalid_body', fields: { [property]: 'There is no such client.' } },
  );
}

async function write(ctx: Context, connectionId: string, changes: ReadonlyMap<string, boolean>) {
  const ids = (status: boolean) =>
    JSON.stringify([...changes].flatMap(([id, wanted]) => (wanted === status ? [id] : [])));
  await ctx.db.execute(sql`
    with gone as (delete from connection_clients where connection_id = ${connectionId}
      and client_id in (select jsonb_array_elements_text(${ids(false)}::text::jsonb)))
    insert into connection_clients (connection_id, client_id)
    select ${connectionId}, value from jsonb_array_elements_text(${ids(true)}::text::jsonb)
    on conflict do nothing`);
}

/** Makes these and no others the applications of a connection, as its verbs' `enabled_clients` ask. */
export async function replaceConnectionClients(
  ctx: Context,
  connectionId: string,
  clientIds: readonly string[],
): Promise<void> {
  authorize(ctx, 'create:connections', 'update:connections');
  await assertClients(ctx, clientIds, 'enabled_clients');
  const rows = await ctx.db
    .select({ clientId: connectionClients.clientId })
    .from(connectionClients)
    .where(eq(connectionClients.connectionId, connectionId));
  const before = rows.map(({ clientId }) => clientId);
  await write(
    ctx,
    connectionId,
    new Map([
      ...before.map((id): [string, boolean] => [id, false]),
      ...clientIds.map((id): [string, boolean] => [id, true]),
    ]),
  );
  await recordChange(ctx, {
    kind: 'connection_clients',
    id: connectionId,
    before: { enabled_clients: before },
    after: { enabled_clients: [...clientIds] },
  });
}

/**
 * Lets applications use a connection or no longer do so; of two words on one application the last holds. New sign-ins
 * heed it at once. Throws NotFound, Invalid.
 */
export async function updateConnectionClients(
  ctx: Context,
  connectionId: string,
  input: ConnectionClientsInput,
): Promise<void> {
  authorize(ctx, 'update:connections');
  const wanted = parseInput(connectionClientsInput, input);
  await withTransaction(ctx, async (tx) => {
    await fetchConnection(tx, connectionId, { lock: true });
    const changes = new Map(wanted.map(({ client_id, status }) => [client_id, status]));
    await assertClients(tx, [...changes.keys()], 'client_id');
    await write(tx, connectionId, changes);
    await recordChange(tx, {
      kind: 'connection_clients',
      id: connectionId,
      before: {},
      after: Object.fromEntries(changes),
    });
    await announceConnections(tx);
  });
}

/**
 * Lets a new application use every connection there is, as Auth0 does unless told otherwise. A step of
 * `createClient`, in its transaction.
 */
export async function enableConnectionsFor(ctx: Context, clientId: string): Promise<void> {
  authorize(ctx, 'create:clients');
  await ctx.db.execute(sql`
    insert into connection_clients (connection_id, client_id)
    select id, ${clientId} from connections on conflict do nothing`);
  await announceConnections(ctx);
}
