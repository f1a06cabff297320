import { eq } from 'drizzle-orm';
import { savedSearches } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import {
  administratorOf,
  assertReadable,
  assertRoom,
  assertSearchVersion,
  auditedSearch,
  fetchSearch,
  presentSearch,
  spaceOf,
} from './internal';
import { lockSpace } from './lock-space';
import { type SavedSearchView, type UpdateSavedSearchInput, updateSavedSearchInput } from './schemas';

/**
 * Renames a saved search, shares it, or has it show something else. Any administrator may change a shared one; only its
 * owner takes it back. Throws NotFound, Invalid, Conflict, and PreconditionFailed when `expectedVersion` is not current.
 */
export async function updateSavedSearch(
  ctx: Context,
  id: string,
  input: UpdateSavedSearchInput,
  options: { expectedVersion?: number | undefined } = {},
): Promise<SavedSearchView> {
  authorize(ctx, 'read:users');
  const adminId = administratorOf(ctx);
  const { is_shared, ...contents } = parseInput(updateSavedSearchInput, input);
  if (contents.q !== undefined) assertReadable(contents.q);
  return withTransaction(ctx, async (tx) => {
    const stored = await fetchSearch(tx, id);
    assertSearchVersion(stored, options.expectedVersion);
    const isShared = is_shared ?? stored.isShared;
    if (stored.isShared && !isShared && stored.ownerId !== adminId) {
      throw new Forbidden('Only the administrator who made this search can make it private.');
    }
    const space = spaceOf(isShared, stored.ownerId);
    const row = { ...stored, ...contents, isShared, space, version: stored.version + 1, updatedAt: tx.now() };
    await lockSpace(tx, space);
    await assertRoom(tx, row);
    await tx.db.update(savedSearches).set(row).where(eq(savedSearches.id, id));
    const change = { before: auditedSearch(stored), after: auditedSearch(row) };
    await recordChange(tx, { kind: 'saved_search', id, ...change });
    return presentSearch(row, adminId);
  });
}
