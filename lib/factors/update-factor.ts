import { and, eq, isNotNull } from 'drizzle-orm';
import { authenticators } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { assertMayChangeFactors } from '@/lib/users';
import { confirmedOf, presentFactor } from './authenticators';
import { recordFactors } from './delete-factors';
import type { Factor } from './factors.types';
import { noSuchFactor } from './list-factors';
import { type FactorUpdate, factorUpdate } from './schemas';

/** Names a second factor of a user. Throws Forbidden, Invalid, NotFound `inexistent_authentication_method`. */
export async function updateFactor(
  ctx: Context,
  userId: string,
  { id, input }: { id: string; input: FactorUpdate },
): Promise<Factor> {
  const scope = 'update:authentication_methods';
  authorize(ctx, scope);
  const { name } = parseInput(factorUpdate, input) ?? {};
  return withTransaction(ctx, async (tx) => {
    await assertMayChangeFactors(tx, userId, scope);
    const before = await confirmedOf(tx, userId);
    const found = before.find((row) => row.id === id);
    if (!found) throw noSuchFactor();
    if (name === undefined || name === found.name) return presentFactor(found);
    const own = and(eq(authenticators.id, id), eq(authenticators.userId, userId));
    await tx.db
      .update(authenticators)
      .set({ name })
      .where(and(own, isNotNull(authenticators.confirmedAt)));
    const named = { ...found, name };
    await recordFactors(tx, userId, { before, after: before.map((row) => (row === found ? named : row)) });
    return presentFactor(named);
  });
}
