import { and, eq, ne, or, type SQL } from 'drizzle-orm';
import { savedSearches } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { Conflict, Forbidden, Invalid, LimitExceeded, NotFound, PreconditionFailed } from '@/lib/errors';
import { readQuery } from '@/lib/search/read-query';
import { mostSavedSearches, type SavedSearchView } from './schemas';

export type StoredSearch = typeof savedSearches.$inferSelect;

/** The administrator of the console who acts. Nobody else has saved searches: no API leads here. */
export function administratorOf({ actor }: Context): string {
  if (actor.type === 'admin') return actor.userId;
  throw new Forbidden('Saved searches belong to the administrators of the console.', {
    errorCode: 'insufficient_scope',
  });
}

export function isVisibleTo(adminId: string): SQL | undefined {
  return or(savedSearches.isShared, eq(savedSearches.ownerId, adminId));
}

/** A saved search that the administrator may see; a private one of somebody else is as if it were not there. */
export async function fetchSearch(ctx: Context, id: string): Promise<StoredSearch> {
  const [row] = await ctx.db
    .select()
    .from(savedSearches)
    .where(and(eq(savedSearches.id, id), isVisibleTo(administratorOf(ctx))))
    .for('update');
  if (!row) throw new NotFound('The saved search does not exist any more.');
  return row;
}

export const spaceOf = (isShared: boolean, ownerId: string) => (isShared ? '' : ownerId);

/** Throws Invalid with the fault's place for what cannot be searched for. */
export function assertReadable(q: string): void {
  const read = readQuery(q);
  if (!read.ok) throw new Invalid(read.message, { fields: { q: read.message }, data: { ...read.fault } });
}

/** Throws Conflict when another search among the same people has the name, LimitExceeded when there are too many. */
export async function assertRoom(
  ctx: Context,
  { id, space, name }: Pick<StoredSearch, 'id' | 'space' | 'name'>,
): Promise<void> {
  const others = await ctx.db
    .select({ name: savedSearches.name })
    .from(savedSearches)
    .where(and(eq(savedSearches.space, space), ne(savedSearches.id, id)));
  if (others.some((other) => other.name === name)) {
    const message = 'There is a saved search with this name.';
    throw new Conflict(message, { fields: { name: message } });
  }
  if (others.length >= mostSavedSearches) {
    throw new LimitExceeded(
      `There may be ${mostSavedSearches} saved searches. Delete one that is not needed.`,
    );
  }
}

export function assertSearchVersion({ version }: StoredSearch, expected: number | undefined): void {
  if (expected === undefined || expected === version) return;
  throw new PreconditionFailed('Somebody has changed this saved search meanwhile. Open it again.', {
    data: { version },
  });
}

export function presentSearch(row: StoredSearch, adminId: string): SavedSearchView {
  const { id, name, isShared, ownerId, q, sort, columns, version } = row;
  return { id, name, is_shared: isShared, is_own: ownerId === adminId, q, sort, columns, version };
}

/** For the log, which others read too: what a private search looks for stays its owner's. */
export function auditedSearch({ name, isShared, q, sort, columns }: StoredSearch): JsonObject {
  return isShared ? { name, is_shared: true, q, sort, columns } : { is_shared: false };
}
