import { sql } from 'drizzle-orm';
import { identities, userSearch, users } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { isOutOfTime, withinBudget } from './budget';
import { resolveField } from './check-field';
import { mayRead, type SearchRights, type Target } from './checked';
import { valuesPath } from './compile-path';
import { bagNames, pathLexeme, quoteLexeme, readLexeme, textPrefix } from './lexeme';
import { parseQuery } from './parse';

/** A value that users have at a path: what to search for, and how it stands in JSON. */
export type MetadataValue = { value: string; kind: 'text' | 'number' | 'boolean' };

const offered = 20;
/** How many users that have the path are looked at, and for how long. */
const sample = { users: 300, ms: 150 };

type Path = Extract<Target, { kind: 'path' }>;
type Counted = MetadataValue & { weight: number };

/** The path that a query would name so. */
function readPath(text: string): Path {
  const tree = parseQuery(`_exists_:${text}`);
  const target = tree.kind === 'exists' ? resolveField(tree.field) : undefined;
  if (target?.kind === 'path') return target;
  throw new Invalid('The path is not one of a key of metadata, such as user_metadata.address.city.', {
    errorCode: 'invalid_query_string',
    fields: { path: 'The path of a key, with its bag' },
  });
}

/** The most frequent values of all users, as the statistics of PostgreSQL have them. */
async function frequent(ctx: Context, path: string, prefix: string): Promise<Counted[]> {
  const rows = await ctx.db.execute<{ lexeme: string; weight: number }>(sql`
    select lexeme, weight from (
      select unnest(most_common_elems::text::text[]) as lexeme, unnest(most_common_elem_freqs) as weight
      from pg_stats where schemaname = current_schema() and tablename = 'user_search' and attname = 'terms') s
    where starts_with(lexeme, ${path}) order by weight desc`);
  return rows.flatMap(({ lexeme, weight }) => {
    const read = readLexeme(path, lexeme);
    return read?.value.startsWith(prefix) ? [{ ...read, weight }] : [];
  });
}

/** The values of some users that have any there. Empty when finding them takes too long. */
async function sampled(ctx: Context, { bag, keys }: Path, path: string, prefix: string): Promise<Counted[]> {
  const wanted = quoteLexeme(prefix === '' ? path : textPrefix(path, prefix));
  const document =
    bag === 'identities.profileData'
      ? sql`(select jsonb_agg(i.profile_data) from ${identities} i where i.user_id = ${userSearch.userId})`
      : bag === 'user_metadata'
        ? users.userMetadata
        : users.appMetadata;
  const statement = sql`
    select v.value #>> '{}' as value, jsonb_typeof(v.value) as type, count(*)::int as weight
    from (select ${document} as document from ${userSearch}
        inner join ${users} on ${users.userId} = ${userSearch.userId}
        where ${userSearch.terms} @@ ${prefix === '' ? wanted : `${wanted}:*`}::text::tsquery
        limit ${sample.users}) d,
      jsonb_path_query(d.document, ${valuesPath(keys)}::text::jsonpath) as v(value)
    where jsonb_typeof(v.value) in ('string', 'number', 'boolean')
      and starts_with(v.value #>> '{}', ${prefix}) and length(v.value #>> '{}') <= 200
    group by 1, 2 order by 3 desc limit 1000`;
  try {
    const rows = await withinBudget(ctx.db, { timeoutMs: sample.ms }, (db) =>
      db.execute<{ value: string; type: string; weight: number }>(statement),
    );
    return rows.map(({ value, type, weight }) => ({
      value: type === 'number' ? String(Number(value)) : value,
      kind: type === 'string' ? 'text' : type === 'number' ? 'number' : 'boolean',
      weight: weight / 1e6,
    }));
  } catch (error) {
    if (isOutOfTime(error)) return [];
    throw error;
  }
}

/**
 * Values that users have at a path (`user_metadata.address.city`, as a query spells it) and that begin with `prefix`,
 * for completion: at most 20, the most frequent first, out of the statistics of all users and a sample of those who have
 * the path. Text over 200 characters is left out. Empty for a bag that the caller may not read. Throws Invalid for what is
 * no path of a key. Two statements, the second at most 150 ms.
 */
export async function listMetadataValues(
  ctx: Context,
  { path: text, prefix = '', rights }: { path: string; prefix?: string; rights: SearchRights },
): Promise<MetadataValue[]> {
  authorize(ctx, 'read:users');
  const target = readPath(text);
  if (!mayRead(target.bag, rights)) return [];
  const path = pathLexeme(bagNames[target.bag], target.keys);
  const found = new Map<string, Counted>();
  for (const each of [
    ...(await frequent(ctx, path, prefix)),
    ...(await sampled(ctx, target, path, prefix)),
  ]) {
    const key = `${each.kind} ${each.value}`;
    if (!found.has(key)) found.set(key, each);
  }
  return [...found.values()]
    .sort((a, b) => b.weight - a.weight || (a.value < b.value ? -1 : 1))
    .slice(0, offered)
    .map(({ value, kind }) => ({ value, kind }));
}
