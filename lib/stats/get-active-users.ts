import { gt, sql } from 'drizzle-orm';
import { userActivity } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';

const windowMs = 30 * 86_400_000;

/** How many users have signed in within the last 30 days. One statement. */
export async function getActiveUsers(ctx: Context): Promise<number> {
  authorize(ctx, 'read:stats');
  const since = new Date(ctx.now().getTime() - windowMs);
  const [row] = await ctx.db
    .select({ count: sql<string>`count(*)` })
    .from(userActivity)
    .where(gt(userActivity.lastLogin, since));
  return Number(row?.count ?? 0);
}
