import { type SQL, sql } from 'drizzle-orm';
import { userActivity, userSearch, users } from '@/db/schema';
import type { CompiledQuery } from './compile';
import type { Position } from './cursor';
import type { Sort } from './schemas';
import { keyText, keyValue, sortColumn } from './sort';

/** Which stretch of the ordered matches is wanted. */
export type Paging = { limit: number; offset: number } | { limit: number; after: Position | undefined };

export type Search = { compiled: CompiledQuery; sort: Sort; paging: Paging };

/**
 * The tables a search reads, joined INNER: every user has a row in each, and an outer join hides that from plans. Where
 * nothing is asked of users, the table of the sort alone.
 */
export function searchedTables(compiled: CompiledQuery, sort?: Sort, first: SQL = sql`${userSearch}`): SQL {
  const table = sort ? sortColumn(sort).table : 'search';
  if (compiled.everybody && table !== 'search') return sql`${table === 'users' ? users : userActivity}`;
  const parts = [first];
  if (compiled.uses.users || table === 'users') {
    parts.push(sql`inner join ${users} on ${users.userId} = ${userSearch.userId}`);
  }
  if (compiled.uses.activity || table === 'activity') {
    parts.push(sql`inner join ${userActivity} on ${userActivity.userId} = ${userSearch.userId}`);
  }
  return sql.join(parts, sql` `);
}

type Part = { where: SQL[]; order: SQL };

/**
 * Users without a sort value come last both ways. Where an index cannot give that order in one walk, those with a
 * value and those without are two walks.
 */
function partsOf({ sort, paging }: Search): Part[] {
  const { value, id, nullable, indexed } = sortColumn(sort);
  const direction = sort.direction === 'asc' ? sql`asc` : sql`desc`;
  const beyond = sort.direction === 'asc' ? sql`>` : sql`<`;
  const order = sql`${value} ${direction}, ${id} ${direction}`;
  const after = 'after' in paging ? paging.after : undefined;
  const split = nullable && ('after' in paging || (sort.direction === 'desc' && indexed));
  if (!split) {
    const nulls = nullable ? sql`${value} ${direction} nulls last, ${id} ${direction}` : order;
    return [{ where: after ? [afterKey(after)] : [], order: nulls }];
  }
  const withValue: Part = {
    where: [sql`${value} is not null`, ...(after ? [afterKey(after)] : [])],
    order,
  };
  const without: Part = {
    where: [
      sql`${value} is null`,
      ...(after && after.key === null ? [sql`${id} ${beyond} ${after.userId}`] : []),
    ],
    order: sql`${id} ${direction}`,
  };
  return after && after.key === null ? [without] : [withValue, without];

  function afterKey({ key, userId }: Position): SQL {
    return sql`(${value}, ${id}) ${beyond} (${keyValue(key ?? '', sortColumn(sort).type)}, ${userId})`;
  }
}

/** SELECT of `user_id` and `sort_value` of the wanted stretch of matches, in order. Reads no more tables than needed. */
export function matchedRows(search: Search): SQL {
  const { compiled, sort, paging } = search;
  const offset = 'offset' in paging ? paging.offset : 0;
  const tables = searchedTables(compiled, sort);
  const part = ({ where, order }: Part, limit: number) => sql`
    select ${sortColumn(sort).id} as user_id, ${sortColumn(sort).value} as sort_value from ${tables}
    where ${sql.join([compiled.where, ...where], sql` and `)}
    order by ${order} limit ${limit}`;
  const [first, second] = partsOf(search);
  if (!first) throw new Error('A search has no part.');
  if (!second) return sql`${part(first, paging.limit)} offset ${offset}`;
  const most = paging.limit + offset;
  // The second walk is not begun when the first has filled the page: a limit of 0 asks for no row.
  return sql`with earlier as materialized (${part(first, most)})
    select * from (
      select * from earlier union all
      (select * from (${part(second, most)}) later limit (select ${most}::int - count(*) from earlier))
    ) parts
    order by ${outerOrder(sort)} limit ${paging.limit} offset ${offset}`;
}

/** The order of `matchedRows`, for the query around it. */
export function outerOrder({ direction }: Sort): SQL {
  return direction === 'asc'
    ? sql`sort_value asc nulls last, user_id asc`
    : sql`sort_value desc nulls last, user_id desc`;
}

/** `sortKey`: what a cursor after the user says of their place, null where they have no sort value. */
export type FoundUser = { userId: string; sortKey: string | null };

/** SELECT of the wanted stretch of matches, in order, as FoundUser. */
export function pageRows(search: Search): SQL {
  const { sort } = search;
  return sql`select m.user_id as "userId", ${keyText(sql`m.sort_value`, sortColumn(sort).type)} as "sortKey"
    from (${matchedRows(search)}) m order by ${outerOrder(sort)}`;
}
