import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { forgive, limits, spend } from '@/lib/limits';
import { verifyPassword } from '@/lib/passwords';
import { assertReadable } from './gate';
import { fetchPasswords } from './passwords-of';

export type PasswordProof = 'right' | 'wrong' | 'limited';

/**
 * Whether this is the password of the person who is signed in, who gives it again before something grave. Six wrong
 * ones in a quarter of an hour, and no other is looked at. Any password of theirs will do, also of a linked account.
 */
export async function provePassword(ctx: Context, userId: string, password: string): Promise<PasswordProof> {
  authorize(ctx, 'read:current_user');
  assertReadable(ctx.actor, userId);
  const counter = { limit: limits.ownPassword, of: [userId] };
  if ((await spend(ctx, [counter])).length > 0) return 'limited';
  if (password.length > 1024) return 'wrong';
  for (const { passwordHash } of await fetchPasswords(ctx, userId)) {
    if (!(await verifyPassword(passwordHash, password))) continue;
    for (const write of forgive(counter)) await ctx.db.execute(write);
    return 'right';
  }
  return 'wrong';
}
