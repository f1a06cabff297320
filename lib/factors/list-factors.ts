import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { assertUserExists } from '@/lib/users';
import { confirmedOf, presentFactor } from './authenticators';
import type { Factor } from './factors.types';

type ReadScope = 'read:users' | 'read:authentication_methods';

/** The confirmed second factors of a user: an app and a recovery code at most. Throws NotFound `inexistent_user`. */
export async function listFactors(ctx: Context, userId: string, scope: ReadScope): Promise<Factor[]> {
  authorize(ctx, scope);
  await assertUserExists(ctx, userId, scope);
  return (await confirmedOf(ctx, userId)).map(presentFactor);
}

/** There is no such factor of this user. */
export const noSuchFactor = () =>
  new NotFound('The authentication method does not exist.', {
    errorCode: 'inexistent_authentication_method',
  });

/** One factor of a user. Throws NotFound `inexistent_authentication_method`. */
export async function getFactor(ctx: Context, userId: string, id: string): Promise<Factor> {
  const found = (await listFactors(ctx, userId, 'read:authentication_methods')).find(
    (each) => each.id === id,
  );
  if (!found) throw noSuchFactor();
  return found;
}
