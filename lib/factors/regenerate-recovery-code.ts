import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { assertMayChangeFactors } from '@/lib/users';
import { confirmedOf } from './authenticators';
import { replaceRecoveryCode } from './replace-recovery-code';

/**
 * Puts a new recovery code in the place of a user's and gives it, once. It lets whoever has it in, so an
 * administrator's is changed in the console alone. Throws NotFound `enrollment_not_found` for who has enrolled nothing.
 */
export async function regenerateRecoveryCode(
  ctx: Context,
  userId: string,
): Promise<{ recovery_code: string }> {
  authorize(ctx, 'update:users');
  return withTransaction(ctx, async (tx) => {
    await assertMayChangeFactors(tx, userId, 'update:users');
    const enrolled = (await confirmedOf(tx, userId)).some(({ type }) => type === 'otp');
    if (!enrolled)
      throw new NotFound('The enrollment does not exist.', { errorCode: 'enrollment_not_found' });
    return { recovery_code: await replaceRecoveryCode(tx, userId) };
  });
}
