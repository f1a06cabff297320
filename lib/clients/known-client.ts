import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { cacheChannel, notifiedCache } from '@/db/notified-cache';
import { clientGrants, clients } from '@/db/schema';
import type { Context } from '@/lib/context';
import { open } from '@/lib/secrets';
import type { ClientRow } from './internal';

/** An application as the protocol needs it. The secret itself is not kept in memory. */
export type KnownClient = Omit<ClientRow, 'clientSecret'> & {
  /** SHA-256 of the secret; null for a public client. */
  secretDigest: Buffer | null;
  /** Scopes by audience for client credentials. */
  grants: Record<string, string[]>;
};

const cache = notifiedCache<Map<string, Promise<KnownClient | null>>>('clients');

async function load(ctx: Context, clientId: string): Promise<KnownClient | null> {
  const [row] = await ctx.db
    .select({
      client: clients,
      grants: sql<Record<string, string[]> | null>`(
        select jsonb_object_agg(${clientGrants.audience}, ${clientGrants.scope}) from ${clientGrants}
        where ${clientGrants.clientId} = ${clients.clientId})`,
    })
    .from(clients)
    .where(eq(clients.clientId, clientId));
  if (!row) return null;
  const { clientSecret, ...client } = row.client;
  const secretDigest = clientSecret && createHash('sha256').update(open(clientSecret)).digest();
  return { ...client, secretDigest, grants: row.grants ?? {} };
}

/**
 * The application of this id, Annex's own included, or null. For `lib/oidc`: asks for no scope, since nobody is known
 * yet. Kept in memory until a write anywhere announces itself; what does not exist is not kept, so that made-up ids
 * cannot fill the memory.
 */
export async function knownClient(ctx: Context, clientId: string): Promise<KnownClient | null> {
  // What could be nobody's id is not asked for: PostgreSQL refuses some of it.
  if (!/^[\x21-\x7e]{1,128}$/.test(clientId)) return null;
  const held = await cache.get(async () => new Map());
  const loading = held.get(clientId) ?? load(ctx, clientId);
  held.set(clientId, loading);
  const found = await loading.catch((error: unknown) => {
    held.delete(clientId);
    throw error;
  });
  if (!found) held.delete(clientId);
  return found;
}

/** Tells every process, when the transaction commits, to read applications and their grants anew. */
export async function announceClients(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`select pg_notify(${cacheChannel}, 'clients')`);
}
