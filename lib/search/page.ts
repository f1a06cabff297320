import type { Database, Transaction } from '@/db/client';
import { Unavailable } from '@/lib/errors';
import { type Budget, isOutOfTime, withinBudget } from './budget';
import { collectedRow } from './collected';
import type { CompiledQuery } from './compile';
import { type FoundUser, pageRows, type Search } from './matched';
import { sampleUsers } from './sample';
import { sortColumn } from './sort';

type Db = Database | Transaction;

const firstMs = 80;
const collectMs = 800;
const walkMs = 200;
/** Of a walk where collecting would look at every text. */
const textWalkMs = 500;
/** Up to this many matches are collected and sorted when the planner's own way took too long. */
const collectable = 20_000;

/** Which way a page was found; `SearchExplanation` tells of each. */
export type PageWay = 'nobody' | 'planned' | 'collected' | 'walked' | 'sorted';

async function find(db: Db, search: Search): Promise<FoundUser[]> {
  return await db.execute<FoundUser>(pageRows(search));
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

/** The page when matches are few; undefined when they are not, or it takes too long. */
export async function collectPage(
  db: Db,
  search: Search,
  timeoutMs: number,
  way: 'collect' | 'scan' = 'collect',
): Promise<FoundUser[] | undefined> {
  const query = collectedRow(search, collectable);
  const rows = await attempt(() =>
    withinBudget(db, { timeoutMs, way }, (tx) => tx.execute<{ n: number; found: FoundUser[] }>(query)),
  );
  const [row] = rows ?? [];
  return row && row.n <= collectable ? row.found : undefined;
}

/** Whether an index in the order of the sort begins at the page, or not far before it. */
function isNear({ sort, paging }: Search): boolean {
  return sortColumn(sort).indexed && !('offset' in paging && paging.offset > 10_000);
}

/** How many match of what statistics take for a guess, from a sample; undefined where they know, or nobody was met. */
async function frequency(db: Db, compiled: CompiledQuery): Promise<'rare' | 'frequent' | undefined> {
  const { isGuess, isUnnamed, named } = compiled;
  if (!isGuess || named) return undefined;
  const sample = await sampleUsers(db, compiled, isUnnamed ? 400 : 1200);
  if (!sample) return undefined;
  // Where one in a hundred matches, walking to a page of 50 costs what collecting all of a million users' does. To
  // collect what no index has, every text is looked at: that pays where hardly anybody matches.
  const isRare = isUnnamed ? sample.hits * 100 < sample.of : sample.hits === 0;
  return isRare ? 'rare' : 'frequent';
}

/**
 * One page of matches. A planner that guesses wrong costs a bounded time: first its own plan under a short limit, which
 * looks up what the query names and not its ranges; then matches are collected and sorted, if they are few; else the
 * sort order is walked for a moment; else, when those who match stand late in it, all are found and sorted. What is
 * seen to be rare is collected before all that, and what is seen to be frequent is walked at once. `left`: milliseconds
 * that the search still has; throws Unavailable when they are over.
 */
export async function findPage(
  db: Db,
  search: Search,
  left: () => number,
): Promise<{ found: FoundUser[]; way: PageWay }> {
  const { everybody, isLookup, isUnnamed, named, nobody } = search.compiled;
  if (nobody || search.paging.limit === 0) return { found: [], way: 'nobody' };
  // Nothing to be guessed wrong: an index has the page.
  if (everybody && isNear(search)) return { found: await find(db, search), way: 'planned' };
  // Without time left no statement is begun: PostgreSQL takes 0 for no limit.
  const inTime = async <T>(most: number, work: (timeoutMs: number) => Promise<T | undefined>) => {
    const timeoutMs = Math.min(most, left());
    return timeoutMs < 1 ? undefined : await work(timeoutMs);
  };
  const within = (most: number, one: Search, way?: Budget['way']) =>
    inTime(most, (timeoutMs) => attempt(() => withinBudget(db, { timeoutMs, way }, (tx) => find(tx, one))));
  const collected = (most: number, way?: 'scan') =>
    inTime(most, (timeoutMs) => collectPage(db, search, timeoutMs, way));

  const looked = isLookup ? await collected(firstMs) : undefined;
  if (looked) return { found: looked, way: 'collected' };
  const frequent = await frequency(db, search.compiled);
  if (frequent === 'rare') {
    const few = await (isUnnamed ? collected(collectMs) : collected(left(), 'scan'));
    if (few) return { found: few, way: 'collected' };
  }
  const asNamed = named ? { ...search, compiled: { ...search.compiled, where: named } } : search;
  const walks = frequent === 'frequent' && isNear(search);
  const first = await within(walks && !isUnnamed ? textWalkMs : firstMs, asNamed, walks ? 'walk' : undefined);
  if (first) return { found: first, way: walks ? 'walked' : 'planned' };
  const few = everybody ? undefined : await collected(collectMs);
  if (few) return { found: few, way: 'collected' };
  const walked = await within(walkMs, search, 'walk');
  if (walked) return { found: walked, way: 'walked' };
  const sorted = await within(left(), search, 'sort');
  if (sorted) return { found: sorted, way: 'sorted' };
  throw new Unavailable(
    'The search took longer than 2 seconds. Add a condition that few users meet, such as an e-mail address, a connection or an exact metadata value, or leave out the sort.',
    { errorCode: 'search_timeout' },
  );
}
