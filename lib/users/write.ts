import { isDeepStrictEqual } from 'node:util';
import { type SQL, sql } from 'drizzle-orm';
import type { Changes } from '@/db/schema';
import { recordedActor } from '@/lib/actor';
import type { Context } from '@/lib/context';
import { type LogEvent, logInsert } from '@/lib/logs';
import { metadataKeyPart, searchRow } from '@/lib/search';
import { loginKeyRows, loginKeysOf } from './login-keys';
import { expectedRows, type SearchBatch, searchColumns } from './search-rows';
import type { UserActivity, UserState } from './state';

/** A user about to be stored, with the hash of a password when there is one. */
export type NewUser = {
  state: UserState;
  changes: Changes;
  passwordHash: string | null;
  /** Sign-ins that happened elsewhere before the user came here. */
  activity?: Omit<UserActivity, 'updatedAt'> & Partial<UserActivity>;
};

/** A new user as the database takes it: JSON texts, which an import makes while the users before are being stored. */
export type NewUserRows = { state: UserState; user: string; identities: string[]; keys: string[] };

/** Pure. */
export function rowsOf({ state, changes, passwordHash, activity }: NewUser): NewUserRows {
  const { identities, ...columns } = state;
  const { userId } = state;
  const search = searchRow(state);
  return {
    state,
    user: JSON.stringify({
      ...columns,
      ...activity,
      changes,
      passwordHash,
      foldedEmail: search.email,
      foldedName: search.name,
      foldedGivenName: search.givenName,
      foldedFamilyName: search.familyName,
      foldedNickname: search.nickname,
      foldedUsername: search.username,
      foldedPhone: search.phone,
      terms: search.terms,
    }),
    identities: identities.map((identity, position) => JSON.stringify({ ...identity, userId, position })),
    keys: loginKeyRows(state).map((key) => JSON.stringify({ ...key, userId })),
  };
}

/** Log rows that ride with a write, as one more part of its WITH. */
export function logPart(ctx: Context, events: readonly LogEvent[]): SQL {
  return events.length === 0 ? sql`` : sql`, l as (${logInsert(ctx, ...events)})`;
}

/**
 * Stores new users with their identities, login keys, search rows, credentials and first version rows: one
 * statement, whole or not at all, whatever their number. A name that is taken fails it with a unique violation. Gives
 * the version of each by id: 1, or what follows the history of an earlier user of the same id.
 */
export async function insertUsers(
  ctx: Context,
  users: readonly NewUser[],
  events: readonly LogEvent[] = [],
): Promise<Map<string, number>> {
  return insertRows(ctx, users.map(rowsOf), events);
}

/** `insertUsers` for users whose rows are made already. */
export async function insertRows(
  ctx: Context,
  rows: readonly NewUserRows[],
  events: readonly LogEvent[] = [],
): Promise<Map<string, number>> {
  const now = ctx.now().toISOString();
  // Of type json: what is read once need not be sorted and packed first, as jsonb would be.
  const listed = (items: readonly string[]) => sql`json_to_recordset(${`[${items.join()}]`}::text::json)`;
  const stored = await ctx.db.execute<{ user_id: string; version: string }>(sql`
    with r as materialized (
      select *, (select coalesce(max(v.version), 0) + 1 from user_versions v where v.user_id = x."userId") as version
      from ${listed(rows.map(({ user }) => user))} as x(
        "userId" text, connection text, email text, "emailVerified" boolean, username text, "phoneNumber" text,
        "phoneVerified" boolean, name text, nickname text, "givenName" text, "familyName" text, picture text,
        blocked boolean, "lastPasswordReset" timestamptz, "userMetadata" jsonb, "appMetadata" jsonb,
        "createdAt" timestamptz, changes jsonb, "passwordHash" text, "foldedEmail" text,
        "foldedName" text, "foldedGivenName" text, "foldedFamilyName" text, "foldedNickname" text,
        "foldedUsername" text, "foldedPhone" text, terms text, "updatedAt" timestamptz, "lastLogin" timestamptz, "loginsCount" bigint,
        "lastIp" text)
    ), u as (
      insert into users (user_id, connection, email, email_verified, username, phone_number, phone_verified, name,
        nickname, given_name, family_name, picture, blocked, last_password_reset, user_metadata, app_metadata,
        created_at, version)
      select "userId", connection, email, "emailVerified", username, "phoneNumber", "phoneVerified", name, nickname,
        "givenName", "familyName", picture, blocked, "lastPasswordReset", nullif("userMetadata", 'null'::jsonb),
        nullif("appMetadata", 'null'::jsonb), "createdAt", version from r
    ), a as (
      insert into user_activity (user_id, updated_at, last_login, logins_count, last_ip)
      select "userId", coalesce("updatedAt", ${now}::timestamptz), "lastLogin", "loginsCount", "lastIp" from r
    ), s as (
      insert into user_search (user_id, email, name, given_name, family_name, nickname, username, phone, connection,
        created_at, terms)
      select "userId", "foldedEmail", "foldedName", "foldedGivenName", "foldedFamilyName", "foldedNickname",
        "foldedUsername", "foldedPhone", connection, "createdAt", terms::tsvector from r
    ), i as (
      insert into identities (user_id, provider, identity_user_id, connection, is_social, position, profile_data)
      select y."userId", y.provider, y."identityUserId", y.connection, y."isSocial", y.position,
        nullif(y."profileData", 'null'::jsonb)
      from ${listed(rows.flatMap(({ identities }) => identities))} as y("userId" text, provider text, "identityUserId" text, connection text,
        "isSocial" boolean, position integer, "profileData" jsonb)
    ), k as (
      insert into login_keys (key, user_id, identity)
      select y.key, y."userId", y.identity
      from ${listed(rows.flatMap(({ keys }) => keys))} as y(key text, "userId" text, identity text)
    ), c as (
      insert into credentials (user_id, password_hash, updated_at)
      select "userId", "passwordHash", ${now}::timestamptz from r where "passwordHash" is not null
    )${metadataKeyPart(rows.map(({ state }) => state))}${logPart(ctx, events)}
    insert into user_versions (user_id, version, at, actor, cause, request_id, changes)
    select "userId", version, ${now}::timestamptz, ${JSON.stringify(recordedActor(ctx.actor))}::text::jsonb, ${ctx.cause},
      ${ctx.requestId}, changes from r
    returning user_id, version`);
  return new Map(stored.map((row) => [row.user_id, Number(row.version)]));
}

