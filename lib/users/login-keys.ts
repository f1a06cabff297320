import type { Identity, UserState } from './state';

/** Text as names are compared: NFC and lower case, by JavaScript only, so that no two engines can disagree. */
export function normalizeName(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** The `login_keys` key under which a name signs a user of `connection` in. */
export function loginKey(
  connection: string,
  kind: 'email' | 'username' | 'phone' | 'sub',
  value: string,
): string {
  return `${connection}\x1f${kind}\x1f${kind === 'sub' ? value : normalizeName(value)}`;
}

/** The id that an identity has, or had before it was linked, as a user of its own. */
export function accountId({ provider, identityUserId }: Identity): string {
  return `${provider}|${identityUserId}`;
}

/** The key that keeps the id of a linked account for it, so that it can be a user of its own again. */
export function keptIdKey(id: string): string {
  return `\x1fid\x1f${id}`;
}

type Names = Pick<UserState, 'email' | 'username' | 'phoneNumber'>;

/** The names of a linked identity of our own store, which lie in its profile data. */
function linkedNames({ profileData }: Identity): Names {
  const text = (name: string) => {
    const value = profileData?.[name];
    return typeof value === 'string' ? value : null;
  };
  return { email: text('email'), username: text('username'), phoneNumber: text('phone_number') };
}

function nameKeys(connection: string, { email, username, phoneNumber }: Names): string[] {
  return [
    ...(email ? [loginKey(connection, 'email', email)] : []),
    ...(username ? [loginKey(connection, 'username', username)] : []),
    ...(phoneNumber ? [loginKey(connection, 'phone', phoneNumber)] : []),
  ];
}

/** A name and which identity of the user has it: empty for the main one, the `accountId` of a linked one. */
export type LoginKey = { key: string; identity: string };

/**
 * Every key that leads to this user. Names are keys in our own store only: users of a social or enterprise connection
 * sign in by their identity, and several may have one address.
 */
export function loginKeyRows(state: UserState): LoginKey[] {
  return state.identities.flatMap((identity, position) => {
    const isMain = position === 0;
    const id = accountId(identity);
    const names = identity.provider === 'auth0' ? (isMain ? state : linkedNames(identity)) : null;
    const keys = [
      loginKey(identity.connection, 'sub', id),
      ...(names ? nameKeys(identity.connection, names) : []),
      ...(isMain ? [] : [keptIdKey(id)]),
    ];
    return keys.map((key) => ({ key, identity: isMain ? '' : id }));
  });
}

/** The keys of `loginKeyRows` alone. */
export function loginKeysOf(state: UserState): string[] {
  return loginKeyRows(state).map(({ key }) => key);
}
