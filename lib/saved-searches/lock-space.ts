import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';

/** Until the transaction ends nobody else adds to the saved searches of these people: names are told apart by looking. */
export async function lockSpace(ctx: Context, space: string): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`saved_searches ${space}`}, 0))`);
}
