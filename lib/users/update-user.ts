import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { queueVerification } from '@/lib/mail';
import { checkSize, type MergeMode } from '@/lib/metadata';
import { hashPassword } from '@/lib/passwords';
import { applyPatch } from './apply-patch';
import { assertSupported } from './assert-supported';
import { assertOnlyAdds, assertWritable, updateScopes } from './gate';
import { assertIdentifiable, assertVersion, fetchUser } from './internal';
import { newPassword } from './new-password';
import { queuePasswordChanged } from './password-changed';
import { assertPossible, gatedFields, patchedPosition } from './patch';
import { saveUser } from './save-user';
import { type UpdateUserInput, updateUserInput, type VersionedUser } from './schemas';

export type UpdateOptions = {
  /** Refuse unless the user is still at this version (If-Match). */
  expectedVersion?: number | undefined;
  /** How the bags are written; the contract's PATCH merges. */
  metadata: MergeMode;
  /** Let null remove a profile attribute where the contract has no way to; the console's extension. */
  mayClear?: true;
};

/**
 * Changes a user (`reference/management-api.md` 2.5, 3.1) through the one gate, recording who changed what: the
 * user's own profile, or with `connection` the name, address or password of a linked account. Four statements with
 * begin and commit; one more for a change of what signs in, and those of a job after a change of password. A patch
 * that changes nothing writes nothing.
 * Throws Forbidden for a field the actor may not write, Invalid, NotFound, Conflict, PreconditionFailed.
 */
export async function updateUser(
  ctx: Context,
  userId: string,
  input: UpdateUserInput,
  options: UpdateOptions,
): Promise<VersionedUser> {
  authorize(ctx, ...updateScopes);
  const patch = parseInput(updateUserInput, input);
  const fields = gatedFields(patch);
  assertWritable(ctx.actor, { userId, isAdmin: false }, fields);
  assertPossible(patch);
  const typed = patch.password ?? undefined;
  const hash = typed === undefined ? undefined : await hashPassword(typed);
  return withTransaction(ctx, async (tx) => {
    const { isAdmin, ...stored } = await fetchUser(tx, userId, { lock: true });
    assertWritable(ctx.actor, { userId, isAdmin }, fields);
    assertVersion(tx, stored, options.expectedVersion);
    const position = patchedPosition(stored, patch.connection);
    const identity = stored.identities[position];
    const mayClear = options.mayClear ?? false;
    if (identity) await assertSupported(tx, patch, identity, { isLinked: position > 0, mayClear });
    const after = applyPatch(stored, patch, position, options.metadata);
    assertOnlyAdds(ctx.actor, stored.userMetadata, after.userMetadata);
    assertIdentifiable(after);
    checkSize(after.userMetadata, after.appMetadata);
    const password =
      typed === undefined || hash === undefined
        ? undefined
        : await newPassword(tx, after, position, { password: typed, hash });
    const saved = await saveUser(tx, stored, after, password);
    if (password) await queuePasswordChanged(tx, userId, identity?.connection ?? stored.connection);
    if (patch.verify_email && position === 0 && after.email !== null) {
      await queueVerification(tx, userId, { clientId: patch.client_id });
    }
    return saved;
  });
}
