import { and, asc, inArray, isNotNull } from 'drizzle-orm';
import { authenticators } from '@/db/schema';
import type { Context } from '@/lib/context';
import type { FactorType } from './factors.types';

/**
 * The kinds of confirmed factors of these users, as a sign-in of theirs knows them; nobody's who has none. For domains
 * that have read the users. One statement.
 */
export async function enrolledFactors(
  ctx: Context,
  userIds: readonly string[],
): Promise<Map<string, FactorType[]>> {
  const rows = await ctx.db
    .select({ userId: authenticators.userId, type: authenticators.type })
    .from(authenticators)
    .where(and(inArray(authenticators.userId, [...userIds]), isNotNull(authenticators.confirmedAt)))
    .orderBy(asc(authenticators.type));
  const byUser = Map.groupBy(rows, ({ userId }) => userId);
  return new Map([...byUser].map(([userId, own]) => [userId, own.map(({ type }) => type)]));
}
