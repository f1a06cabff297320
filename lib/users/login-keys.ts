import type { UserState } from './state';

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

/**
 * Every key that leads to this user. Names are keys in our own store only: users of a social or enterprise connection
 * sign in by their identity, and several may have one address.
 */
export function loginKeysOf(state: UserState): string[] {
  const keys = state.identities.map((i) =>
    loginKey(i.connection, 'sub', `${i.provider}|${i.identityUserId}`),
  );
  if (state.identities[0]?.provider !== 'auth0') return keys;
  if (state.email) keys.push(loginKey(state.connection, 'email', state.email));
  if (state.username) keys.push(loginKey(state.connection, 'username', state.username));
  if (state.phoneNumber) keys.push(loginKey(state.connection, 'phone', state.phoneNumber));
  return keys;
}
