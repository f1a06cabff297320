import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Forbidden, Invalid } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { checkQuery } from './check';
import type { SearchRights } from './checked';
import { compileQuery } from './compile';
import { countMatches, type Total } from './count';
import { formatCursor, parseCursor } from './cursor';
import { explainSearch, type SearchExplanation } from './explain';
import type { Paging } from './matched';
import { findPage } from './page';
import { parseQuery } from './parse';
import { searchInput } from './schemas';
import { withSearchSlot } from './slots';
import { parseSort } from './sort';

export type SearchRequest = {
  q?: string;
  /** `field:1` or `field:-1`, of a root field or one of `sortKeys`. */
  sort?: string;
  /** Keys of metadata that the tenant has declared for sorting, such as `user_metadata.age`. */
  sortKeys?: readonly string[];
  includeTotals?: boolean;
  rights: SearchRights;
  /** Refuse what Auth0 refuses of a query: wildcards and ranges on metadata, and all that is an extension. */
  strict?: boolean;
  /** Refuse pages past record 1,000 as Auth0 does, and count no further. */
  walled?: boolean;
  /** Tell how the search was answered; for administrators of the console. Costs two more statements when on, none when off. */
  explain?: boolean;
  page?: number;
  perPage?: number;
  /** A walk by cursor: `take` users after `from`, the `next` of the page before. */
  from?: string;
  take?: number;
};

export type SearchResult = {
  /** Of the page's users, in order. */
  ids: string[];
  start: number;
  limit: number;
  /** Only when asked for. */
  total?: number;
  /** `capped`: at the wall, and there are more. */
  totalKind?: Total['kind'] | 'capped';
  /** The cursor after the last row; undefined when there are no more. */
  next?: string;
  /** Only when asked for. */
  explanation?: SearchExplanation;
};

/** One search, all its attempts together, so that its answer comes within 2 s. */
const totalMs = 1700;
const wall = 1000;
const defaultPerPage = 50;

function refusePastWall(): never {
  throw new Invalid(
    `You can only page through the first ${wall} records. Narrow the search, or turn off strict search to read on.`,
    { errorCode: 'invalid_paging' },
  );
}

function readPaging(
  input: ReturnType<typeof readInput>,
  walled: boolean,
): Paging & { start: number; size: number } {
  const { take, from, sort } = input;
  if (take !== undefined) {
    const after = from === undefined ? undefined : parseCursor(from, sort);
    return { limit: take + 1, after, start: 0, size: take };
  }
  const size = input.perPage ?? defaultPerPage;
  const offset = (input.page ?? 0) * size;
  if (walled && offset + size > wall) refusePastWall();
  return { limit: size, offset, start: offset, size };
}

function readInput(asked: SearchRequest) {
  const { rights, sortKeys = [], strict, walled: _walled, explain: _explain, ...request } = asked;
  const input = parseInput(searchInput, request, 'query');
  return { ...input, sort: parseSort(input.sort, { rights, sortKeys: strict ? [] : sortKeys }) };
}

function assertMayExplain(ctx: Context): void {
  if (ctx.actor.type === 'admin') return;
  throw new Forbidden('Only administrators may see how a search is answered.', {
    errorCode: 'insufficient_scope',
  });
}

/** Counts as Auth0 does: to the wall and no further. */
function atMostWall({ total, kind }: Total): Pick<SearchResult, 'total' | 'totalKind'> {
  return total > wall ? { total: wall, totalKind: 'capped' } : { total, totalKind: kind };
}

/**
 * Finds users by the language of `reference/user-search.md`: the ids of one page of them, in a stable order. Sees every
 * acknowledged write. One statement, and two for a total that a page does not tell by itself; one more before it where
 * nothing that is asked is named and there are many users. Throws Invalid for a query, sort, page or cursor that cannot
 * be; Unavailable after 2 s.
 */
export async function searchUsers(ctx: Context, request: SearchRequest): Promise<SearchResult> {
  authorize(ctx, 'read:users');
  const { rights, strict = false, walled = false, explain = false } = request;
  if (explain) assertMayExplain(ctx);
  const input = readInput(request);
  const { sort } = input;
  const { start, size, ...paging } = readPaging(input, walled);
  const compiled = compileQuery(checkQuery(parseQuery(input.q), { rights, strict }));
  // From here on, waiting for others too.
  const until = performance.now() + totalMs;
  const left = () => Math.max(0, until - performance.now());
  return withSearchSlot(async () => {
    const search = { compiled, sort, paging };
    const started = performance.now();
    const { found, way } = await findPage(ctx.db, search, left);
    const ids = found.slice(0, size).map(({ userId }) => userId);
    const result: SearchResult = { ids, start, limit: size };
    const last = found.length > size ? found[size - 1] : undefined;
    if (last && 'after' in paging)
      result.next = formatCursor(sort, { key: last.sortKey, userId: last.userId });
    const pageMs = performance.now() - started;
    if (input.includeTotals) {
      const tells = !('after' in paging) && ids.length < size && (ids.length > 0 || start === 0);
      const total: Total = tells
        ? { total: start + ids.length, kind: 'exact' }
        : await countMatches(ctx.db, compiled, left);
      Object.assign(result, walled ? atMostWall(total) : { total: total.total, totalKind: total.kind });
    }
    if (explain) {
      const counting = input.includeTotals ? { totalMs: performance.now() - started - pageMs } : {};
      const plan = await explainSearch(ctx.db, search);
      result.explanation = { plan: way, ...plan, rows: ids.length, pageMs, ...counting };
    }
    return result;
  });
}
