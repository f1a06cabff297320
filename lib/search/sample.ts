import { type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '@/db/client';
import { userSearch } from '@/db/schema';
import { isOutOfTime, withinBudget } from './budget';
import type { CompiledQuery } from './compile';
import { searchedTables } from './matched';

/** How many of the users that were looked at match, and how many users there are, about. */
export type Sample = { hits: number; of: number; users: number };

/** With fewer users everything is quick, and no sample is taken. */
const leastUsers = 50_000;
const timeoutMs = 100;

function statement(compiled: CompiledQuery, size: number): SQL {
  const known = sql`(select reltuples::float8 from pg_class where oid = ${'user_search'}::regclass)`;
  const percent = sql`(select case when reltuples < ${leastUsers} then 0 else 100.0 * ${size}::int / reltuples end
    from pg_class where oid = ${'user_search'}::regclass)`;
  const sampled = sql`${userSearch} tablesample system (${percent})`;
  return sql`select count(*) filter (where ${compiled.where})::int as hits, count(*)::int as of, ${known} as users
    from ${searchedTables(compiled, undefined, sampled)}`;
}

/**
 * Looks at about `size` users that stand anywhere, 7 microseconds each, for what no statistics know: how frequent a
 * range, a beginning or a part of a text is. Undefined when there are few users, none was met, or it takes too long.
 */
export async function sampleUsers(
  db: Database | Transaction,
  compiled: CompiledQuery,
  size: number,
): Promise<Sample | undefined> {
  try {
    // Beside a sample whose size the planner cannot know, it would read the other tables whole.
    const [row] = await withinBudget(db, { timeoutMs, way: 'collect' }, (tx) =>
      tx.execute<Sample>(statement(compiled, size)),
    );
    return row && row.of > 0 ? row : undefined;
  } catch (error) {
    if (isOutOfTime(error)) return undefined;
    throw error;
  }
}
