import type { z } from 'zod';
import type { Json, JsonObject } from '@/db/schema/columns';
import { requiredNames, usernameRules } from '@/lib/connections';
import { isTotpSecret, plainSecret } from '@/lib/factors';
import { newObjectId } from '@/lib/ids';
import { importedHash } from '@/lib/passwords';
import { defaultPicture, type ImportedUser, normalizeName, type UserState, upsertFields } from '@/lib/users';
import { exportedIdentities } from './exported-identities';
import { type RowError, rowErrors } from './row-errors';
import {
  type ExportRecord,
  exportRecord,
  type HashRecord,
  hashRecord,
  type ImportRecord,
  importRecord,
} from './schemas';
import type { Mapped, Target } from './target';

const own = (state: UserState): UserState => {
  const email = state.email === null ? null : normalizeName(state.email);
  const handle = state.username === null ? null : normalizeName(state.username);
  const name = state.name ?? email ?? handle ?? state.phoneNumber;
  return {
    ...state,
    email,
    username: handle,
    emailVerified: state.emailVerified ?? (email === null ? null : false),
    name,
    nickname: state.nickname ?? email?.split('@')[0] ?? handle,
    picture: state.picture ?? (email === null ? null : defaultPicture(email, name ?? email)),
  };
};

function given(record: Partial<Record<keyof typeof upsertFields, unknown>>): ImportedUser['given'] {
  const named = Object.entries(upsertFields).filter(
    ([field]) => record[field as keyof typeof upsertFields] !== undefined,
  );
  return Object.fromEntries(
    named.map(([field, key]) => [key, record[field as keyof typeof upsertFields]]),
  ) as ImportedUser['given'];
}

function hashOf(record: Pick<ImportRecord, 'password_hash' | 'custom_password_hash'>): string | null {
  const { password_hash, custom_password_hash } = record;
  if (password_hash !== undefined) return importedHash({ password_hash });
  return custom_password_hash === undefined ? null : importedHash({ custom_password_hash });
}

/** The fields that become columns, as any of the schemas types them. */
type Profile = {
  [K in
    | 'email'
    | 'email_verified'
    | 'username'
    | 'phone_number'
    | 'phone_verified'
    | 'name'
    | 'nickname'
    | 'given_name'
    | 'family_name'
    | 'picture'
    | 'blocked'
    | 'last_password_reset'
    | 'user_metadata'
    | 'app_metadata']?: ExportRecord[K];
};

function stateOf(
  record: Profile,
  core: Pick<UserState, 'userId' | 'connection' | 'identities' | 'createdAt'>,
): UserState {
  const state: UserState = {
    ...core,
    email: record.email ?? null,
    emailVerified: record.email_verified ?? null,
    username: record.username ?? null,
    phoneNumber: record.phone_number ?? null,
    phoneVerified: record.phone_verified ?? null,
    name: record.name ?? null,
    nickname: record.nickname ?? null,
    givenName: record.given_name ?? null,
    familyName: record.family_name ?? null,
    picture: record.picture ?? null,
    blocked: record.blocked ?? null,
    lastPasswordReset: record.last_password_reset ?? null,
    userMetadata: record.user_metadata ?? null,
    appMetadata: record.app_metadata ?? null,
    version: 1,
  };
  return core.identities[0]?.provider === 'auth0' ? own(state) : state;
}

function neverSignedIn(now: Date): ImportedUser['activity'] {
  return { updatedAt: now, lastLogin: null, loginsCount: null, lastIp: null };
}

/** One error unless usernames are as the connection wants them, as when a user is made. */
function usernameErrors(record: { username?: string | undefined }, target: Target): RowError[] {
  const { options } = target.connection;
  const error = (code: RowError['code'], message: string): RowError[] => [
    { code, message, path: 'username' },
  ];
  if (record.username === undefined) {
    const isNeeded = requiredNames(options).includes('username');
    return isNeeded ? error('OBJECT_REQUIRED', 'Missing required property: username') : [];
  }
  const { allowed, min, max } = usernameRules(options);
  if (!allowed) return error('NOT_PASSED', 'This connection has no usernames');
  const isShort = record.username.length < min;
  if (isShort || record.username.length > max) {
    return error(isShort ? 'MIN_LENGTH' : 'MAX_LENGTH', `A username has ${min} to ${max} characters here`);
  }
  return [];
}

const ownIdentity = (id: string, connection: string) => [
  { provider: 'auth0', identityUserId: id, connection, isSocial: false, profileData: null },
];

