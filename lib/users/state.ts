import { sql } from 'drizzle-orm';
import { authenticators, userActivity, users } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';

export type Identity = {
  provider: string;
  identityUserId: string;
  connection: string;
  isSocial: boolean;
  profileData?: JsonObject | null;
};

/** All that is stored of a user and recorded in history. */
export type UserState = {
  userId: string;
  connection: string;
  email: string | null;
  emailVerified: boolean | null;
  username: string | null;
  phoneNumber: string | null;
  phoneVerified: boolean | null;
  name: string | null;
  nickname: string | null;
  givenName: string | null;
  familyName: string | null;
  picture: string | null;
  blocked: boolean | null;
  lastPasswordReset: Date | null;
  userMetadata: JsonObject | null;
  appMetadata: JsonObject | null;
  createdAt: Date;
  version: number;
  identities: Identity[];
};

/** What logins move; not part of history. */
export type UserActivity = {
  updatedAt: Date;
  lastLogin: Date | null;
  loginsCount: number | null;
  lastIp: string | null;
};

export type StoredUser = UserState &
  UserActivity & {
    /** Since when the user has an authenticator app; read where users are shown, and absent elsewhere. */
    appSince?: Date | null;
  };

type IdentityRow = [
  provider: string,
  identityUserId: string,
  connection: string,
  isSocial: boolean,
  profileData: JsonObject | null,
];

function readIdentities(rows: IdentityRow[]): Identity[] {
  return rows.map(([provider, identityUserId, connection, isSocial, profileData]) => ({
    provider,
    identityUserId,
    connection,
    isSocial,
    ...(profileData && { profileData }),
  }));
}

/** Columns of a select over `users` joined with `user_activity` that give a StoredUser, identities and all. */
export const storedUserColumns = {
  userId: users.userId,
  connection: users.connection,
  email: users.email,
  emailVerified: users.emailVerified,
  username: users.username,
  phoneNumber: users.phoneNumber,
  phoneVerified: users.phoneVerified,
  name: users.name,
  nickname: users.nickname,
  givenName: users.givenName,
  familyName: users.familyName,
  picture: users.picture,
  blocked: users.blocked,
  lastPasswordReset: users.lastPasswordReset,
  userMetadata: users.userMetadata,
  appMetadata: users.appMetadata,
  createdAt: users.createdAt,
  version: users.version,
  updatedAt: userActivity.updatedAt,
  lastLogin: userActivity.lastLogin,
  loginsCount: userActivity.loginsCount,
  lastIp: userActivity.lastIp,
  // Without names, which would take as long to build as all else takes to find.
  identities: sql<Identity[]>`array_to_json(array(
    select json_build_array(i.provider, i.identity_user_id, i.connection, i.is_social,
      jsonb_strip_nulls(i.profile_data))
    from identities i where i.user_id = ${users.userId} order by i.position))`
    .mapWith(readIdentities)
    .as('identities'),
};

/** `storedUserColumns` with what only those need who show users. */
export const shownUserColumns = {
  ...storedUserColumns,
  appSince: sql<Date | null>`(
    select f.confirmed_at from authenticators f
    where f.user_id = ${users.userId} and f.type = 'otp' and f.confirmed_at is not null)`
    .mapWith(authenticators.confirmedAt)
    .as('app_since'),
};
