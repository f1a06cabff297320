import type { Context } from '@/lib/context';
import { changesBetween } from './changes';
import { rethrowTaken } from './internal';
import { presentVersioned } from './present-user';
import type { VersionedUser } from './schemas';
import type { StoredUser, UserState } from './state';
import { updateStored } from './write';

/**
 * The last step of every change to an existing user: compares, stores with a version row, presents. The caller has
 * passed the gate, holds the row's lock and runs in a transaction. Nothing is written when nothing differs.
 */
export async function saveUser(
  ctx: Context,
  before: StoredUser,
  after: UserState,
  passwordHash?: string,
): Promise<VersionedUser> {
  const changes = changesBetween(before, after);
  if (passwordHash !== undefined) changes.password = {};
  const cleared = before.userMetadata === null && after.userMetadata !== null;
  if (Object.keys(changes).length === 0 && !cleared) return presentVersioned(before, ctx.actor);
  const now = ctx.now();
  const next: UserState = {
    ...after,
    version: before.version + 1,
    lastPasswordReset: passwordHash === undefined ? after.lastPasswordReset : now,
  };
  await updateStored(ctx, { before, after: next, changes, passwordHash }).catch(rethrowTaken);
  return presentVersioned({ ...before, ...next, updatedAt: now }, ctx.actor);
}
