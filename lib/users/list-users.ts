import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { type SearchExplanation, searchUsers } from '@/lib/search';
import { loadUsers } from './load-users';
import { presentUser } from './present-user';
import { type ListUsersInput, listUsersInput, type UserView } from './schemas';
import { searchTerms } from './search-terms';

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
  const { ids, start, limit, total, totalKind, next, explanation } = await searchUsers(ctx, {
    ...(q === undefined ? {} : { q }),
    ...(sort === undefined ? {} : { sort }),
    ...(from === undefined ? {} : { from }),
    ...(walks ? { take: take ?? 50 } : { page, perPage: per_page }),
    includeTotals: include_totals,
    ...terms,
    walled: terms.strict,
    explain: options.explain ?? false,
  });
  const found = await loadUsers(ctx, ids);
  return {
    users: found.map((user) => presentUser(user, ctx.actor)),
    start,
    limit,
    length: found.length,
    ...(total === undefined ? {} : { total, totalKind }),
    ...(next === undefined ? {} : { next }),
    ...(explanation === undefined ? {} : { explanation }),
  };
}
