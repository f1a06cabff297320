import { eq, sql } from 'drizzle-orm';
import { notifiedCache } from '@/db/notified-cache';
import { connections } from '@/db/schema';
import type { Context } from '@/lib/context';
import { type KnownConnection, knownFrom } from './internal';

/** The name that Auth0 gives the first database connection of a tenant. */
export const defaultConnection = 'Username-Password-Authentication';

/** An application, as far as its connections go. */
type Application = { clientId: string; internal: boolean; isFirstParty: boolean };

type Held = {
  byName: Map<string, Promise<KnownConnection | null>>;
  byClient: Map<string, Promise<readonly string[]>>;
};

const cache = notifiedCache<Held>('connections');

/** What `load` gives, kept under `key` until a change is announced, unless it is nothing or fails. */
async function remembered<T>(kept: Map<string, Promise<T>>, key: string, load: () => Promise<T>): Promise<T> {
  const loading = kept.get(key) ?? load();
  kept.set(key, loading);
  const found = await loading.catch((error: unknown) => {
    kept.delete(key);
    throw error;
  });
  if (found === null) kept.delete(key);
  return found;
}

const held = () => cache.get(async () => ({ byName: new Map(), byClient: new Map() }));

async function loadConnection(ctx: Context, name: string): Promise<KnownConnection | null> {
  const [row] = await ctx.db.select().from(connections).where(eq(connections.name, name));
  return row ? knownFrom(row) : null;
}

/**
 * The connection of this name, or null. For `lib/oidc`: asks for no scope, and reads the database only after a change.
 * What does not exist is not kept, so that made-up names cannot fill the memory.
 */
export async function knownConnection(ctx: Context, name: string): Promise<KnownConnection | null> {
  // What could be no name is not asked for: PostgreSQL refuses some of it.
  if (!/^[\w-]{1,128}$/.test(name)) return null;
  const { byName } = await held();
  return remembered(byName, name, () => loadConnection(ctx, name));
}

async function loadDatabases(ctx: Context, client: Application): Promise<readonly string[]> {
  const { clientId, internal, isFirstParty } = client;
  const enabled = isFirstParty
    ? sql`exists (select 1 from connection_clients cc where cc.connection_id = c.id and cc.client_id = ${clientId})`
    : sql`c.settings ->> 'is_domain_connection' = 'true'`;
  const rows = await ctx.db.execute<{ name: string }>(sql`
    select c.name from connections c
    where c.strategy = 'auth0' and (${internal} or ${enabled})
    order by (c.name = ${defaultConnection}) desc, c.created_at, c.name`);
  return rows.map(({ name }) => name);
}

/**
 * Names of the database connections through which users of a known application may sign in, the one to offer first:
 * those enabled for it, or, if it is a third party's, those of the domain. Annex's own client has them all. From memory,
 * as `knownConnection`.
 */
export async function databasesOf(ctx: Context, client: Application): Promise<readonly string[]> {
  const { byClient } = await held();
  const key = `${client.isFirstParty} ${client.clientId}`;
  return remembered(byClient, key, () => loadDatabases(ctx, client));
}
