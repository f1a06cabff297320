import { getConnection, type KnownConnection, keepsPasswords } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { Forbidden, LimitExceeded } from '@/lib/errors';
import { ipKey, limits, spend } from '@/lib/limits';
import { type MailRequest, queuePasswordEmail } from '@/lib/mail';
import { normalizeName } from '@/lib/users';
import { emailAddress } from '@/lib/users/schemas';
import { invalid } from './internal';

/** Whether people of this connection may ask for a new password by mail themselves. */
export function allowsPasswordRequests({ strategy, options }: KnownConnection): boolean {
  const isAllowed = options.disable_self_service_change_password !== true;
  return strategy === 'auth0' && isAllowed && keepsPasswords(options);
}

/**
 * Has the way to a new password sent to an address (`reference/authentication-api.md` 6.3). Nobody is looked up here:
 * for an unknown address the same is done in the same time, and the job finds that there is nobody. Asks for no scope.
 * Throws Invalid, NotFound for an unknown connection, Forbidden where it is switched off, LimitExceeded for too many
 * requests from one caller or for one address.
 */
export async function requestPasswordChange(
  ctx: Context,
  { connection, email }: { connection: string; email: string },
  request: MailRequest = {},
): Promise<void> {
  const address = normalizeName(email.trim());
  if (!emailAddress.safeParse(address).success) throw invalid('An e-mail address is needed', 'email');
  if (!allowsPasswordRequests(await getConnection(ctx, connection))) {
    throw new Forbidden('Password changes are not open in this connection.', { errorCode: 'unauthorized' });
  }
  const exceeded = await spend(ctx, [
    { limit: limits.passwordMailByIp, of: [ipKey(ctx.ip)] },
    { limit: limits.passwordMailByName, of: [connection, address] },
  ]);
  if (exceeded.length > 0) {
    throw new LimitExceeded('Too many mails were asked for. Wait a quarter of an hour and try again.', {
      errorCode: 'too_many_requests',
    });
  }
  await queuePasswordEmail(ctx, { connection, email: address }, request);
}
