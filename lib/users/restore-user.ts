import { and, desc, eq, gt } from 'drizzle-orm';
import { userVersions } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { checkSize } from '@/lib/metadata';
import { changesBetween, undoChanges } from './changes';
import { assertWritable, type WritableField } from './gate';
import { assertIdentifiable, assertVersion, fetchUser } from './internal';
import { saveUser } from './save-user';
import type { VersionedUser } from './schemas';
import type { UserState } from './state';

/**
 * Brings profile and metadata back to what they were at `version`, as a new version of its own, so that a restore can
 * be undone like any change. Passwords and linked accounts are not restored. Goes through the gate field by field.
 */
export async function restoreUser(
  ctx: Context,
  userId: string,
  version: number,
  options: { expectedVersion?: number | undefined } = {},
): Promise<VersionedUser> {
  authorize(ctx, 'update:users');
  return withTransaction({ ...ctx, cause: 'restore' }, async (tx) => {
    const { isAdmin, ...stored } = await fetchUser(tx, userId, { lock: true });
    assertVersion(tx, stored, options.expectedVersion);
    if (version < 1 || version >= stored.version) {
      throw new NotFound(`Version ${version} is not an earlier version of this user.`);
    }
    const later = await tx.db
      .select({ changes: userVersions.changes })
      .from(userVersions)
      .where(and(eq(userVersions.userId, userId), gt(userVersions.version, version)))
      .orderBy(desc(userVersions.version));
    const after = later.reduce<UserState>((state, row) => undoChanges(state, row.changes), stored);
    const fields = Object.keys(changesBetween(stored, after)).map((key) => key.split('.')[0]);
    assertWritable(ctx.actor, { userId, isAdmin }, [...new Set(fields)] as WritableField[]);
    // At that version the user may not have been there, or not have been one of their own.
    assertIdentifiable(after);
    checkSize(after.userMetadata, after.appMetadata);
    return saveUser(tx, stored, after);
  });
}
