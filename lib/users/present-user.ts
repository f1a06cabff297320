import type { Actor } from '@/lib/context';
import { readsAppMetadata } from './gate';
import type { UserView, VersionedUser } from './schemas';
import type { Identity, StoredUser } from './state';

export function presentIdentity(identity: Identity): UserView['identities'][number] {
  return {
    connection: identity.connection,
    provider: identity.provider,
    user_id: identity.identityUserId,
    isSocial: identity.isSocial,
    ...(identity.profileData ? { profileData: identity.profileData } : {}),
  };
}

/**
 * The contract's shape of a user (`reference/management-api.md` 2.1) as `actor` may see it: absent values are left
 * out; an emptied `user_metadata` shows as `{}`, an emptied `app_metadata` not at all (3.1).
 */
export function presentUser(stored: StoredUser, actor: Actor): UserView {
  const app = stored.appMetadata;
  const showsApp = readsAppMetadata(actor) && app !== null && Object.keys(app).length > 0;
  const view = {
    user_id: stored.userId,
    email: stored.email,
    email_verified: stored.emailVerified,
    username: stored.username,
    phone_number: stored.phoneNumber,
    phone_verified: stored.phoneVerified,
    name: stored.name,
    nickname: stored.nickname,
    given_name: stored.givenName,
    family_name: stored.familyName,
    picture: stored.picture,
    blocked: stored.blocked,
    identities: stored.identities.map(presentIdentity),
    user_metadata: stored.userMetadata,
    app_metadata: showsApp ? app : null,
    last_password_reset: stored.lastPasswordReset?.toISOString(),
    created_at: stored.createdAt.toISOString(),
    updated_at: stored.updatedAt.toISOString(),
    last_login: stored.lastLogin?.toISOString(),
    last_ip: stored.lastIp,
    logins_count: stored.loginsCount,
    // As rules and Actions name it.
    multifactor: stored.appSince ? ['guardian'] : null,
    multifactor_last_modified: stored.appSince?.toISOString(),
  };
  return dropAbsent(view);
}

/** `presentUser` with the version that a later write may name. */
export function presentVersioned(stored: StoredUser, actor: Actor): VersionedUser {
  return { user: presentUser(stored, actor), version: stored.version };
}

type Present<T> = { [K in keyof T]: Exclude<T[K], null | undefined> };

function dropAbsent<T extends object>(value: T): Present<T> {
  const kept: Partial<T> = {};
  for (const name in value) if (value[name] !== null && value[name] !== undefined) kept[name] = value[name];
  return kept as Present<T>;
}
