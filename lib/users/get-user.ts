import type { Context } from '@/lib/context';
import { assertReadable } from './gate';
import { fetchUser } from './internal';
import { presentVersioned } from './present-user';
import type { VersionedUser } from './schemas';
import type { StoredUser } from './state';

/** One user by `user_id`, as the actor may see it. One statement. Throws NotFound `inexistent_user`. */
export async function getUser(ctx: Context, userId: string): Promise<VersionedUser> {
  assertReadable(ctx.actor, userId);
  return presentVersioned(await fetchUser(ctx, userId), ctx.actor);
}

/** The user as stored, for the domains that act for it (sign-in, rules); doors present `getUser` instead. */
export async function getStoredUser(ctx: Context, userId: string): Promise<StoredUser> {
  assertReadable(ctx.actor, userId);
  const { isAdmin: _, appSince: __, ...stored } = await fetchUser(ctx, userId);
  return stored;
}

/** The user as stored and whether they administer Annex, for mails that open an account. */
export async function getAccount(
  ctx: Context,
  userId: string,
): Promise<{ user: StoredUser; isAdmin: boolean }> {
  assertReadable(ctx.actor, userId);
  const { isAdmin, ...user } = await fetchUser(ctx, userId);
  return { user, isAdmin };
}