/** A password that takes the place of another. */
export type NewPassword = {
  /** Whose: empty for the main identity, the `accountId` of a linked one. */
  identity: string;
  hash: string;
  /** Hashes before it that the connection wants to be kept, newest first. */
  earlier: readonly string[];
};

export type Update = {
  before: UserState;
  after: UserState;
  changes: Changes;
  /** Left out, every password stays as it is. */
  password?: NewPassword | undefined;
};

function credentialPart(userId: string, password: NewPassword | undefined, now: string): SQL {
  if (password === undefined) return sql``;
  const { identity, hash, earlier } = password;
  return sql`, c as (
    insert into credentials (user_id, identity, password_hash, earlier, updated_at)
    values (${userId}, ${identity}, ${hash}, ${JSON.stringify(earlier)}::text::jsonb, ${now}::timestamptz)
    on conflict (user_id, identity) do update set password_hash = excluded.password_hash,
      earlier = excluded.earlier, updated_at = excluded.updated_at)`;
}

function identityPart({ before, after }: Update): SQL {
  if (isDeepStrictEqual(before.identities, after.identities)) return sql``;
  const rows = after.identities.map((identity, position) => ({ ...identity, position }));
  const listed = sql`jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as y(provider text,
    "identityUserId" text, connection text, "isSocial" boolean, position integer, "profileData" jsonb)`;
  return sql`, id as (delete from identities where user_id = ${after.userId}
      and (provider, identity_user_id) not in (select y.provider, y."identityUserId" from ${listed})
    ), ii as (
      insert into identities (user_id, provider, identity_user_id, connection, is_social, position, profile_data)
      select ${after.userId}, y.provider, y."identityUserId", y.connection, y."isSocial", y.position,
        nullif(y."profileData", 'null'::jsonb) from ${listed}
      on conflict (user_id, provider, identity_user_id) do update set connection = excluded.connection,
        is_social = excluded.is_social, position = excluded.position, profile_data = excluded.profile_data)`;
}

function keyPart({ before, after }: Update): SQL {
  const old = new Set(loginKeysOf(before));
  const rows = loginKeyRows(after);
  const gone = [...old.difference(new Set(rows.map(({ key }) => key)))];
  const fresh = rows.filter(({ key }) => !old.has(key));
  const parts: SQL[] = [];
  if (gone.length > 0) {
    parts.push(sql`, kd as (delete from login_keys where user_id = ${after.userId}
      and key in (select jsonb_array_elements_text(${JSON.stringify(gone)}::text::jsonb)))`);
  }
  if (fresh.length > 0) {
    parts.push(sql`, ki as (insert into login_keys (key, user_id, identity)
      select y.key, ${after.userId}, y.identity
      from jsonb_to_recordset(${JSON.stringify(fresh)}::text::jsonb) as y(key text, identity text))`);
  }
  return sql.join(parts, sql``);
}

/** Whether the change must end what was opened with the old password, or by somebody who may not sign in any more. */
function endsAccess({ before, after, password }: Update): boolean {
  return password !== undefined || (after.blocked === true && before.blocked !== true);
}

