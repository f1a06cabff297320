import type { Json, JsonObject } from '@/db/schema/columns';
import { parseMoment } from './dates';
import { fold } from './fold';
import {
  bagNames,
  booleanLexeme,
  dateLexeme,
  isIndexable,
  numberLexeme,
  partialLexeme,
  pathLexeme,
  quoteLexeme,
  textLexemes,
} from './lexeme';

/** What of a user can be searched, beside what logins move (`user_activity`). */
export type SearchableUser = {
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
  blocked: boolean | null;
  createdAt: Date;
  userMetadata: JsonObject | null;
  appMetadata: JsonObject | null;
  identities: readonly {
    provider: string;
    identityUserId: string;
    connection: string;
    isSocial: boolean;
    profileData?: JsonObject | null;
  }[];
};

/** The columns of `user_search`. `terms` is the text form of a tsvector; bind it as `$n::text::tsvector`. */
export type UserSearchRow = {
  userId: string;
  email: string | null;
  name: string | null;
  givenName: string | null;
  familyName: string | null;
  nickname: string | null;
  username: string | null;
  phone: string | null;
  connection: string;
  createdAt: Date;
  terms: string;
};

/** Grows when what a search row holds changes, so that rows of before can be told and rebuilt. */
export const searchFormat = 3;

/** Arrays directly inside arrays are looked into this far; the SQL of `compile-path.ts` unwraps as often. */
export const maxArrayNesting = 4;

/** PostgreSQL refuses a tsvector whose lexemes together reach 1 MiB. */
const maxBytes = 1_000_000;

type Collector = { lexemes: Set<string>; bytes: number; partial: boolean };

function add(into: Collector, lexemes: readonly string[]): void {
  for (const lexeme of lexemes) {
    if (into.lexemes.has(lexeme)) continue;
    const bytes = Buffer.byteLength(lexeme);
    if (into.bytes + bytes > maxBytes) {
      into.partial = true;
    } else {
      into.lexemes.add(lexeme);
      into.bytes += bytes;
    }
  }
}

function scalarLexemes(path: string, value: string | number | boolean): string[] {
  if (typeof value === 'boolean') return [booleanLexeme(path, value)];
  if (typeof value === 'number') return [numberLexeme(path, value)];
  const moment = parseMoment(value);
  const folded = fold(value);
  return [
    ...textLexemes(path, value),
    // what is its own fold is found by the lexemes above in any case
    ...(folded === value ? [] : textLexemes(path, folded, 'folded')),
    ...(moment === undefined ? [] : [dateLexeme(path, moment)]),
  ];
}

/** Adds what stands below a path and says whether anything does: null, [] and {} are as if they were absent. */
function addTree(into: Collector, root: string, keys: readonly string[], value: Json, nesting = 0): boolean {
  if (value === null) return false;
  if (Array.isArray(value)) {
    if (nesting === maxArrayNesting) return false;
    return value.map((item) => addTree(into, root, keys, item, nesting + 1)).includes(true);
  }
  if (typeof value !== 'object') {
    const path = pathLexeme(root, keys);
    add(into, [path, ...scalarLexemes(path, value)]);
    return true;
  }
  const below = Object.entries(value)
    .filter(([key]) => isIndexable(key))
    .map(([key, item]) => addTree(into, root, [...keys, key], item));
  const exists = below.includes(true);
  if (exists) add(into, [pathLexeme(root, keys)]);
  return exists;
}

function addProfile(into: Collector, user: SearchableUser): void {
  const booleans = {
    email_verified: user.emailVerified,
    phone_verified: user.phoneVerified,
    blocked: user.blocked,
  };
  for (const [name, value] of Object.entries(booleans)) {
    if (value !== null) add(into, [name, booleanLexeme(name, value)]);
  }
  const at = user.email?.lastIndexOf('@') ?? -1;
  if (user.email !== null && at >= 0) {
    add(into, ['email.domain', ...textLexemes('email.domain', fold(user.email.slice(at + 1)))]);
  }
  for (const identity of user.identities) {
    add(into, [
      ...textLexemes('i.connection', identity.connection),
      ...textLexemes('i.provider', identity.provider),
      ...textLexemes('i.user_id', identity.identityUserId),
      booleanLexeme('i.isSocial', identity.isSocial),
    ]);
  }
}

/**
 * The lexemes of a user. All of a user whose metadata keeps to the default size limit fits; of a larger one, what
 * comes last gives way (profile data of identities first, then `user_metadata`, then `app_metadata`) and
 * `partialLexeme` tells so.
 */
export function lexemesOf(user: SearchableUser): Set<string> {
  const into: Collector = { lexemes: new Set(), bytes: 0, partial: false };
  addProfile(into, user);
  addTree(into, bagNames.app_metadata, [], user.appMetadata);
  addTree(into, bagNames.user_metadata, [], user.userMetadata);
  for (const { profileData } of user.identities) {
    addTree(into, bagNames['identities.profileData'], [], profileData ?? null);
  }
  if (into.partial) into.lexemes.add(partialLexeme);
  return into.lexemes;
}

const folded = (text: string | null) => (text === null ? null : fold(text));

/** The search row of a user. Pure; every write of a user stores it in the same statement, so searches are current. */
export function searchRow(user: SearchableUser): UserSearchRow {
  return {
    userId: user.userId,
    email: folded(user.email),
    name: folded(user.name),
    givenName: folded(user.givenName),
    familyName: folded(user.familyName),
    nickname: folded(user.nickname),
    username: folded(user.username),
    phone: folded(user.phoneNumber),
    connection: user.connection,
    createdAt: user.createdAt,
    terms: [...lexemesOf(user)].map(quoteLexeme).join(' '),
  };
}
