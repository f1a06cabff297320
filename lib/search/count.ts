import { type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '@/db/client';
import { isOutOfTime, withinBudget } from './budget';
import type { CompiledQuery } from './compile';

import { searchedTables } from './matched';
import { planOf } from './plan';

type Db = Database | Transaction;
/** `estimate`: what the statistics expect, when counting takes too long. */
export type Total = { total: number; kind: 'exact' | 'estimate' };

/** Up to here a total is always exact when it can be counted at all. */
const cap = 10_000;
const budgets = { cappedMs: 1000, exactMs: 60 };
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

/** What PostgreSQL's statistics expect. */
async function estimate(db: Db, compiled: CompiledQuery): Promise<number> {
  return (await planOf(db, matches(compiled))).rows;
}

/**
 * How many users match. Exact to 10,000, and beyond as far as a short time allows; else the estimate of the
 * statistics, never below what was counted, and labelled so.
 */
export async function countMatches(db: Db, compiled: CompiledQuery): Promise<Total> {
  if (compiled.nobody) return { total: 0, kind: 'exact' };
  const counted = await countWithin(db, compiled, cap + 1, budgets.cappedMs);
  if (counted !== undefined && counted <= cap) return { total: counted, kind: 'exact' };
  const expected = await estimate(db, compiled);
  if (counted !== undefined && expected <= countable) {
    const exact = await countWithin(db, compiled, undefined, budgets.exactMs);
    if (exact !== undefined) return { total: exact, kind: 'exact' };
  }
  return { total: Math.max(counted ?? 0, expected), kind: 'estimate' };
}
