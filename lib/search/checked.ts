import type { FieldBag, RootField } from './schemas';

export type TextField = Extract<
  RootField,
  | 'email'
  | 'name'
  | 'given_name'
  | 'family_name'
  | 'nickname'
  | 'email.domain'
  | 'user_id'
  | 'username'
  | 'phone_number'
  | 'last_ip'
  | 'identities.connection'
  | 'identities.provider'
  | 'identities.user_id'
  | 'roles'
>;
export type FlagField = 'email_verified' | 'phone_verified' | 'blocked' | 'identities.isSocial';
export type MomentField = 'created_at' | 'updated_at' | 'last_login';

/** What a condition looks at. Names come from the allow-list; only `keys` is the caller's own text. */
export type Target =
  | { kind: 'text'; name: TextField }
  | { kind: 'flag'; name: FlagField }
  | { kind: 'count' }
  | { kind: 'moment'; name: MomentField }
  | { kind: 'path'; bag: FieldBag; keys: readonly string[] };

export type Edge<T> = { value: T; inclusive: boolean };

/** What a condition asks. Text for a field that ignores case is folded. */
export type Test =
  | { op: 'exists' }
  /** `anyCase`: the text is folded, and so is what it is compared with; only of paths. */
  | { op: 'equals'; text: string; anyCase?: true }
  | { op: 'pattern'; parts: readonly string[]; anyCase?: true }
  | { op: 'flag'; value: boolean }
  | { op: 'texts'; from?: Edge<string>; to?: Edge<string> }
  | { op: 'numbers'; from?: Edge<number>; to?: Edge<number> }
  /** Milliseconds: from `start` on, before `end`. */
  | { op: 'moments'; start?: number; end?: number };

/** A query of which every part is known, allowed and typed. */
export type Checked =
  | { kind: 'all' }
  | { kind: 'none' }
  | { kind: 'and' | 'or'; items: Checked[] }
  | { kind: 'not'; item: Checked }
  | { kind: 'test'; target: Target; test: Test };

/** What the caller may read beside profiles. What it may not read is to it as if it were absent. */
export type SearchRights = { userMetadata: boolean; appMetadata: boolean; roles: boolean };

export function mayRead(bag: FieldBag, rights: SearchRights): boolean {
  switch (bag) {
    case 'user_metadata':
      return rights.userMetadata;
    case 'app_metadata':
      return rights.appMetadata;
    case 'identities.profileData':
      return true;
  }
}

export type CheckOptions = {
  rights: SearchRights;
  /** Refuse what Auth0 refuses: wildcards and ranges on metadata. */
  strict: boolean;
};

export function join(kind: 'and' | 'or', items: readonly Checked[]): Checked {
  const absorbing = kind === 'and' ? 'none' : 'all';
  const neutral = kind === 'and' ? 'all' : 'none';
  if (items.some((item) => item.kind === absorbing)) return { kind: absorbing };
  const kept = items.filter((item) => item.kind !== neutral);
  const [only] = kept;
  if (!only) return { kind: neutral };
  return kept.length === 1 ? only : { kind, items: kept };
}

export function invert(item: Checked): Checked {
  if (item.kind === 'all') return { kind: 'none' };
  if (item.kind === 'none') return { kind: 'all' };
  return item.kind === 'not' ? item.item : { kind: 'not', item };
}
