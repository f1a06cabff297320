import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { assertMayChangeFactors } from '@/lib/users';
import { type AuthenticatorRow, confirmedOf, presentFactor } from './authenticators';
import { recordFactors, removeFactors } from './delete-factors';
import type { Factor } from './factors.types';
import { assertSecret, insertApp } from './given-app';
import { factorsInput, type NewFactorInput } from './schemas';

/**
 * Has a user's second factors be these and no other: an app that they had goes, and with it its recovery code, and
 * remembered browsers are asked again. Gives the new ones. Throws Forbidden, Invalid, NotFound, Conflict.
 */
export async function setFactors(
  ctx: Context,
  userId: string,
  input: readonly NewFactorInput[],
): Promise<Factor[]> {
  const scope = 'update:authentication_methods';
  authorize(ctx, scope);
  const given = parseInput(factorsInput, input);
  for (const [index, each] of given.entries()) assertSecret(each, `${index}.`);
  return withTransaction(ctx, async (tx) => {
    await assertMayChangeFactors(tx, userId, scope);
    const before = await confirmedOf(tx, userId);
    await removeFactors(tx, userId, before);
    const after: AuthenticatorRow[] = [];
    for (const each of given) after.push(await insertApp(tx, userId, each));
    if (before.length + after.length > 0) await recordFactors(tx, userId, { before, after });
    return after.map(presentFactor);
  });
}
