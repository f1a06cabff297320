import { type SQL, sql } from 'drizzle-orm';
import { cacheChannel, forget } from '@/db/notified-cache';
import type { Context } from './context';

/**
 * SELECT that tells every process, when the transaction commits, to read what the cache of this name holds anew; for a
 * statement that is written anyway. This process has forgotten it before `withTransaction` returns, so that whoever was
 * told of a write meets it in their next request.
 */
export function announcement(ctx: Context, cache: string): SQL {
  ctx.changed?.add(cache);
  return sql`select pg_notify(${cacheChannel}, ${cache})`;
}

/** Makes the announcement. One statement; outside a transaction it counts at once. */
export async function announce(ctx: Context, cache: string): Promise<void> {
  await ctx.db.execute(announcement(ctx, cache));
  if (!ctx.changed) forget(cache);
}
