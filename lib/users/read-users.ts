import { and, asc, count, eq, gt } from 'drizzle-orm';
import { quickRows } from '@/db/quick-rows';
import { userActivity, users } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { loadIds, searchUsers } from '@/lib/search';
import { loadUsers } from './list-users';
import { presentUser } from './present-user';
import type { UserView } from './schemas';
import { searchTerms } from './search-terms';
import { storedUserColumns } from './state';

/** Which users: of one connection (their primary identity's), found by a search, or all. */
export type UserSelection = { connection?: string | undefined; q?: string | undefined };

const together = 1000;

async function* searched(ctx: Context, { connection, q = '' }: UserSelection): AsyncGenerator<UserView[]> {
  const terms = await searchTerms(ctx);
  for (let from: string | undefined; ; ) {
    const request = {
      q,
      sort: 'user_id:1',
      take: together,
      ...(from === undefined ? {} : { from }),
      ...terms,
    };
    const { rows, next } = await searchUsers(ctx, request, loadUsers);
    const wanted = connection === undefined ? rows : rows.filter((row) => row.connection === connection);
    yield wanted.map((row) => presentUser(row, ctx.actor));
    if (next === undefined) return;
    from = next;
  }
}

async function* walked(ctx: Context, { connection }: UserSelection): AsyncGenerator<UserView[]> {
  const ofConnection = connection === undefined ? undefined : eq(users.connection, connection);
  const load = async (after: string) => {
    const query = ctx.db
      .select(storedUserColumns)
      .from(users)
      .innerJoin(userActivity, eq(userActivity.userId, users.userId))
      // Said of both tables: a merge join would read the other one from its start for each page.
      .where(and(gt(users.userId, after), gt(userActivity.userId, after), ofConnection))
      .orderBy(asc(users.userId))
      .limit(together);
    return quickRows(query.prepare('walk_users')).execute();
  };
  for (let loading = load(''); ; ) {
    const rows = await loading;
    const end = rows.length < together ? undefined : rows.at(-1);
    if (end) {
      loading = load(end.userId); // while this page is put to use
      loading.catch(() => undefined); // thrown when it is awaited, if it ever is
    }
    yield rows.map((row) => presentUser(row, ctx.actor));
    if (!end) return;
  }
}

/**
 * Walks over users by `user_id`, a thousand at a time, as the actor may see them, for as long as it takes. Each page
 * is as of its moment: who comes or goes meanwhile may be in it or not. With a search, a page that takes longer than
 * a search may throws Unavailable.
 */
export async function* readUsers(ctx: Context, selection: UserSelection): AsyncGenerator<UserView[]> {
  authorize(ctx, 'read:users');
  yield* selection.q === undefined ? walked(ctx, selection) : searched(ctx, selection);
}

/** How many users that are, more or less: an estimate for a search with many matches. Throws Invalid for a bad query. */
export async function countUsers(ctx: Context, { connection, q }: UserSelection): Promise<number> {
  authorize(ctx, 'read:users');
  if (q !== undefined) {
    const terms = await searchTerms(ctx);
    const { total = 0 } = await searchUsers(ctx, { q, ...terms, perPage: 0, includeTotals: true }, loadIds);
    return total;
  }
  const ofConnection = connection === undefined ? undefined : eq(users.connection, connection);
  const [row] = await ctx.db.select({ count: count() }).from(users).where(ofConnection);
  return row?.count ?? 0;
}
