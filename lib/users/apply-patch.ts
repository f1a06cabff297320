import type { Json, JsonObject } from '@/db/schema/columns';
import { checkBag, type MergeMode, mergeMetadata } from '@/lib/metadata';
import { normalizeName } from './login-keys';
import type { Patch } from './patch';
import type { Identity, StoredUser, UserState } from './state';

function keep<T>(next: T | undefined, stored: T): T {
  return next === undefined ? stored : next;
}

function bagAfter(
  name: 'user_metadata' | 'app_metadata',
  stored: JsonObject | null,
  patch: Patch['user_metadata'],
  mode: MergeMode,
): JsonObject | null {
  if (patch === undefined) return stored;
  if (patch !== null) checkBag(name, patch);
  return mergeMetadata(stored, patch, mode);
}

type Account = Pick<UserState, 'email' | 'emailVerified' | 'username' | 'phoneNumber' | 'phoneVerified'>;

/** A new e-mail address is not verified unless the patch says so. */
function accountAfter(stored: Account, patch: Patch): Account {
  const email = patch.email ? normalizeName(patch.email) : stored.email;
  const verified = email === stored.email ? stored.emailVerified : false;
  return {
    email,
    emailVerified: keep(patch.email_verified, verified),
    username: patch.username ? normalizeName(patch.username) : stored.username,
    phoneNumber: keep(patch.phone_number, stored.phoneNumber),
    phoneVerified: keep(patch.phone_verified, stored.phoneVerified),
  };
}

/** A linked identity has these in its profile data. */
function linkedAfter(identity: Identity, patch: Patch): Identity {
  const data = identity.profileData ?? {};
  const text = (name: string) => (typeof data[name] === 'string' ? data[name] : null);
  const flag = (name: string) => (typeof data[name] === 'boolean' ? data[name] : null);
  const account = accountAfter(
    {
      email: text('email'),
      emailVerified: flag('email_verified'),
      username: text('username'),
      phoneNumber: text('phone_number'),
      phoneVerified: flag('phone_verified'),
    },
    patch,
  );
  const changed: Record<string, Json> = {
    email: account.email,
    email_verified: account.emailVerified,
    username: account.username,
    phone_number: account.phoneNumber,
    phone_verified: account.phoneVerified,
  };
  const kept = Object.entries({ ...data, ...changed }).filter(
    ([name, value]) => !(name in changed && value === null),
  );
  return { ...identity, profileData: Object.fromEntries(kept) };
}

/** The state after a patch of the identity at `position`; pure. Null for email and username has been refused. */
export function applyPatch(stored: StoredUser, patch: Patch, position: number, mode: MergeMode): UserState {
  const identities = stored.identities.map((identity, index) =>
    index === position && index > 0 ? linkedAfter(identity, patch) : identity,
  );
  return {
    ...stored,
    ...(position === 0 ? accountAfter(stored, patch) : {}),
    identities,
    name: keep(patch.name, stored.name),
    nickname: keep(patch.nickname, stored.nickname),
    givenName: keep(patch.given_name, stored.givenName),
    familyName: keep(patch.family_name, stored.familyName),
    picture: keep(patch.picture, stored.picture),
    blocked: keep(patch.blocked, stored.blocked),
    userMetadata: bagAfter('user_metadata', stored.userMetadata, patch.user_metadata, mode),
    appMetadata: bagAfter('app_metadata', stored.appMetadata, patch.app_metadata, mode),
  };
}
