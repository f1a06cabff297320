import { eq, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type ConnectionSettings, connections } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { holds } from '@/lib/access';
import { announce } from '@/lib/announce';
import type { Actor, Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import {
  type DatabaseOptions,
  type DatabaseOptionsInput,
  databaseOptionsInput,
  decidingOptions,
} from './database-options';
import { shownOptions } from './options-at-rest';
import type { ConnectionView } from './schemas';

export type ConnectionRow = typeof connections.$inferSelect;

/** A connection as sign-ins and other domains see it. No secret is in it. */
export type KnownConnection = {
  id: string;
  name: string;
  strategy: string;
  /** Of a connection that is no database these are what holds where nothing is said. */
  options: DatabaseOptions;
  metadata: Record<string, string>;
};

export const missingConnection = () =>
  new NotFound('The connection does not exist', { errorCode: 'inexistent_connection' });

export function knownFrom({ id, name, strategy, options, metadata }: ConnectionRow): KnownConnection {
  // The column holds what `databaseOptionsInput` let through, and nothing else writes it.
  return { id, name, strategy, metadata, options: decidingOptions(options as DatabaseOptionsInput) };
}

/** The connection of this id, whatever its strategy. Throws NotFound `inexistent_connection`. */
export async function fetchConnection(
  ctx: Context,
  id: string,
  options: { lock?: boolean } = {},
): Promise<ConnectionRow> {
  const query = ctx.db.select().from(connections).where(eq(connections.id, id));
  const [row] = await (options.lock ? query.for('update') : query);
  if (!row) throw missingConnection();
  return row;
}

/** The contract's shape (`reference/management-api.md` 8.2) as `actor` may see it. */
export function presentConnection(row: ConnectionRow, actor: Actor): ConnectionView {
  const { id, name, strategy, metadata, settings } = row;
  return {
    id,
    name,
    strategy,
    ...(holds(actor, 'read:connections_options') ? { options: shownOptions(row) } : {}),
    metadata,
    ...settings,
    realms: settings.realms ?? [name],
    is_domain_connection: settings.is_domain_connection ?? false,
  };
}

/** Members whose values the audit row leaves out: secrets, and code that may hold some. */
const hidden = new Set(['configuration', 'customScripts']);

/** What the audit row says of a connection. */
export function auditView(row: ConnectionRow): JsonObject {
  const { options: _, ...view } = presentConnection(row, { type: 'system', reason: 'audit' });
  const shown = Object.entries(shownOptions(row)).map(([name, value]) => [
    name,
    row.strategy === 'auth0' && !hidden.has(name) ? value : '*****',
  ]);
  return { ...(view as JsonObject), options: Object.fromEntries(shown) };
}

const body = z.strictObject({ options: databaseOptionsInput });

/** Checked options of a database connection. Throws Invalid naming the member. */
export function parseDatabaseOptions(options: JsonObject): DatabaseOptionsInput {
  return parseInput(body, { options }).options;
}

/** Settings as stored: without realms that say what the name says. */
export function settingsOf({ realms, ...settings }: ConnectionSettings): ConnectionSettings {
  return { ...settings, ...(realms === undefined || realms.length === 0 ? {} : { realms }) };
}

/** Metadata without what is null. */
export function metadataOf(given: Record<string, string | null>): Record<string, string> {
  const kept = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(kept);
}

/** Tells every process, when the transaction commits, to read connections and their applications anew. */
export async function announceConnections(ctx: Context): Promise<void> {
  await announce(ctx, 'connections');
}

/** Whether some application may use the connection of the row: one that it is enabled for, or those of third parties. */
export const isEnabled = sql<boolean>`(
  ${connections.settings} ->> 'is_domain_connection' = 'true'
  or exists (select 1 from connection_clients cc where cc.connection_id = ${connections.id})) is true`;

/** Whether a database connection has users. */
export const hasUsers = (name: string): SQL<boolean> =>
  sql<boolean>`exists (select 1 from users where connection = ${name})`;