/** The one app that a user may have here; what else is said of factors has no place. */
function factorsOf({ mfa_factors: factors = [] }: ImportRecord) {
  const totp = factors.map((factor) => factor.totp?.secret).find((secret) => secret !== undefined);
  const isUsable = totp !== undefined && isTotpSecret(plainSecret(totp));
  const isWhole = factors.length === (isUsable ? 1 : 0);
  return { totp: isUsable ? totp : undefined, notStored: isWhole ? [] : ['mfa_factors'] };
}

function fromImport(record: ImportRecord, target: Target): Mapped {
  const { now, connection } = target;
  const errors = usernameErrors(record, target);
  if (errors.length > 0) return { errors };
  // Auth0 would double the prefix; nobody can want that.
  const id = record.user_id?.replace(/^auth0\|/, '') ?? newObjectId(now);
  const core = {
    userId: `auth0|${id}`,
    connection: connection.name,
    identities: ownIdentity(id, connection.name),
    createdAt: now,
  };
  return {
    user: {
      state: stateOf(record, core),
      activity: neverSignedIn(now),
      passwordHash: hashOf(record),
      replacesHash: record.custom_password_hash !== undefined,
      given: given(record),
    },
    ...factorsOf(record),
  };
}

function fromHashes(record: HashRecord, target: Target): Mapped {
  const { now, known, forced } = target;
  const connection = forced ? target.connection.name : (record.connection ?? target.connection.name);
  if (!known.has(connection)) return { errors: [unknownConnection(connection)] };
  const id = record._id.replace(/^auth0\|/, '');
  const core = {
    userId: `auth0|${id}`,
    connection,
    identities: ownIdentity(id, connection),
    createdAt: now,
  };
  const { email, email_verified, username } = record;
  return {
    user: {
      state: stateOf({ email, email_verified, username }, core),
      activity: neverSignedIn(now),
      passwordHash: importedHash({ password_hash: record.passwordHash }),
      replacesHash: false,
      given: {},
    },
    notStored: [],
  };
}

function unknownConnection(name: string): RowError {
  return {
    code: 'CONNECTION_NOT_FOUND',
    message: `There is no connection ${name} here: make it, or name one that takes its users`,
    path: 'connection',
  };
}

function fromExport(record: ExportRecord, target: Target): Mapped {
  const { now } = target;
  const found = exportedIdentities(record, target);
  if ('unknownConnection' in found) return { errors: [unknownConnection(found.unknownConnection)] };
  const { identities, connection, userId, notStored } = found;
  const state = stateOf(record, { userId, connection, identities, createdAt: record.created_at ?? now });
  if (identities[0]?.provider === 'auth0' && !state.email && !state.username && !state.phoneNumber) {
    const message = 'One of email, username and phone_number is needed';
    return { errors: [{ code: 'ANY_OF_MISSING', message }] };
  }
  const { updated_at, last_login, logins_count, last_ip } = record;
  return {
    user: {
      state,
      activity: {
        updatedAt: updated_at ?? now,
        lastLogin: last_login ?? null,
        loginsCount: logins_count ?? null,
        lastIp: last_ip ?? null,
      },
      passwordHash: hashOf(record),
      replacesHash: record.custom_password_hash !== undefined,
      given: given(record),
    },
    notStored,
  };
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const exportMarks = ['identities', 'created_at', 'updated_at', 'last_login', 'logins_count'];

/** Exports and API answers of other systems give null or '' for what is not there. */
function withoutEmpty(value: JsonObject): JsonObject {
  const isEmpty = (item: Json | undefined) => item === null || item === '';
  return Object.fromEntries(Object.entries(value).filter(([, item]) => !isEmpty(item)));
}

function map<S extends z.ZodType>(
  schema: S,
  value: JsonObject,
  make: (record: z.output<S>, target: Target) => Mapped,
  target: Target,
): Mapped {
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success ? make(parsed.data, target) : { errors: rowErrors(parsed.error) };
}

/**
 * A record of a users file as a user to store: of an import file, of an export, or of a dump of password hashes, told
 * apart by what only each of them has. Pure but for new ids.
 */
export function toUser(value: unknown, target: Target): Mapped {
  if (!isObject(value)) return { errors: [{ code: 'INVALID_TYPE', message: 'A record is an object' }] };
  if ('passwordHash' in value) return map(hashRecord, withoutEmpty(value), fromHashes, target);
  if (exportMarks.some((mark) => mark in value)) {
    return map(exportRecord, withoutEmpty(value), fromExport, target);
  }
  return map(importRecord, value, fromImport, target);
}
