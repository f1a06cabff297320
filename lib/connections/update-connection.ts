import { isDeepStrictEqual } from 'node:util';
import { eq, sql } from 'drizzle-orm';
import { connections } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Forbidden, Invalid } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { replaceConnectionClients } from './connection-clients';
import {
  announceConnections,
  auditView,
  type ConnectionRow,
  fetchConnection,
  hasUsers,
  metadataOf,
  parseDatabaseOptions,
  presentConnection,
  settingsOf,
} from './internal';
import { atRest, unmasked, wholeOptions } from './options-at-rest';
import { type ConnectionView, type UpdateConnectionInput, updateConnectionInput } from './schemas';

/** Users of Annex's store would be left to a script that does not know them, and the other way round. */
async function assertCustomizationStays(ctx: Context, row: ConnectionRow, next: JsonObject): Promise<void> {
  const name = 'enabledDatabaseCustomization';
  if ((row.options[name] === true) === (next[name] === true)) return;
  const [found] = await ctx.db.execute<{ used: boolean }>(sql`select ${hasUsers(row.name)} as used`);
  if (!found?.used) return;
  throw new Invalid(`options.${name} cannot change while the connection has users.`, {
    errorCode: 'operation_not_supported',
    fields: { [`options.${name}`]: 'The connection has users.' },
  });
}

/** Members that say by what the users of a database connection sign in. */
const decisive = ['enabledDatabaseCustomization', 'import_mode', 'customScripts', 'configuration'] as const;

/** A machine may not have a script see, or decide over, what an administrator types. */
async function assertAdministratorsSafe(ctx: Context, row: ConnectionRow, next: JsonObject): Promise<void> {
  if (ctx.actor.type === 'admin' || ctx.actor.type === 'system') return;
  const before = wholeOptions(row);
  if (decisive.every((name) => isDeepStrictEqual(before[name], next[name]))) return;
  const [administrator] = await ctx.db.execute(sql`
    select 1 from admins a join identities i using (user_id) where i.connection = ${row.name} limit 1`);
  if (!administrator) return;
  throw new Forbidden('Only an administrator may change by what an administrator signs in.', {
    errorCode: 'insufficient_scope',
  });
}

async function nextOptions(ctx: Context, row: ConnectionRow, given: JsonObject): Promise<JsonObject> {
  if (row.strategy !== 'auth0') return given;
  const next = unmasked(row, parseDatabaseOptions(given));
  await assertCustomizationStays(ctx, row, next);
  await assertAdministratorsSafe(ctx, row, next);
  return next;
}

/**
 * Changes the named members of a connection; `options`, `metadata` and `enabled_clients` are replaced whole
 * (`reference/management-api.md` 8.2). Sign-ins heed it at once. Throws Forbidden for options without
 * `update:connections_options`, Invalid, NotFound.
 */
export async function updateConnection(
  ctx: Context,
  id: string,
  input: UpdateConnectionInput,
): Promise<ConnectionView> {
  authorize(ctx, 'update:connections');
  const { options, enabled_clients, metadata, ...settings } = parseInput(updateConnectionInput, input);
  if (options !== undefined) authorize(ctx, 'update:connections_options');
  return withTransaction(ctx, async (tx) => {
    const row = await fetchConnection(tx, id, { lock: true });
    const stored = options === undefined ? null : await nextOptions(tx, row, options);
    const [next = row] = await tx.db
      .update(connections)
      .set({
        ...(stored === null ? {} : atRest(row.strategy, stored)),
        settings: settingsOf({ ...row.settings, ...settings }),
        metadata: metadata === undefined ? row.metadata : metadataOf(metadata),
      })
      .where(eq(connections.id, id))
      .returning();
    await recordChange(tx, { kind: 'connection', id, before: auditView(row), after: auditView(next) });
    if (enabled_clients) await replaceConnectionClients(tx, id, [...new Set(enabled_clients)]);
    await announceConnections(tx);
    return presentConnection(next, tx.actor);
  });
}
