import type { Database, Transaction } from '@/db/client';
import { matches } from './count';
import { matchedRows, type Search } from './matched';
import type { PageWay } from './page';
import { type Plan, planOf } from './plan';

/** How a search was answered, for the person who wonders why it is slow. */
export type SearchExplanation = {
  /**
   * Which way the page was found: `planned`, as PostgreSQL planned it; `collected`, all matches first and sorted then;
   * `walked`, in the order of the sort until the page was full; `sorted`, all of many matches. `nobody`: the database was not asked, since the query
   * can match no user.
   */
  plan: PageWay;
  /** What PostgreSQL's own plan does, outermost step first, such as `Bitmap Index Scan on user_search_terms`. */
  steps: Plan['steps'];
  /** Users on the page, and how many in all the statistics expect. */
  rows: number;
  expectedRows: number;
  /** Milliseconds, waits for the database included: to find the page, and to count when a total was asked for. */
  pageMs: number;
  totalMs?: number;
};

/** What PostgreSQL would do by itself. Two statements, which read no user. */
export async function explainSearch(
  db: Database | Transaction,
  search: Search,
): Promise<Pick<SearchExplanation, 'steps' | 'expectedRows'>> {
  const { steps } = await planOf(db, matchedRows(search));
  const { rows: expectedRows } = await planOf(db, matches(search.compiled));
  return { steps, expectedRows };
}
