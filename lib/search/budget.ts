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
  /** Read in the sort order and filter, instead of collecting matches and sorting them. */
  walk?: boolean;
};

function isTransaction(db: Database | Transaction): db is Transaction {
  return 'rollback' in db;
}

/**
 * Runs the statements of `work` under a time limit each. Inside the caller's transaction there is no limit: it would
 * outlive the search, and a stop would abort the rest.
 */
export function withinBudget<T>(
  db: Database | Transaction,
  { timeoutMs, walk = false }: Budget,
  work: (db: Database | Transaction) => Promise<T>,
): Promise<T> {
  if (isTransaction(db)) return work(db);
  return db.transaction(async (tx) => {
    const walking = sql`, set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true)`;
    // a plan made for any value serves neither the rare nor the common one
    await tx.execute(sql`select set_config('statement_timeout', ${String(Math.ceil(timeoutMs))}, true),
      set_config('jit', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)${walk ? walking : sql``}`);
    return work(tx);
  });
}
