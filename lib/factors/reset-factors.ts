import { authorize, type Scope } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { assertMayChangeFactors } from '@/lib/users';
import { confirmedOf, dropBegun } from './authenticators';
import { deleteFactors } from './delete-factors';
import { noSuchFactor } from './list-factors';

type WriteScope = Extract<
  Scope,
  'update:users' | 'delete:guardian_enrollments' | 'delete:authentication_methods' | 'remove:authenticators'
>;

/**
 * Removes second factors of a user, all or the one that `id` names, so that they enrol again when they are asked for
 * one: an administrator's only by another administrator, in the console. An `id` may also be of an enrolment that was
 * begun. Silent when there are none; throws NotFound for an `id` that is none of theirs.
 */
export async function resetFactors(
  ctx: Context,
  userId: string,
  { scope, id }: { scope: WriteScope; id?: string },
): Promise<void> {
  authorize(ctx, scope);
  await withTransaction(ctx, async (tx) => {
    await assertMayChangeFactors(tx, userId, scope);
    const all = await confirmedOf(tx, userId);
    const gone = id === undefined ? all : all.filter((row) => row.id === id);
    if (id !== undefined && gone.length === 0) {
      if (await dropBegun(tx, userId, id)) return;
      throw noSuchFactor();
    }
    await deleteFactors(tx, userId, { all, gone });
  });
}
