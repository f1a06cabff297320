import { eq } from 'drizzle-orm';
import { quickRows } from '@/db/quick-rows';
import { userActivity, users } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { type MatchedRow, type Page, type SearchExplanation, searchUsers } from '@/lib/search';
import { presentUser } from './present-user';
import { type ListUsersInput, listUsersInput, type UserView } from './schemas';
import { searchTerms } from './search-terms';
import { type StoredUser, storedUserColumns } from './state';

export type UserList = {
  users: UserView[];
  start: number;
  limit: number;
  length: number;
  total?: number;
  /** An estimate is only given past 10,000 matches, when counting takes too long; capped: strict search stops at 1,000. */
  totalKind?: 'exact' | 'estimate' | 'capped';
  /** Of a walk by `take`: the `from` of what follows, absent at the end. */
  next?: string;
  /** Only when asked for. */
  explanation?: SearchExplanation;
};

/** Everything that presenting a user needs, in the search's own statement. */
export function loadUsers({ db, matched, order }: Page): PromiseLike<(StoredUser & MatchedRow)[]> {
  const query = db
    .select({ ...storedUserColumns, sortKey: matched.sortKey })
    .from(matched)
    .innerJoin(users, eq(users.userId, matched.userId))
    .innerJoin(userActivity, eq(userActivity.userId, matched.userId))
    .orderBy(...order);
  return quickRows(query.prepare('users_of_page')).execute();
}

function refuseWalk(): never {
  throw new Invalid(
    "Query validation error: 'Additional properties not allowed: from, take (strict search)'.",
    {
      errorCode: 'invalid_query_string',
    },
  );
}

/**
 * Lists or searches users (`reference/management-api.md` 2.2, `reference/user-search.md`), as the actor may see them.
 * The total rides along when asked for. Sees every acknowledged write. There is no 1,000-result wall, unless the tenant
 * wants strict search, which refuses what Auth0 refuses. `from` and `take`
 * walk by cursor, in any sort and at any depth in the same time; page numbers have no meaning then. `explain` tells an
 * administrator how the search was answered.
 */
export async function listUsers(
  ctx: Context,
  input: ListUsersInput,
  options: { explain?: boolean } = {},
): Promise<UserList> {
  authorize(ctx, 'read:users');
  const { q, sort, page, per_page, from, take, include_totals } = parseInput(listUsersInput, input, 'query');
  const walks = from !== undefined || take !== undefined;
  const terms = await searchTerms(ctx);
  if (terms.strict && walks) refuseWalk();
  const { rows, start, limit, total, totalKind, next, explanation } = await searchUsers(
    ctx,
    {
      ...(q === undefined ? {} : { q }),
      ...(sort === undefined ? {} : { sort }),
      ...(from === undefined ? {} : { from }),
      ...(walks ? { take: take ?? 50 } : { page, perPage: per_page }),
      includeTotals: include_totals,
      ...terms,
      walled: terms.strict,
      explain: options.explain ?? false,
    },
    loadUsers,
  );
  return {
    users: rows.map((row) => presentUser(row, ctx.actor)),
    start,
    limit,
    length: rows.length,
    ...(total === undefined ? {} : { total, totalKind }),
    ...(next === undefined ? {} : { next }),
    ...(explanation === undefined ? {} : { explanation }),
  };
}
