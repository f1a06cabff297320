import { sql } from 'drizzle-orm';
import type { Database, Transaction } from '@/db/client';

/** PostgreSQL's code of a statement that was stopped, here always by its time limit. */
const stopped = '57014';

export function isOutOfTime(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause && cause.code === stopped;
}

export type Budget = {
  timeoutMs: number;
  /** What the planner is kept from, so that it takes the way that is wanted; left out, it chooses. */
  way?: keyof typeof ways | undefined;
};

/** Settings of the planner by the way that they leave it. */
const ways = {
  /** Read in the sort order and filter, until there are enough. */
  walk: ['enable_bitmapscan', 'enable_sort', 'enable_hashjoin', 'enable_mergejoin'],
  /** Find what matches, and look each of those up. */
  collect: ['enable_hashjoin', 'enable_mergejoin'],
  /** The same where every text has to be looked at: by all cores. */
  scan: ['enable_hashjoin', 'enable_mergejoin'],
  /** Find all matches at once, and sort those. */
  sort: ['enable_nestloop'],
} as const;

function isTransaction(db: Database | Transaction): db is Transaction {
  return 'rollback' in db;
}

/**
 * Runs the statements of `work` under a time limit each. Inside the caller's transaction there is no limit: it would
 * outlive the search, and a stop would abort the rest.
 */
export function withinBudget<T>(
  db: Database | Transaction,
  { timeoutMs, way }: Budget,
  work: (db: Database | Transaction) => Promise<T>,
): Promise<T> {
  if (isTransaction(db)) return work(db);
  return db.transaction(async (tx) => {
    const off = way ? ways[way] : [];
    const closed = sql.join(
      off.map((name) => sql`, set_config(${name}, 'off', true)`),
      sql``,
    );
    // A plan made for any value serves neither the rare nor the common one. Workers that read ahead in a sort order
    // read what nobody asks for, and take the cores of other requests.
    const alone =
      way === 'sort' || way === 'scan'
        ? sql``
        : sql`, set_config('max_parallel_workers_per_gather', '0', true)`;
    await tx.execute(sql`select set_config('statement_timeout', ${String(Math.ceil(timeoutMs))}, true),
      set_config('jit', 'off', true), set_config('work_mem', '16MB', true),
      set_config('plan_cache_mode', 'force_custom_plan', true)${alone}${closed}`);
    return work(tx);
  });
}
