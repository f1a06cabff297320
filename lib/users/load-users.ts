import { eq, sql } from 'drizzle-orm';
import { onConnection } from '@/db/on-connection';
import { quickRows } from '@/db/quick-rows';
import { userActivity, users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { type StoredUser, shownUserColumns } from './state';

function usersQuery(db: Context['db']) {
  return db
    .select(shownUserColumns)
    .from(
      sql`jsonb_array_elements_text(${sql.placeholder('ids')}::text::jsonb) with ordinality as asked (id, place)`,
    )
    .innerJoin(users, eq(users.userId, sql`asked.id`))
    .innerJoin(userActivity, eq(userActivity.userId, sql`asked.id`))
    .orderBy(sql`asked.place`);
}

type PreparedQuery = ReturnType<ReturnType<typeof usersQuery>['prepare']>;
let prepared: PreparedQuery | undefined;

/**
 * Those of the users who are there, in the order of `ids`: all that presenting them needs. One statement, built once,
 * whose plan PostgreSQL keeps.
 */
export async function loadUsers(ctx: Context, ids: readonly string[]): Promise<StoredUser[]> {
  if (ids.length === 0) return [];
  prepared ??= quickRows(usersQuery(ctx.db).prepare('users_by_ids'));
  return await onConnection(prepared, ctx.db).execute({ ids: JSON.stringify(ids) });
}
