import { type SQL, sql } from 'drizzle-orm';
import { userActivity, userSearch, users } from '@/db/schema';
import type { Position } from './cursor';
import { outerOrder, type Search, searchedTables } from './matched';
import type { Sort } from './schemas';
import { keyText, keyValue, sortColumn } from './sort';

/** What comes after a place in the order, of rows that hold `user_id` and `sort_value`. Those without a value are last. */
function comesAfter(sort: Sort, { key, userId }: Position): SQL {
  const beyond = sort.direction === 'asc' ? sql`>` : sql`<`;
  if (key === null) return sql`sort_value is null and user_id ${beyond} ${userId}`;
  const value = keyValue(key, sortColumn(sort).type);
  return sql`(sort_value is null or (sort_value, user_id) ${beyond} (${value}, ${userId}))`;
}

/**
 * SELECT of one row: `n`, how many match, counted to one more than `most`; and `found`, the wanted stretch in order
 * as FoundUser, when there are no more than `most`. All matches are found first, without regard to the order.
 */
export function collectedRow({ compiled, sort, paging }: Search, most: number): SQL {
  const { value, id, table, type } = sortColumn(sort);
  const isBeside = table === 'search';
  const found = isBeside
    ? sql`select user_id, sort_value from found`
    : sql`select found.user_id, ${value} as sort_value from found
        inner join ${table === 'users' ? users : userActivity} on ${id} = found.user_id`;
  const after = 'after' in paging && paging.after ? sql` and ${comesAfter(sort, paging.after)}` : sql``;
  const offset = 'offset' in paging ? paging.offset : 0;
  return sql`with found as materialized (
      select ${userSearch.userId} as user_id${isBeside ? sql`, ${value} as sort_value` : sql``}
      from ${searchedTables(compiled)} where ${compiled.where} limit ${most + 1}
    ), counted as (select count(*)::int as n from found)
    select n, (
      select coalesce(json_agg(json_build_object('userId', user_id, 'sortKey', ${keyText(sql`sort_value`, type)})), '[]')
      from (
        select user_id, sort_value from (${found}) sorted where n <= ${most}::int${after}
        order by ${outerOrder(sort)} limit ${paging.limit} offset ${offset}) page) as found
    from counted`;
}
