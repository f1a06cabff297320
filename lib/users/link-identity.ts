import { eq, sql } from 'drizzle-orm';
import { loginKeys } from '@/db/schema';
import { authorize } from '@/lib/access';
import { getConnection } from '@/lib/connections';
import { type Context, withTransaction } from '@/lib/context';
import { Conflict, Invalid, NotFound } from '@/lib/errors';
import { eraseUsers } from './erase';
import { assertMayLink } from './gate';
import { fetchUser } from './internal';
import { accountId, keptIdKey } from './login-keys';
import { fetchPasswords, givePasswords, type StoredPassword } from './passwords-of';
import { presentIdentity } from './present-user';
import { toProfileData } from './profile-data';
import { saveUser } from './save-user';
import type { UserView } from './schemas';
import type { Identity, StoredUser } from './state';

/** Whose ID token was shown, and when it was issued. */
export type Proof = { userId: string; issuedAt: Date };

/** The account to link: named, or proven by an ID token that the door verifies once the caller has passed the gate. */
export type Secondary =
  | {
      userId: string;
      /** Refuse unless the account is of this connection. */
      connectionId?: string | undefined;
    }
  | { prove: () => Promise<Proof> };

async function resolve(
  secondary: Secondary,
): Promise<{ userId: string; connectionId?: string | undefined; proof?: Proof }> {
  if (!('prove' in secondary)) return secondary;
  const proof = await secondary.prove();
  return { userId: proof.userId, proof };
}

type Found = StoredUser & { isAdmin: boolean };

const invalid = (reason: string) =>
  new Invalid(reason, { errorCode: 'invalid_body', fields: { user_id: reason } });

/** Both rows, locked in one order for all, so that two links of the same accounts cannot wait for each other. */
async function fetchBoth(ctx: Context, primaryId: string, secondaryId: string) {
  const found = new Map<string, Found>();
  for (const userId of [primaryId, secondaryId].sort()) {
    const user = await fetchUser(ctx, userId, { lock: true }).catch((error: unknown) => {
      if (error instanceof NotFound && userId === secondaryId) return null;
      throw error;
    });
    if (user) found.set(userId, user);
  }
  return { primary: found.get(primaryId), secondary: found.get(secondaryId) };
}

/** Why there is no such account: it is part of a user already, or it never was. */
async function explainMissing(ctx: Context, secondaryId: string): Promise<Error> {
  const [owner] = await ctx.db
    .select({ userId: loginKeys.userId })
    .from(loginKeys)
    .where(eq(loginKeys.key, keptIdKey(secondaryId)));
  return owner
    ? new Conflict('The identity is already linked to a user.', { errorCode: 'identity_already_linked' })
    : invalid('The account to link does not exist.');
}

async function assertConnection(ctx: Context, { connection }: Found, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const found = await getConnection(ctx, connection).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  if (found?.id !== id) throw invalid('The account to link does not exist in this connection.');
}

function assertLinkable(account: Found, proof: Proof | undefined): void {
  // Linking would let them in again, through the other account.
  if (account.blocked) throw invalid('The account to link is blocked.');
  const { lastPasswordReset } = account;
  if (proof && lastPasswordReset && proof.issuedAt < lastPasswordReset) {
    throw invalid('The ID token is from before the last change of the password.');
  }
}

/** The accounts of a user as they are once they are somebody else's. */
function asLinked(user: Found): Identity[] {
  const [main, ...others] = user.identities;
  return main ? [{ ...main, profileData: toProfileData(user) }, ...others] : [];
}

/** The password of the main identity gets the name of the account; those of linked ones have theirs. */
function renamed(passwords: readonly StoredPassword[], [main]: Identity[]): StoredPassword[] {
  const id = main ? accountId(main) : '';
  return passwords.map((password) => (password.identity === '' ? { ...password, identity: id } : password));
}

/**
 * Makes another account, with all that is linked to it, part of a user (`reference/management-api.md` 2.7): it is no
 * user any more, its sessions and tokens end, its attributes become `profileData`, its metadata goes. Its names, and
 * its password where it has one, sign the user in from now on. The next search sees it; both histories tell of it.
 * Gives the identities of the user, each with `profileData`.
 * Throws Forbidden, NotFound without the user, Invalid for an account that cannot be linked, Conflict when it is already.
 */
export async function linkIdentity(
  ctx: Context,
  userId: string,
  secondary: Secondary,
): Promise<UserView['identities']> {
  authorize(ctx, 'update:users', 'update:current_user_identities');
  const isProven = 'prove' in secondary;
  // Before anything is looked up, so that a refusal tells nobody who exists.
  assertMayLink(ctx.actor, { primary: { userId, isAdmin: false }, isProven });
  const { userId: secondaryId, connectionId, proof } = await resolve(secondary);
  if (secondaryId === userId) throw invalid('An account cannot be linked to itself.');
  return withTransaction(ctx, async (tx) => {
    const both = await fetchBoth(tx, userId, secondaryId);
    if (!both.primary) throw new NotFound('The user does not exist.', { errorCode: 'inexistent_user' });
    if (!both.secondary) throw await explainMissing(tx, secondaryId);
    const { isAdmin, ...primary } = both.primary;
    const account = both.secondary;
    assertMayLink(ctx.actor, { primary: { userId, isAdmin }, secondary: account, isProven });
    await assertConnection(tx, account, connectionId);
    assertLinkable(account, proof);
    const linked = asLinked(account);
    const passwords = renamed(await fetchPasswords(tx, account.userId), linked);
    await eraseUsers(tx, sql`user_id = ${account.userId}`, { linkedTo: userId });
    await givePasswords(tx, userId, passwords);
    const after = { ...primary, identities: [...primary.identities, ...linked] };
    await saveUser(tx, primary, after);
    const [main, ...others] = after.identities;
    return main ? [{ ...main, profileData: toProfileData(primary) }, ...others].map(presentIdentity) : [];
  });
}
