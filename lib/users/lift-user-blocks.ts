import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { liftSignInBlocks } from '@/lib/limits';
import { logEvent } from '@/lib/logs';
import { type BlocksOf, fetchBlocks } from './blocks-of';
import { assertWritable } from './gate';

/**
 * Lets those try again who were kept out for too many wrong passwords (`reference/management-api.md` 8.3); each has
 * their `ublkdu` in the log. Silent when nobody was. The account of an administrator is not opened to more guesses by a
 * machine. Throws Forbidden, NotFound for a user who is not there.
 */
export async function liftUserBlocks(ctx: Context, of: BlocksOf): Promise<void> {
  authorize(ctx, 'update:users');
  await withTransaction(ctx, async (tx) => {
    const blocks = await fetchBlocks(tx, of);
    for (const { user } of blocks) if (user) assertWritable(ctx.actor, user, ['blocked']);
    if (blocks.length === 0) return;
    await liftSignInBlocks(tx, blocks);
    for (const { user, identifier, connection, ip } of blocks) {
      await logEvent(tx, {
        type: 'ublkdu',
        description: 'The block for too many failed sign-ins was lifted.',
        connection,
        userId: user?.userId ?? null,
        userName: identifier,
        details: { ip },
      });
    }
  });
}
