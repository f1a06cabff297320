import { sql } from 'drizzle-orm';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Forbidden, NotFound } from '@/lib/errors';
import { eraseUsers } from './erase';
import { mayDelete, type Target } from './gate';
import { fetchUser } from './internal';
import { userEvents } from './user-events';

function assertMayDelete(ctx: Context, target: Target): void {
  if (mayDelete(ctx.actor, target)) return;
  const message = target.isAdmin
    ? 'Only an administrator may delete an administrator.'
    : 'You may delete no user but yourself.';
  throw new Forbidden(message, { errorCode: 'insufficient_scope' });
}

/**
 * Deletes a user with everything that signs them in: sessions, grants and tokens too. Silent when there is none
 * (`reference/management-api.md` 2.6). History is kept, with a last row that holds what was deleted.
 */
export async function deleteUser(ctx: Context, userId: string): Promise<void> {
  authorize(ctx, 'delete:users', 'delete:current_user');
  // Before anything is looked up, so that a refusal tells nobody who exists.
  assertMayDelete(ctx, { userId, isAdmin: false });
  await withTransaction(ctx, async (tx) => {
    const found = await fetchUser(tx, userId, { lock: true }).catch((error: unknown) => {
      if (error instanceof NotFound) return null;
      throw error;
    });
    if (!found) return;
    const { isAdmin, ...stored } = found;
    assertMayDelete(ctx, { userId, isAdmin });
    await eraseUsers(tx, sql`user_id = ${userId}`, {
      events: userEvents(tx, { before: stored, after: null }),
    });
  });
}
