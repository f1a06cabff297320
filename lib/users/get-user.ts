import type { Context } from '@/lib/context';
import { assertReadable } from './gate';
import { fetchUser } from './internal';
import { presentVersioned } from './present-user';
import type { VersionedUser } from './schemas';

/** One user by `user_id`, as the actor may see it. One statement. Throws NotFound `inexistent_user`. */
export async function getUser(ctx: Context, userId: string): Promise<VersionedUser> {
  assertReadable(ctx.actor, userId);
  return presentVersioned(await fetchUser(ctx, userId), ctx.actor);
}
