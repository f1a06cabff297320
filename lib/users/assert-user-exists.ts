import { authorize, type Scope } from '@/lib/access';
import type { Context } from '@/lib/context';
import { fetchUser } from './internal';

/**
 * Throws NotFound `inexistent_user` unless there is such a user. For questions whose answer is the same for every
 * user, such as their second factors, of which this version enrolls none. One statement.
 */
export async function assertUserExists(ctx: Context, userId: string, ...anyOf: Scope[]): Promise<void> {
  authorize(ctx, ...anyOf);
  await fetchUser(ctx, userId);
}
