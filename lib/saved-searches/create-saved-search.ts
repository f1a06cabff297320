import { savedSearches } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { newId } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import {
  administratorOf,
  assertReadable,
  assertRoom,
  auditedSearch,
  presentSearch,
  spaceOf,
} from './internal';
import { lockSpace } from './lock-space';
import { type CreateSavedSearchInput, createSavedSearchInput, type SavedSearchView } from './schemas';

/** Keeps a search under a name. Throws Invalid for one that cannot be read, Conflict for a taken name. */
export async function createSavedSearch(
  ctx: Context,
  input: CreateSavedSearchInput,
): Promise<SavedSearchView> {
  authorize(ctx, 'read:users');
  const ownerId = administratorOf(ctx);
  const { is_shared: isShared, ...contents } = parseInput(createSavedSearchInput, input);
  assertReadable(contents.q);
  const now = ctx.now();
  const row = {
    ...contents,
    id: newId('sav'),
    isShared,
    ownerId,
    space: spaceOf(isShared, ownerId),
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  return withTransaction(ctx, async (tx) => {
    await lockSpace(tx, row.space);
    await assertRoom(tx, row);
    await tx.db.insert(savedSearches).values(row);
    await recordChange(tx, { kind: 'saved_search', id: row.id, before: null, after: auditedSearch(row) });
    return presentSearch(row, ownerId);
  });
}
