import { type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '@/db/client';
import { isOutOfTime, withinBudget } from './budget';
import type { CompiledQuery } from './compile';

import { searchedTables } from './matched';
import { planOf } from './plan';
import { sampleUsers } from './sample';

type Db = Database | Transaction;
/** `estimate`: what the statistics expect, when counting takes too long. */
export type Total = { total: number; kind: 'exact' | 'estimate' };

/** Up to here a total is always exact when it can be counted at all. */
const cap = 10_000;
const budgets = { namedMs: 80, cappedMs: 1000, exactMs: 40 };
/** Users of a sample for an estimate: a twentieth of error where a fifth match. */
const sampled = 2000;
/** Of more expected matches than this an exact count is not begun: it would not end in time. */
const countable = 300_000;

/** A select of one row a match. */
export function matches(compiled: CompiledQuery): SQL {
  return sql`select 1 from ${searchedTables(compiled)} where ${compiled.where}`;
}

async function countUpTo(db: Db, compiled: CompiledQuery, limit: number | undefined): Promise<number> {
  const rows = matches(compiled);
  const capped = limit === undefined ? rows : sql`${rows} limit ${limit}`;
  const [row] = await db.execute<{ n: string }>(sql`select count(*) as n from (${capped}) matches`);
  return Number(row?.n ?? 0);
}

/** Undefined when the time is up. */
async function countWithin(
  db: Db,
  compiled: CompiledQuery,
  limit: number | undefined,
  timeoutMs: number,
): Promise<number | undefined> {
  try {
    return await withinBudget(db, { timeoutMs }, (tx) => countUpTo(tx, compiled, limit));
  } catch (error) {
    if (isOutOfTime(error)) return undefined;
    throw error;
  }
}

/** How many match, about: of what statistics can only guess, from a sample of users. */
async function estimate(db: Db, compiled: CompiledQuery): Promise<number> {
  const planned = async () => (await planOf(db, matches(compiled))).rows;
  if (!compiled.isGuess) return planned();
  const sample = await sampleUsers(db, compiled, sampled);
  return sample ? Math.round((sample.users * sample.hits) / sample.of) : planned();
}

/**
 * How many users match. Exact to 10,000 when it can be counted in a second, and beyond as far as a short time allows;
 * else an estimate, never below what was counted, and labelled so. Two statements, or three.
 */
export async function countMatches(db: Db, compiled: CompiledQuery, left: () => number): Promise<Total> {
  if (compiled.nobody) return { total: 0, kind: 'exact' };
  const { named } = compiled;
  const expected = await estimate(db, compiled);
  // Where so many are expected, counting to the cap tells nothing that counting them all does not.
  const counted =
    expected > (compiled.isGuess ? 2 : 1.3) * cap
      ? cap + 1
      : ((named && (await countWithin(db, { ...compiled, where: named }, cap + 1, budgets.namedMs))) ??
        (await countWithin(
          db,
          compiled,
          cap + 1,
          Math.min(budgets.cappedMs, Math.max(budgets.exactMs, left())),
        )));
  if (counted !== undefined && counted <= cap) return { total: counted, kind: 'exact' };
  if (counted !== undefined && expected <= countable) {
    const exact = await countWithin(db, compiled, undefined, budgets.exactMs);
    if (exact !== undefined) return { total: exact, kind: 'exact' };
  }
  return { total: Math.max(counted ?? 0, expected), kind: 'estimate' };
}
