import type { TestDatabase } from '@/lib/testing';

/** Rows that come of being asked: what was tried, and how often. */
const ofAsking = new Set(['logs', 'rate_limits']);

/** Every table that is no partition of another, by its name. */
export async function tableNames({ sql }: TestDatabase): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
  return rows.map(({ name }) => name);
}

/** Every row of every table as text, by table. */
export async function wholeDatabase(database: TestDatabase): Promise<[string, string][]> {
  const names = await tableNames(database);
  return Promise.all(
    names.map(async (name): Promise<[string, string]> => {
      const rows = await database.sql`select t::text as row from ${database.sql(name)} t`;
      return [name, rows.map(({ row }) => row).join('\n')];
    }),
  );
}

/**
 * A digest of all that is stored, by table, without what comes of being asked: compare two of them to see whether
 * anything was written between. One statement.
 */
export async function digests(
  database: TestDatabase,
  except: readonly string[] = [],
): Promise<Map<string, string>> {
  const names = (await tableNames(database)).filter((name) => !ofAsking.has(name) && !except.includes(name));
  if (names.length < 15) throw new Error('Most tables are missing: this would prove nothing.');
  const parts = names.map(
    (name) =>
      `select '${name}' as name, md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as md5 from ${name} t`,
  );
  const rows = await database.sql.unsafe<{ name: string; md5: string }[]>(parts.join(' union all '));
  // The parts of the statement come in whatever order they are done.
  const found = new Map(rows.map(({ name, md5 }) => [name, md5]));
  return new Map(names.toSorted().map((name) => [name, found.get(name) ?? '']));
}

/** The tables in which two digests differ. */
export function tablesThatDiffer(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...after].filter(([name, md5]) => before.get(name) !== md5).map(([name]) => name);
}
