import { isDeepStrictEqual } from 'node:util';
import { and, eq } from 'drizzle-orm';
import { clients } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { recordChange } from '@/lib/logs';
import { presentClient } from './present-client';
import { refuseOperation } from './refuse';

export type ClientRow = typeof clients.$inferSelect;

export const own = (clientId: string) => and(eq(clients.clientId, clientId), eq(clients.internal, false));

/** Annex's own client is nobody's to see or change, so its id answers as a missing one. `lock` keeps others waiting. */
export async function fetchClient(
  ctx: Context,
  clientId: string,
  options: { lock?: boolean } = {},
): Promise<ClientRow> {
  const query = ctx.db.select().from(clients).where(own(clientId));
  const [row] = await (options.lock ? query.for('update') : query);
  if (!row) throw new NotFound('The client does not exist', { errorCode: 'inexistent_client' });
  return row;
}

/** As `fetchClient`, for what the global client cannot have done to it. Throws Invalid `operation_not_supported`. */
export async function fetchApplication(
  ctx: Context,
  clientId: string,
  options: { lock?: boolean } = {},
): Promise<ClientRow> {
  const row = await fetchClient(ctx, clientId, options);
  if (row.global)
    refuseOperation('The global client is no application: only its sign-in page can be changed.');
  return row;
}

/** What the log may hold of an application: never a secret, nor the addons, which may hold one. */
function recorded(row: ClientRow): JsonObject {
  const { addons: _, ...view } = presentClient(row);
  return {
    ...view,
    ...(row.addons ? { addons: '*****' } : {}),
    ...(row.kept.encryption_key ? { encryption_key: row.kept.encryption_key } : {}),
    ...(row.authenticationMethods ? { client_authentication_methods: row.authenticationMethods } : {}),
  } as JsonObject;
}

/** The audit row of a change, with the fields that differ; a new secret and other hidden values only as a mark. */
export async function recordClientChange(
  ctx: Context,
  before: ClientRow | null,
  after: ClientRow | null,
): Promise<void> {
  const id = (before ?? after)?.clientId ?? '';
  if (!before || !after) {
    const [was, is] = [before && recorded(before), after && recorded(after)];
    return recordChange(ctx, { kind: 'client', id, before: was, after: is });
  }
  const hidden = { client_secret: 'clientSecret', addons: 'addons' } as const;
  const isNew = Object.entries(hidden).filter(
    ([, column]) => !isDeepStrictEqual(before[column], after[column]),
  );
  const [was, is] = [recorded(before), recorded(after)];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(was[name], is[name]));
  const mark = (text: string) => Object.fromEntries(isNew.map(([name]) => [name, text]));
  const part = (of: JsonObject) => Object.fromEntries(changed.map((name) => [name, of[name] ?? null]));
  await recordChange(ctx, {
    kind: 'client',
    id,
    before: { ...part(was), ...mark('*****') },
    after: { ...part(is), ...mark('***** (new)') },
  });
}
