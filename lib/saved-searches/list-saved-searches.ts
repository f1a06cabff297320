import { asc, desc } from 'drizzle-orm';
import { savedSearches } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { administratorOf, isVisibleTo, presentSearch } from './internal';
import type { SavedSearchView } from './schemas';

/** The saved searches of all administrators and the actor's own, each group by name. Forbidden for anybody else. */
export async function listSavedSearches(ctx: Context): Promise<SavedSearchView[]> {
  authorize(ctx, 'read:users');
  const adminId = administratorOf(ctx);
  const rows = await ctx.db
    .select()
    .from(savedSearches)
    .where(isVisibleTo(adminId))
    .orderBy(desc(savedSearches.isShared), asc(savedSearches.name));
  return rows.map((row) => presentSearch(row, adminId));
}
