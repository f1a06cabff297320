import { eq, sql } from 'drizzle-orm';
import { cacheChannel, notifiedCache } from '@/db/notified-cache';
import { resourceServers } from '@/db/schema';
import type { Context } from '@/lib/context';

export type ResourceServer = typeof resourceServers.$inferSelect;

const cache = notifiedCache<Map<string, Promise<ResourceServer | null>>>('resource-servers');

/** Tells every process, when the transaction commits, to read APIs anew. */
export async function announceResourceServers(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`select pg_notify(${cacheChannel}, 'resource-servers')`);
}

async function load(ctx: Context, identifier: string): Promise<ResourceServer | null> {
  const [row] = await ctx.db.select().from(resourceServers).where(eq(resourceServers.identifier, identifier));
  return row ?? null;
}

/**
 * The API of this audience, or null. Asks for no scope: every grant looks one up before anybody is known. Only what
 * exists is kept in memory, so that made-up audiences cannot fill it.
 */
export async function findResourceServer(ctx: Context, identifier: string): Promise<ResourceServer | null> {
  const held = await cache.get(async () => new Map());
  const known = held.get(identifier);
  if (known) return known;
  const loading = load(ctx, identifier);
  held.set(identifier, loading);
  const found = await loading.catch((error: unknown) => {
    held.delete(identifier);
    throw error;
  });
  if (!found) held.delete(identifier);
  return found;
}
