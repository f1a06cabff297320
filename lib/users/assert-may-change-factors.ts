import { authorize, type Scope } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import { mayChangeFactors } from './gate';
import { fetchUser } from './internal';

/**
 * Throws Forbidden unless the actor may give this user second factors, take them away or replace their recovery code, and
 * NotFound when there is no such user. The user stays as they are for the transaction. One statement.
 */
export async function assertMayChangeFactors(ctx: Context, userId: string, scope: Scope): Promise<void> {
  authorize(ctx, scope);
  const { isAdmin } = await fetchUser(ctx, userId, { lock: true });
  if (mayChangeFactors(ctx.actor, { userId, isAdmin })) return;
  throw new Forbidden('Only an administrator may change the second factor of an administrator.', {
    errorCode: 'insufficient_scope',
  });
}
