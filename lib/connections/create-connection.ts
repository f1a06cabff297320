import { connections } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { newId } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { replaceConnectionClients } from './connection-clients';
import { type DatabaseOptionsInput, withDefaults } from './database-options';
import {
  announceConnections,
  auditView,
  type ConnectionRow,
  metadataOf,
  parseDatabaseOptions,
  presentConnection,
  settingsOf,
} from './internal';
import { atRest, unmasked } from './options-at-rest';
import { type ConnectionView, type CreateConnectionInput, createConnectionInput } from './schemas';

function firstOptions(id: string, strategy: string, given: JsonObject): JsonObject {
  if (strategy !== 'auth0') return given;
  const options = withDefaults(parseDatabaseOptions(given));
  return unmasked({ id, strategy, options: {}, sealedOptions: null }, options);
}

/** Stores a new connection with its audit row; null when the name is in use. */
async function insert(
  ctx: Context,
  input: CreateConnectionInput & { options: JsonObject },
): Promise<ConnectionRow | null> {
  const { name, strategy, options, enabled_clients: _, metadata, ...settings } = input;
  const id = newId('con');
  const [row] = await ctx.db
    .insert(connections)
    .values({
      name,
      id,
      strategy,
      ...atRest(strategy, firstOptions(id, strategy, options)),
      settings: settingsOf(settings),
      metadata: metadataOf(metadata ?? {}),
      createdAt: ctx.now(),
    })
    .onConflictDoNothing()
    .returning();
  if (!row) return null;
  await recordChange(ctx, { kind: 'connection', id, before: null, after: auditView(row) });
  await announceConnections(ctx);
  return row;
}

/**
 * Makes a connection (`reference/management-api.md` 8.2): of any strategy, though Annex signs in by `auth0` alone. No
 * application may use it but those in `enabled_clients`. Throws Invalid naming the member, Conflict for a taken name.
 */
export async function createConnection(ctx: Context, input: CreateConnectionInput): Promise<ConnectionView> {
  authorize(ctx, 'create:connections');
  const parsed = parseInput(createConnectionInput, input);
  const enabled = [...new Set(parsed.enabled_clients ?? [])];
  return withTransaction(ctx, async (tx) => {
    const row = await insert(tx, { ...parsed, options: parsed.options ?? {} });
    if (!row) throw new Conflict('A connection with the same name already exists');
    if (enabled.length > 0) await replaceConnectionClients(tx, row.id, enabled);
    return { ...presentConnection(row, tx.actor), enabled_clients: enabled };
  });
}

/** Makes a database connection, open to no application, unless one of this name exists, which is left as it is. */
export async function ensureConnection(
  ctx: Context,
  name: string,
  options: DatabaseOptionsInput = {},
): Promise<void> {
  authorize(ctx, 'update:connections');
  await withTransaction(ctx, async (tx) => {
    await insert(tx, { name, strategy: 'auth0', options: options as JsonObject });
  });
}
