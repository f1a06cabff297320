import type { Target } from './checked';
import { quoted, refuseQuery } from './fail';
import { type FieldBag, fieldBags, type RootField, rootFields } from './schemas';
import type { FieldName } from './tree';

/** A field as far as the checker needs it. `nothing`: known, and held by nobody in this version. */
export type Resolved = Target | { kind: 'bag'; bag: FieldBag } | { kind: 'identities' } | { kind: 'nothing' };

const otherNames: Record<string, string> = {
  connection: 'identities.connection',
  provider: 'identities.provider',
  id: 'user_id',
  sub: 'user_id',
  phone: 'phone_number',
  domain: 'email.domain',
};

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function nearest(name: string, candidates: readonly string[]): string | undefined {
  if (name.length > 64) return undefined;
  const allowed = Math.max(2, Math.floor(name.length / 3));
  const scored = candidates
    .map((candidate) => ({ candidate, score: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ score }) => score <= allowed)
    .sort((a, b) => a.score - b.score);
  return scored[0]?.candidate;
}

function suggest(field: FieldName, name: string): string | undefined {
  const known = Object.keys(rootFields);
  const plain = name.replace(/\.raw$/, '');
  const direct = otherNames[plain] ?? (known.includes(plain) ? plain : nearest(plain, known));
  if (direct) return direct;
  const [first = '', ...rest] = field.keys;
  const bag = rest.length > 0 ? nearest(first, ['user_metadata', 'app_metadata']) : undefined;
  return bag && [bag, ...rest.filter((key) => key !== '')].join('.');
}

/** Throws Invalid with the nearest known name. */
export function refuseField(field: FieldName, name: string): never {
  const suggestion = suggest(field, name);
  const known = [...Object.keys(rootFields), ...fieldBags.map((bag) => `${bag}.*`)].join(', ');
  const hint = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
  refuseQuery(`There is no field ${quoted(name)} to search.${hint} The fields are: ${known}.`, {
    position: field.start,
    found: name.slice(0, 100),
    expected: 'a searchable field',
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

function isRootField(name: string): name is RootField {
  return Object.hasOwn(rootFields, name);
}

function rootTarget(name: RootField): Resolved {
  switch (name) {
    case 'organization_id':
      return { kind: 'nothing' };
    case 'logins_count':
      return { kind: 'count' };
    case 'created_at':
    case 'updated_at':
    case 'last_login':
      return { kind: 'moment', name };
    case 'email_verified':
    case 'phone_verified':
    case 'blocked':
    case 'identities.isSocial':
      return { kind: 'flag', name };
    default:
      return { kind: 'text', name };
  }
}

/** The field that a name means, from the allow-list; throws Invalid with the nearest known name for any other. */
export function resolveField(field: FieldName): Resolved {
  const name = field.keys.join('.');
  if (isRootField(name)) return rootTarget(name);
  if (name === 'identities') return { kind: 'identities' };
  for (const bag of fieldBags) {
    const depth = bag.split('.').length;
    if (field.keys.slice(0, depth).join('.') !== bag) continue;
    const keys = field.keys.slice(depth);
    if (keys.includes('')) refuseField(field, name);
    return keys.length === 0 ? { kind: 'bag', bag } : { kind: 'path', bag, keys };
  }
  refuseField(field, name);
}
