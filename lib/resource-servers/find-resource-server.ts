import { eq } from 'drizzle-orm';
import { notifiedCache } from '@/db/notified-cache';
import { resourceServers } from '@/db/schema';
import { announce } from '@/lib/announce';
import type { Context } from '@/lib/context';
import { mfaApi, mfaAudience } from './mfa-api';

export type ResourceServer = typeof resourceServers.$inferSelect;
export type SigningAlg = ResourceServer['signingAlg'];

type Held = { apis: Map<string, Promise<ResourceServer | null>>; algs: Promise<SigningAlg[]> | null };

const cache = notifiedCache<Held>('resource-servers');

const held = (): Promise<Held> => cache.get(async () => ({ apis: new Map(), algs: null }));

/** Tells every process, when the transaction commits, to read APIs anew. */
export async function announceResourceServers(ctx: Context): Promise<void> {
  await announce(ctx, 'resource-servers');
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
  if (identifier === mfaAudience()) return mfaApi();
  const { apis } = await held();
  const known = apis.get(identifier);
  if (known) return known;
  const loading = load(ctx, identifier);
  apis.set(identifier, loading);
  const found = await loading.catch((error: unknown) => {
    apis.delete(identifier);
    throw error;
  });
  if (!found) apis.delete(identifier);
  return found;
}

async function loadAlgs(ctx: Context): Promise<SigningAlg[]> {
  const rows = await ctx.db.selectDistinct({ alg: resourceServers.signingAlg }).from(resourceServers);
  return [...new Set<SigningAlg>(['RS256', ...rows.map(({ alg }) => alg).toSorted()])];
}

/** The algorithms that tokens are signed with, RS256 first: what the published keys must say they are for. */
export async function usedSigningAlgs(ctx: Context): Promise<SigningAlg[]> {
  const slot = await held();
  const loading = slot.algs ?? loadAlgs(ctx);
  slot.algs = loading;
  return loading.catch((error: unknown) => {
    slot.algs = null;
    throw error;
  });
}
