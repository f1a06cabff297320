import { and, eq, sql } from 'drizzle-orm';
import { userActivity, userSearch, users } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { fold } from '@/lib/search';
import { presentUser } from './present-user';
import type { UserView } from './schemas';
import { shownUserColumns } from './state';

/** The query of `listUsersByEmail`: the index finds the address in any case, then it is compared as it is stored. */
export function usersByEmailQuery({ db }: Context, email: string) {
  return db
    .select(shownUserColumns)
    .from(userSearch)
    .innerJoin(users, eq(users.userId, userSearch.userId))
    .innerJoin(userActivity, eq(userActivity.userId, userSearch.userId))
    .where(and(sql`${userSearch.email} collate "C" = ${fold(email)}`, eq(users.email, email)))
    .orderBy(users.createdAt, users.userId);
}

/**
 * All users whose own address this is, to the letter, across connections and oldest first; addresses of linked
 * identities do not count (`reference/management-api.md` 2.4). Sees every acknowledged write. One statement.
 */
export async function listUsersByEmail(ctx: Context, email: string): Promise<UserView[]> {
  authorize(ctx, 'read:users');
  const rows = await usersByEmailQuery(ctx, email);
  return rows.map((row) => presentUser(row, ctx.actor));
}
