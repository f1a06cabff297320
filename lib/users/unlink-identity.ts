import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { changesBetween } from './changes';
import { assertMayLink } from './gate';
import { fetchUser, rethrowTaken } from './internal';
import { accountId } from './login-keys';
import { givePasswords, takePassword } from './passwords-of';
import { fromProfileData } from './profile-data';
import { saveUser } from './save-user';
import type { UserView } from './schemas';
import type { Identity, UserState } from './state';
import { insertUsers } from './write';

/** Which identity of a user: by provider, and an id that may have the provider before it. */
export type NamedIdentity = { provider: string; identityUserId: string };

function isNamed(identity: Identity, { provider, identityUserId }: NamedIdentity): boolean {
  if (identity.provider !== provider) return false;
  return identity.identityUserId === identityUserId || accountId(identity) === identityUserId;
}

/** The account as the user that it is from now on: its own attributes, no metadata, never signed in. */
function asUser(linked: Identity, now: Date): UserState {
  const { root, identity } = fromProfileData(linked);
  return {
    ...root,
    userId: accountId(linked),
    connection: linked.connection,
    blocked: null,
    lastPasswordReset: null,
    userMetadata: null,
    appMetadata: null,
    createdAt: now,
    version: 1,
    identities: [identity],
  };
}

/**
 * Makes a linked account a user of its own again, with no metadata (`reference/management-api.md` 2.7); its names and
 * its password go with it. The next search sees it; both histories tell of it. Gives the identities that are left.
 * Throws Forbidden, NotFound without the user, Invalid for the main identity and for one that is not the user's.
 */
export async function unlinkIdentity(
  ctx: Context,
  userId: string,
  named: NamedIdentity,
): Promise<UserView['identities']> {
  authorize(ctx, 'update:users', 'update:current_user_identities');
  // Before anything is looked up, so that a refusal tells nobody who exists.
  assertMayLink(ctx.actor, { primary: { userId, isAdmin: false }, isProven: true });
  return withTransaction(ctx, async (tx) => {
    const { isAdmin, ...stored } = await fetchUser(tx, userId, { lock: true });
    assertMayLink(ctx.actor, { primary: { userId, isAdmin }, isProven: true });
    const linked = stored.identities.find((identity) => isNamed(identity, named));
    if (linked === undefined || linked === stored.identities[0]) {
      const reason = linked ? 'The main identity cannot be unlinked.' : 'The user has no such identity.';
      throw new Invalid(reason, { errorCode: 'invalid_uri', fields: { user_id: reason } });
    }
    const state = asUser(linked, tx.now());
    const passwords = await takePassword(tx, userId, accountId(linked));
    const identities = stored.identities.filter((identity) => identity !== linked);
    const { user } = await saveUser(tx, stored, { ...stored, identities });
    const changes = { ...changesBetween(null, state), linked_to: { before: userId } };
    await insertUsers(tx, [{ state, changes, passwordHash: null }]).catch(rethrowTaken);
    await givePasswords(
      tx,
      state.userId,
      passwords.map((password) => ({ ...password, identity: '' })),
    );
    return user.identities;
  });
}
