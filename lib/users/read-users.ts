import { and, asc, count, eq, gt, sql } from 'drizzle-orm';
import { quickRows } from '@/db/quick-rows';
import { userActivity, users } from '@/db/schema';
import { authorize } from '@/lib/access';
import { ahead } from '@/lib/ahead';
import type { Context } from '@/lib/context';
import { searchUsers } from '@/lib/search';
import { loadUsers } from './load-users';
import { presentUser } from './present-user';
import type { UserView } from './schemas';
import { searchTerms } from './search-terms';
import { type StoredUser, shownUserColumns } from './state';

/** Which users: of one connection (their primary identity's), found by a search, or all. */
export type UserSelection = { connection?: string | undefined; q?: string | undefined };

const together = 1000;

async function* searched(ctx: Context, { connection, q = '' }: UserSelection): AsyncGenerator<StoredUser[]> {
  const terms = await searchTerms(ctx);
  for (let from: string | undefined; ; ) {
    const request = {
      q,
      sort: 'user_id:1',
      take: together,
      ...(from === undefined ? {} : { from }),
      ...terms,
    };
    const { ids, next } = await searchUsers(ctx, request);
    const rows = await loadUsers(ctx, ids);
    yield connection === undefined ? rows : rows.filter((row) => row.connection === connection);
    if (next === undefined) return;
    from = next;
  }
}

async function* walked(ctx: Context, { connection }: UserSelection): AsyncGenerator<StoredUser[]> {
  // Said so that the planner cannot think it rare, as it does of a connection that was filled a moment ago: it would
  // then collect and sort all of its users for each page.
  const ofConnection =
    connection === undefined
      ? undefined
      : sql<boolean>`case when ${users.connection} = ${connection} then true else false end`;
  const load = async (after: string) => {
    const query = ctx.db
      .select(shownUserColumns)
      .from(users)
      .innerJoin(userActivity, eq(userActivity.userId, users.userId))
      // Said of both tables: a merge join would read the other one from its start for each page.
      .where(and(gt(users.userId, after), gt(userActivity.userId, after), ofConnection))
      .orderBy(asc(users.userId))
      .limit(together);
    return quickRows(query.prepare('walk_users')).execute();
  };
  for (let after = ''; ; ) {
    const rows = await load(after);
    yield rows;
    const end = rows.at(-1);
    if (!end || rows.length < together) return;
    after = end.userId;
  }
}

/**
 * Walks over users by `user_id`, a thousand at a time, as the actor may see them, for as long as it takes. Each page
 * is as of its moment: who comes or goes meanwhile may be in it or not. With a search, a page that takes longer than
 * a search may throws Unavailable.
 */
export async function* readUsers(ctx: Context, selection: UserSelection): AsyncGenerator<UserView[]> {
  authorize(ctx, 'read:users');
  const pages = selection.q === undefined ? walked(ctx, selection) : searched(ctx, selection);
  for await (const page of ahead(pages, 2)) yield page.map((user) => presentUser(user, ctx.actor));
}

/** How many users that are, more or less: an estimate for a search with many matches. Throws Invalid for a bad query. */
export async function countUsers(ctx: Context, { connection, q }: UserSelection): Promise<number> {
  authorize(ctx, 'read:users');
  if (q !== undefined) {
    const terms = await searchTerms(ctx);
    const { total = 0 } = await searchUsers(ctx, { q, ...terms, perPage: 0, includeTotals: true });
    return total;
  }
  const ofConnection = connection === undefined ? undefined : eq(users.connection, connection);
  const [row] = await ctx.db.select({ count: count() }).from(users).where(ofConnection);
  return row?.count ?? 0;
}
