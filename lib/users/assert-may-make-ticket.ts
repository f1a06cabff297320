import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import { mayMakeTicket } from './gate';
import { fetchUser } from './internal';

/**
 * Throws Forbidden unless the actor may be given an address that opens this user's account, and NotFound when there is
 * no such user. One statement.
 */
export async function assertMayMakeTicket(ctx: Context, userId: string): Promise<void> {
  authorize(ctx, 'create:user_tickets');
  const { isAdmin } = await fetchUser(ctx, userId);
  if (mayMakeTicket(ctx.actor, { userId, isAdmin })) return;
  throw new Forbidden('Only an administrator may make a ticket for an administrator.', {
    errorCode: 'insufficient_scope',
  });
}
