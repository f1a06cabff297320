import { eq } from 'drizzle-orm';
import { savedSearches } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { recordChange } from '@/lib/logs';
import { auditedSearch, fetchSearch } from './internal';

/** Deletes a saved search that the administrator sees: their own, or a shared one. Throws NotFound. */
export async function deleteSavedSearch(ctx: Context, id: string): Promise<void> {
  authorize(ctx, 'read:users');
  await withTransaction(ctx, async (tx) => {
    const stored = await fetchSearch(tx, id);
    await tx.db.delete(savedSearches).where(eq(savedSearches.id, id));
    await recordChange(tx, { kind: 'saved_search', id, before: auditedSearch(stored), after: null });
  });
}
