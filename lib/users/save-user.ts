import type { Context } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { changesBetween } from './changes';
import { rethrowTaken } from './internal';
import { loginKeysOf } from './login-keys';
import { presentVersioned } from './present-user';
import type { VersionedUser } from './schemas';
import type { StoredUser, UserState } from './state';
import { userEvents } from './user-events';
import { type NewPassword, updateStored } from './write';

/** The key of history that says whose password changed, and nothing of either one. */
function passwordChange({ identity }: NewPassword): string {
  return identity === '' ? 'password' : `identities.${identity}.password`;
}

/** Two identities of one user in one connection need two names, as those of two users do. */
function assertNamesApart(state: UserState): void {
  const keys = loginKeysOf(state);
  if (new Set(keys).size === keys.length) return;
  throw new Conflict('The user already exists.', { errorCode: 'auth0_idp_error' });
}

/**
 * The last step of every change to an existing user: compares, stores with a version row, presents. The caller has
 * passed the gate, holds the row's lock and runs in a transaction. Nothing is written when nothing differs.
 */
export async function saveUser(
  ctx: Context,
  before: StoredUser,
  after: UserState,
  password?: NewPassword,
): Promise<VersionedUser> {
  const changes = changesBetween(before, after);
  if (password !== undefined) changes[passwordChange(password)] = {};
  const cleared = before.userMetadata === null && after.userMetadata !== null;
  if (Object.keys(changes).length === 0 && !cleared) return presentVersioned(before, ctx.actor);
  const now = ctx.now();
  const next: UserState = {
    ...after,
    version: before.version + 1,
    lastPasswordReset: password?.identity === '' ? now : after.lastPasswordReset,
  };
  assertNamesApart(next);
  const events = userEvents(ctx, { before, after: next, hasNewPassword: password !== undefined });
  await updateStored(ctx, { before, after: next, changes, password }, events).catch(rethrowTaken);
  return presentVersioned({ ...before, ...next, updatedAt: now }, ctx.actor);
}
