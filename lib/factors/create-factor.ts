import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { assertMayChangeFactors } from '@/lib/users';
import { confirmedOf, presentFactor } from './authenticators';
import { recordFactors } from './delete-factors';
import type { Factor } from './factors.types';
import { assertSecret, hasApp, insertApp } from './given-app';
import { type NewFactorInput, newFactorInput } from './schemas';

/**
 * Gives a user an authenticator app whose key the caller has, as good as confirmed, without a recovery code
 * (`reference/management-api.md` 2.9): to nobody who has one, and to an administrator only by another one. Throws
 * Forbidden, Invalid, NotFound, Conflict `authentication_method_exists`.
 */
export async function createFactor(ctx: Context, userId: string, input: NewFactorInput): Promise<Factor> {
  const scope = 'create:authentication_methods';
  authorize(ctx, scope);
  const given = parseInput(newFactorInput, input);
  assertSecret(given);
  return withTransaction(ctx, async (tx) => {
    await assertMayChangeFactors(tx, userId, scope);
    const before = await confirmedOf(tx, userId);
    if (before.some(({ type }) => type === 'otp')) throw hasApp();
    const made = await insertApp(tx, userId, given);
    await recordFactors(tx, userId, { before, after: [...before, made] });
    return presentFactor(made);
  });
}