/** A revoked grant is the end of its codes and opaque tokens, which are left to the sweep; JWTs live out their time. */
function accessPart(update: Update, now: string): SQL {
  if (!endsAccess(update)) return sql``;
  const { userId } = update.after;
  // Tokens before grants, as a refresh locks them, so that the two cannot wait for each other.
  return sql`, pt as (delete from tickets where user_id = ${userId} and kind = 'password' and used_at is null),
    os as (delete from oidc_sessions where user_id = ${userId}),
    mt as (delete from oidc_mfa_tokens where user_id = ${userId}),
    rt as (delete from oidc_refresh_tokens where user_id = ${userId} returning 1),
    g as (update oidc_grants set revoked_at = ${now}::timestamptz
      where user_id = ${userId} and revoked_at is null and (select count(*) from rt) >= 0)`;
}

const json = (value: object | null): SQL =>
  value === null ? sql`null::jsonb` : sql`${JSON.stringify(value)}::text::jsonb`;

/**
 * Stores a changed user, its identities, search row, login keys and version row: one statement. A new password, or a
 * block, ends every session, revokes every grant and takes back every password ticket of the user with it. The caller
 * holds the row's lock and runs in a transaction.
 */
export async function updateStored(
  ctx: Context,
  update: Update,
  events: readonly LogEvent[] = [],
): Promise<void> {
  const { after, changes, password } = update;
  const now = ctx.now().toISOString();
  const search = searchRow(after);
  await ctx.db.execute(sql`
    with u as (
      update users set email = ${after.email}, email_verified = ${after.emailVerified}, username = ${after.username},
        phone_number = ${after.phoneNumber}, phone_verified = ${after.phoneVerified}, name = ${after.name},
        nickname = ${after.nickname}, given_name = ${after.givenName}, family_name = ${after.familyName},
        picture = ${after.picture}, blocked = ${after.blocked},
        last_password_reset = ${after.lastPasswordReset?.toISOString() ?? null}::timestamptz,
        user_metadata = ${json(after.userMetadata)}, app_metadata = ${json(after.appMetadata)},
        version = ${after.version}
      where user_id = ${after.userId}
    ), a as (
      update user_activity set updated_at = ${now}::timestamptz where user_id = ${after.userId}
    ), s as (
      update user_search set email = ${search.email}, name = ${search.name}, given_name = ${search.givenName},
        family_name = ${search.familyName}, nickname = ${search.nickname}, username = ${search.username},
        phone = ${search.phone}, terms = ${search.terms}::text::tsvector
      where user_id = ${after.userId}
    )${credentialPart(after.userId, password, now)}${identityPart(update)}${keyPart(update)}${accessPart(update, now)}${metadataKeyPart([after], [update.before])}${logPart(ctx, events)}
    insert into user_versions (user_id, version, at, actor, cause, request_id, changes)
    values (${after.userId}, ${after.version}, ${now}::timestamptz, ${JSON.stringify(recordedActor(ctx.actor))}::text::jsonb,
      ${ctx.cause}, ${ctx.requestId}, ${JSON.stringify(changes)}::text::jsonb)`);
}

/**
 * Gives these users the search rows and activity that they should have, notes the keys of their metadata, and takes
 * away the rows of nobody. The caller holds the users' locks.
 */
export async function repairSearch(ctx: Context, { users, differences }: SearchBatch): Promise<void> {
  const ids = (...kinds: string[]) =>
    JSON.stringify(differences.filter(({ kind }) => kinds.includes(kind)).map(({ userId }) => userId));
  const wrong = new Set(differences.map(({ userId }) => userId));
  const columns = [...searchColumns, 'terms'];
  const set = columns.map((name) => sql`${sql.identifier(name)} = excluded.${sql.identifier(name)}`);
  await ctx.db.execute(sql`
    with o as (
      delete from user_search where user_id in (select jsonb_array_elements_text(${ids('orphan')}::text::jsonb))
    ), a as (
      insert into user_activity (user_id, updated_at)
      select u.user_id, u.created_at from users u
      where u.user_id in (select jsonb_array_elements_text(${ids('missing', 'no_activity')}::text::jsonb))
      on conflict (user_id) do nothing
    )${metadataKeyPart(users)}
    insert into user_search (user_id, email, name, given_name, family_name, nickname, username, phone, connection,
      created_at, terms)
    select x.user_id, x.email, x.name, x.given_name, x.family_name, x.nickname, x.username, x.phone, x.connection,
      x.created_at, x.terms::tsvector from ${expectedRows(users.filter(({ userId }) => wrong.has(userId)))}
    on conflict (user_id) do update set ${sql.join(set, sql`, `)}`);
}
