import { isDeepStrictEqual } from 'node:util';
import type { Change, Changes } from '@/db/schema';
import type { Json, JsonObject } from '@/db/schema/columns';
import { accountId } from './login-keys';
import type { UserState } from './state';

/** Root fields of history in the contract's spelling, and how to read and set each. Passwords are not among them. */
const rootFields = {
  email: 'email',
  email_verified: 'emailVerified',
  username: 'username',
  phone_number: 'phoneNumber',
  phone_verified: 'phoneVerified',
  name: 'name',
  nickname: 'nickname',
  given_name: 'givenName',
  family_name: 'familyName',
  picture: 'picture',
  blocked: 'blocked',
} as const satisfies Record<string, keyof UserState>;

/** Columns of `users` that history keeps, besides the bags; history names them alike. */
export const historyFields = Object.keys(rootFields);

const bags = { user_metadata: 'userMetadata', app_metadata: 'appMetadata' } as const;

function change(before: Json | undefined, after: Json | undefined): Change | null {
  if (isDeepStrictEqual(before, after)) return null;
  return {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

function own(bag: JsonObject | null, key: string): Json | undefined {
  return bag !== null && Object.hasOwn(bag, key) ? bag[key] : undefined;
}

type Note = (key: string, found: Change | null) => void;

/** Which accounts are this user, and the profile data of those that are linked and stay. */
function noteIdentities(before: UserState, after: UserState, note: Note): void {
  note('identities', change(before.identities.map(accountId), after.identities.map(accountId)));
  const old = new Map(before.identities.map((identity) => [accountId(identity), identity.profileData ?? {}]));
  for (const identity of after.identities) {
    const id = accountId(identity);
    const was = old.get(id);
    if (was === undefined) continue;
    const now = identity.profileData ?? {};
    for (const key of new Set([...Object.keys(was), ...Object.keys(now)])) {
      note(`identities.${id}.${key}`, change(own(was, key), own(now, key)));
    }
  }
}

/**
 * What differs between two states: by root field, by first-level metadata key, and which accounts are linked. Empty
 * when nothing does. An undo leaves the linked accounts alone.
 */
export function changesBetween(before: UserState | null, after: UserState | null): Changes {
  const changes: Changes = {};
  const note: Note = (key, found) => {
    if (found) changes[key] = found;
  };
  for (const [name, field] of Object.entries(rootFields)) {
    note(name, change(before?.[field] ?? undefined, after?.[field] ?? undefined));
  }
  for (const [name, field] of Object.entries(bags)) {
    const old = before?.[field] ?? null;
    const now = after?.[field] ?? null;
    for (const key of new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])) {
      note(`${name}.${key}`, change(own(old, key), own(now, key)));
    }
  }
  if (before && after) noteIdentities(before, after, note);
  return changes;
}

/** The state as it was before `changes` were made to it. Keys that history does not know are left alone. */
export function undoChanges(state: UserState, changes: Changes): UserState {
  const undone = { ...state };
  for (const [key, { before }] of Object.entries(changes)) {
    const dot = key.indexOf('.');
    if (dot === -1) {
      Object.assign(undone, undoRoot(key, before));
      continue;
    }
    const field = bags[key.slice(0, dot) as keyof typeof bags];
    if (field) undone[field] = withKey(undone[field], key.slice(dot + 1), before);
  }
  return undone;
}

function undoRoot(key: string, before: Json | undefined): Partial<UserState> {
  if (!Object.hasOwn(rootFields, key)) return {};
  return { [rootFields[key as keyof typeof rootFields]]: before ?? null };
}

function withKey(bag: JsonObject | null, key: string, value: Json | undefined): JsonObject {
  const rest = Object.entries(bag ?? {}).filter(([name]) => name !== key);
  return Object.fromEntries(value === undefined ? rest : [...rest, [key, value]]);
}
