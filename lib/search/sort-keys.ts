import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { sortKeyShape } from './schemas';

/** The keys as PostgreSQL writes an array; quoted, since a key may be `null`. */
const arrayOf = (keys: readonly string[]) => `{${keys.map((key) => `"${key}"`).join(',')}}`;

type SortKey = { bag: 'user_metadata' | 'app_metadata'; keys: string[] };

export function readSortKey(text: string): SortKey | undefined {
  if (!sortKeyShape.test(text)) return undefined;
  const [bag, ...keys] = text.split('.');
  return { bag: bag === 'user_metadata' ? bag : 'app_metadata', keys };
}

/** What users are ordered by, as the index of the key has it once the path is known to the planner. */
export function sortValue({ bag, keys }: SortKey): SQL {
  const document = bag === 'user_metadata' ? users.userMetadata : users.appMetadata;
  return sql`metadata_sort_value(${document}, ${arrayOf(keys)}::text[]) collate "C"`;
}

const prefix = 'users_sort_';

function indexOf(text: string): string {
  return prefix + createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function indexText(text: string): SQL {
  const key = readSortKey(text);
  if (!key) throw new Error(`${text} is no key to sort by.`);
  return sql.raw(`create index concurrently if not exists ${indexOf(text)} on users
    ((metadata_sort_value(${key.bag}, '${arrayOf(key.keys)}'::text[]) collate "C"), user_id)`);
}

/**
 * Makes the indexes that sorting by these keys needs, and drops those of keys that are declared no more. Readers and
 * writers go on meanwhile; a million users take some seconds a key. Not inside a transaction.
 */
export async function indexSortKeys(ctx: Context, declared: readonly string[]): Promise<void> {
  const wanted = new Map(declared.map((text) => [indexOf(text), text]));
  const found = await ctx.db.execute<{ name: string; valid: boolean }>(sql`
    select c.relname as name, i.indisvalid as valid from pg_index i
    inner join pg_class c on c.oid = i.indexrelid
    where i.indrelid = 'users'::regclass and starts_with(c.relname::text, ${prefix})`);
  for (const { name, valid } of found) {
    if (valid && wanted.has(name)) wanted.delete(name);
    else await ctx.db.execute(sql`drop index concurrently if exists ${sql.identifier(name)}`);
  }
  for (const text of wanted.values()) await ctx.db.execute(indexText(text));
}
