import { type SQL, sql } from 'drizzle-orm';
import type { metadataKeys } from '@/db/schema';
import type { Json } from '@/db/schema/columns';
import { parseMoment } from './dates';
import { fold } from './fold';
import { bagNames, isIndexable, pathLexeme, quoteLexeme } from './lexeme';
import { readWord, spellKeys } from './reader';
import { type FieldBag, fieldBags } from './schemas';
import { maxArrayNesting, type SearchableUser } from './terms';

/** One path of metadata that a user has and the kind of value found there. */
export type MetadataKey = typeof metadataKeys.$inferSelect;

/** What is kept for completion. A path past these can be searched all the same; it is not offered. */
const kept = { depth: 8, units: 200, paths: 500 };

type Found = Omit<MetadataKey, 'folded'>;
type Walk = { bag: FieldBag; found: Map<string, Found> };

function note({ bag, found }: Walk, keys: readonly string[], kind: MetadataKey['kind']): void {
  const path = spellKeys(keys);
  if (keys.length === 0 || path.length > kept.units || found.size >= kept.paths) return;
  found.set(`${bag}\0${path}\0${kind}`, { bag, path, kind });
}

function kindOf(value: string | number | boolean): MetadataKey['kind'] {
  if (typeof value === 'string') return parseMoment(value) === undefined ? 'text' : 'date';
  return typeof value === 'number' ? 'number' : 'boolean';
}

function walkValue(walk: Walk, keys: readonly string[], value: Json, nesting = 0): boolean {
  if (value === null) return false;
  if (Array.isArray(value)) {
    if (nesting === maxArrayNesting) return false;
    return value.map((item) => walkValue(walk, keys, item, nesting + 1)).includes(true);
  }
  if (typeof value !== 'object') {
    note(walk, keys, kindOf(value));
    return true;
  }
  if (keys.length === kept.depth) return true;
  const below = Object.entries(value)
    .filter(([key]) => isIndexable(key))
    .map(([key, item]) => walkValue(walk, [...keys, key], item));
  if (below.includes(true)) note(walk, keys, 'object');
  return below.includes(true);
}

function bagsOf(user: SearchableUser): Record<FieldBag, readonly (Json | undefined)[]> {
  return {
    user_metadata: [user.userMetadata],
    app_metadata: [user.appMetadata],
    'identities.profileData': user.identities.map(({ profileData }) => profileData),
  };
}

/** The paths of these users' bags, each with its kinds once. Pure. */
export function metadataKeysOf(users: readonly SearchableUser[]): Map<string, MetadataKey> {
  const found = new Map<string, MetadataKey>();
  for (const user of users) {
    const own = new Map<string, Found>();
    const bags = bagsOf(user);
    for (const bag of fieldBags) {
      for (const document of bags[bag]) walkValue({ bag, found: own }, [], document ?? null);
    }
    for (const [id, key] of own) if (!found.has(id)) found.set(id, { ...key, folded: fold(key.path) });
  }
  return found;
}

/**
 * The part of a write's WITH that notes paths which nobody had, for completion; nothing when a change brings none that
 * the user of `before` lacked.
 */
export function metadataKeyPart(
  users: readonly SearchableUser[],
  before: readonly SearchableUser[] = [],
): SQL {
  const known = metadataKeysOf(before);
  const fresh = [...metadataKeysOf(users)].filter(([id]) => !known.has(id)).map(([, key]) => key);
  if (fresh.length === 0) return sql``;
  return sql`, mk as (
    insert into metadata_keys (bag, path, folded, kind)
    select y.bag, y.path, y.folded, y.kind
    from jsonb_to_recordset(${JSON.stringify(fresh)}::text::jsonb) as y(bag text, path text, folded text, kind text)
    where not exists (select 1 from metadata_keys k where k.bag = y.bag and k.folded collate "C" = y.folded
      and k.path = y.path and k.kind = y.kind))`;
}

/** What stands in the terms of every user who has something at this path. */
export function metadataKeyLexeme({ bag, path }: Pick<MetadataKey, 'bag' | 'path'>): string {
  const keys = readWord({ text: path, at: 0, clauses: 0, wildcards: 0 })?.keys ?? [];
  return quoteLexeme(pathLexeme(bagNames[bag], keys));
}
