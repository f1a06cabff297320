import { type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '@/db/client';
import { userSearch } from '@/db/schema';
import { Unavailable } from '@/lib/errors';
import { type Budget, isOutOfTime, withinBudget } from './budget';
import { collectedRow } from './collected';
import type { CompiledQuery } from './compile';
import { keyOfRow, matchedRows, outerOrder, type Search } from './matched';
import { sampleUsers } from './sample';
import { sortColumn } from './sort';

type Db = Database | Transaction;

/** The matches of one page as a table to join: `user_id`, and `sort_key` for the cursor after it. */
export function matchedTable(db: Db, search: Search) {
  const value = sql`m.sort_value`;
  return db
    .select({
      userId: sql<string>`m.user_id`.as('matched_user_id'),
      sortKey: keyOfRow(search.sort, value).as('sort_key'),
      sortValue: sql`m.sort_value`.as('sort_value'),
    })
    .from(sql`(${matchedRows(search)}) m`)
    .as('matched');
}

export type MatchedTable = ReturnType<typeof matchedTable>;

/** What a loader selects from: join `matched` on the user's id, order by `order`, select at least its two columns. */
export type Page = { db: Db; matched: MatchedTable; order: SQL[] };
export type MatchedRow = { userId: string; sortKey: string | null };
export type Loader<R extends MatchedRow> = (page: Page) => PromiseLike<R[]>;

/** The loader of those who want ids only. */
export const loadIds: Loader<MatchedRow> = ({ db, matched, order }) =>
  db
    .select({ userId: matched.userId, sortKey: matched.sortKey })
    .from(matched)
    .orderBy(...order);

const firstMs = 80;
const collectMs = 800;
const walkMs = 200;
/** Of a page whose users are known. */
const pageMs = 200;
/** Up to this many matches are collected and sorted when the planner's own way took too long. */
const collectable = 20_000;

/** Which way a page was found; `SearchExplanation` tells of each. */
export type PageWay = 'nobody' | 'planned' | 'collected' | 'walked' | 'sorted';

async function load<R extends MatchedRow>(db: Db, search: Search, loader: Loader<R>): Promise<R[]> {
  const matched = matchedTable(db, search);
  const order = outerOrder(search.sort, sql`${matched.sortValue}`, sql`${matched.userId}`);
  return await loader({ db, matched, order });
}

/** Undefined when the statements ran out of time. */
async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isOutOfTime(error)) return undefined;
    throw error;
  }
}

/** The ids of the page as a JSON array, when matches are few; undefined when they are not. */
export async function collectPage(
  db: Db,
  search: Search,
  timeoutMs: number,
  way: 'collect' | 'scan' = 'collect',
): Promise<string | undefined> {
  const query = collectedRow(search, collectable);
  const rows = await attempt(() =>
    withinBudget(db, { timeoutMs, way }, (tx) => tx.execute<{ n: number; ids: string }>(query)),
  );
  const [found] = rows ?? [];
  return found && found.n <= collectable ? found.ids : undefined;
}

/** The page alone, from all matches at once; what is loaded beside it would be read whole in that way too. */
export async function sortAll(db: Db, search: Search, timeoutMs: number): Promise<string[] | undefined> {
  const query = sql`select m.user_id as id from (${matchedRows(search)}) m`;
  const rows = await attempt(() =>
    withinBudget(db, { timeoutMs, way: 'sort' }, (tx) => tx.execute<{ id: string }>(query)),
  );
  return rows?.map((row) => row.id);
}

/** Whether an index in the order of the sort begins at the page, or not far before it. */
function isNear({ sort, paging }: Search): boolean {
  return sortColumn(sort).indexed && !('offset' in paging && paging.offset > 10_000);
}

/** Whether few match what statistics take for frequent, so that walking the sort order would hardly meet any. */
async function isRare(db: Db, compiled: CompiledQuery): Promise<boolean> {
  if (!compiled.isGuess || compiled.named) return false;
  const sample = await sampleUsers(db, compiled, 400);
  return sample !== undefined && sample.hits <= 2;
}

/** `ids`: a JSON array. */
function among(ids: string): CompiledQuery {
  return {
    where: sql`${userSearch.userId} in (select jsonb_array_elements_text(${ids}::text::jsonb))`,
    uses: { users: false, activity: false },
    isGuess: false,
    isUnnamed: false,
    isLookup: false,
    everybody: false,
    nobody: ids === '[]',
  };
}

/**
 * One page of matches. A planner that guesses wrong costs a bounded time: first its own plan under a short limit, which
 * looks up what the query names and not its ranges; then matches are collected and sorted, if they are few; else the
 * sort order is walked for a moment; else, when those who match stand late in it, all are found and sorted. What is
 * surely rare is collected before all that. `left`: milliseconds that the search still has; throws Unavailable when they
 * are over.
 */
export async function loadPage<R extends MatchedRow>(
  db: Db,
  search: Search,
  loader: Loader<R>,
  left: () => number,
): Promise<{ rows: R[]; way: PageWay }> {
  if (search.compiled.nobody || search.paging.limit === 0) return { rows: [], way: 'nobody' };
  // Nothing to be guessed wrong: an index has the page.
  if (search.compiled.everybody && isNear(search))
    return { rows: await load(db, search, loader), way: 'planned' };
  // Without time left no statement is begun: PostgreSQL takes 0 for no limit.
  const inTime = async <T>(most: number, work: (timeoutMs: number) => Promise<T | undefined>) => {
    const timeoutMs = Math.min(most, left());
    return timeoutMs < 1 ? undefined : await work(timeoutMs);
  };
  const within = (most: number, one: Search, way?: Budget['way']) =>
    inTime(most, (timeoutMs) =>
      attempt(() => withinBudget(db, { timeoutMs, way }, (tx) => load(tx, one, loader))),
    );
  const start = 'offset' in search.paging ? { paging: { limit: search.paging.limit, offset: 0 } } : {};
  const these = (ids: string) =>
    attempt(() =>
      withinBudget(db, { timeoutMs: pageMs }, (tx) =>
        load(tx, { ...search, ...start, compiled: among(ids) }, loader),
      ),
    );
  const collected = async (most: number, way?: 'scan') => {
    const ids = await inTime(most, (timeoutMs) => collectPage(db, search, timeoutMs, way));
    return ids && (await these(ids));
  };
  const { everybody, isLookup, isUnnamed, named } = search.compiled;
  const looked = isLookup ? await collected(firstMs) : undefined;
  if (looked) return { rows: looked, way: 'collected' };
  if (await isRare(db, search.compiled)) {
    const few = await (isUnnamed ? collected(collectMs) : collected(left(), 'scan'));
    if (few) return { rows: few, way: 'collected' };
  }
  const asNamed = named ? { ...search, compiled: { ...search.compiled, where: named } } : search;
  const first = await within(firstMs, asNamed);
  if (first) return { rows: first, way: 'planned' };
  const few = everybody ? undefined : await collected(collectMs);
  if (few) return { rows: few, way: 'collected' };
  const walked = await within(walkMs, search, 'walk');
  if (walked) return { rows: walked, way: 'walked' };
  const page = await inTime(left(), (timeoutMs) => sortAll(db, search, timeoutMs));
  const sorted = page && (await these(JSON.stringify(page)));
  if (sorted) return { rows: sorted, way: 'sorted' };
  throw new Unavailable(
    'The search took longer than 2 seconds. Add a condition that few users meet, such as an e-mail address, a connection or an exact metadata value, or leave out the sort.',
    { errorCode: 'search_timeout' },
  );
}
