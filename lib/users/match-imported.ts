import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import type { ImportedUser, ImportOutcome } from './imported-user';
import { accountId, keptIdKey, loginKey, loginKeysOf } from './login-keys';
import type { UserState } from './state';

type Taken = Extract<ImportOutcome, { kind: 'taken' }>;

/** Whose each name is: by login key, and by `user_id` itself. */
export type Owners = { byKey: Map<string, string>; ids: Set<string> };

/** The ids that the linked accounts of a user would have on their own. */
function linkedIds({ identities }: UserState): string[] {
  return identities.slice(1).map(accountId);
}

/** Who has the names of these users already. One statement. */
export async function findOwners(ctx: Context, users: readonly ImportedUser[]): Promise<Owners> {
  const keys = JSON.stringify(users.flatMap(({ state }) => [keptIdKey(state.userId), ...loginKeysOf(state)]));
  const ids = JSON.stringify(users.flatMap(({ state }) => [state.userId, ...linkedIds(state)]));
  const rows = await ctx.db.execute<{ key: string | null; user_id: string }>(sql`
    select key, user_id from login_keys
      where key in (select jsonb_array_elements_text(${keys}::text::jsonb))
    union all
    select null, user_id from users where user_id in (select jsonb_array_elements_text(${ids}::text::jsonb))`);
  const owners: Owners = { byKey: new Map(), ids: new Set() };
  for (const { key, user_id } of rows) {
    if (key === null) owners.ids.add(user_id);
    else owners.byKey.set(key, user_id);
  }
  return owners;
}

/** Notes that the names of this user are theirs now, so that the next one of the same statement cannot have them. */
export function claim(owners: Owners, state: UserState): void {
  owners.ids.add(state.userId);
  for (const key of loginKeysOf(state)) owners.byKey.set(key, state.userId);
}

function fieldOf(key: string): Taken['field'] {
  const kind = key.split('\x1f')[1];
  if (kind === 'email' || kind === 'username') return kind;
  return kind === 'phone' ? 'phone_number' : 'identities';
}

/** The first name that somebody has already, `user_id` first; null when all are free. */
export function findTaken(owners: Owners, state: UserState): Taken | null {
  if (owners.ids.has(state.userId) || owners.byKey.has(keptIdKey(state.userId))) {
    return { kind: 'taken', field: 'user_id' };
  }
  if (linkedIds(state).some((id) => owners.ids.has(id))) return { kind: 'taken', field: 'identities' };
  const key = loginKeysOf(state).find((name) => owners.byKey.has(name));
  return key === undefined ? null : { kind: 'taken', field: fieldOf(key) };
}

/**
 * The user here that an upsert means: of our own store the one with this e-mail address, of other connections (and
 * without an address) the one with this identity. `taken` when the id is another user's than the address.
 */
export function findMatch(owners: Owners, state: UserState): string | Taken | null {
  const [primary] = state.identities;
  const byName = primary?.provider === 'auth0' && state.email !== null;
  const sub = primary
    ? owners.byKey.get(loginKey(primary.connection, 'sub', `${primary.provider}|${primary.identityUserId}`))
    : undefined;
  if (!byName) return sub ?? null;
  const owner = owners.byKey.get(loginKey(state.connection, 'email', state.email ?? ''));
  if (owner !== undefined) return owner;
  return sub === undefined ? null : { kind: 'taken', field: 'user_id' };
}
