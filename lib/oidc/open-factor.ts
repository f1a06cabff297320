import { type KnownClient, knownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { accountName, authenticatorOf, confirmedOf, keyQr, secretOf } from '@/lib/factors';
import type { FactorView } from './factor-page.types';
import type { FactorStep } from './factor-step.types';
import { findSession, type SignedIn } from './sessions';
import { expired } from './sign-in';
import type { InBrowser } from './sign-in.types';
import { findTransaction, type Transaction } from './transactions';

export type OpenFactor = {
  transaction: Transaction;
  step: FactorStep;
  client: KnownClient;
  /** In whose session the first factor was proven, and that is this browser's. */
  signedIn: SignedIn;
};

/**
 * The sign-in of this browser that waits for a second factor, or null: without the cookie of the session in which the
 * first factor was proven there is none. Two statements.
 */
export async function openFactor(ctx: Context, input: InBrowser): Promise<OpenFactor | null> {
  const transaction = await findTransaction(ctx, input);
  if (transaction?.progress.step !== 'factor') return null;
  const { request, progress } = transaction;
  const signedIn = await findSession(ctx, input.session, request.audience);
  const client = await knownClient(ctx, request.clientId);
  if (!client || !signedIn || signedIn.session.sid !== progress.sid || signedIn.user.blocked) return null;
  return { transaction, step: progress, client, signedIn };
}

async function modeOf(
  ctx: Context,
  { step, signedIn }: OpenFactor,
): Promise<{ mode: 'challenge' | 'proven' } | { mode: 'enrol'; qr: string; secret: string }> {
  const { user } = signedIn;
  if (step.proven) return { mode: 'proven' };
  const enrolled = await confirmedOf(ctx, user.userId);
  // Who has a factor proves it: whatever was begun before, nobody is shown a key beside it.
  if (enrolled.some(({ type }) => type === 'otp')) return { mode: 'challenge' };
  const row = step.enrolling === null ? null : await authenticatorOf(ctx, user.userId, step.enrolling);
  if (!row) throw new NotFound(expired.message, { errorCode: 'expired_transaction' });
  const secret = secretOf(row);
  return { mode: 'enrol', secret, qr: await keyQr(ctx, secret, accountName(user)) };
}

/** What the page may show. Throws NotFound when this browser has no sign-in that waits for a second factor. */
export async function getFactorPage(ctx: Context, input: InBrowser): Promise<FactorView> {
  const open = await openFactor(ctx, input);
  if (!open) throw new NotFound(expired.message, { errorCode: 'expired_transaction' });
  const { client, signedIn, step } = open;
  return {
    client: { name: client.name },
    account: accountName(signedIn.user),
    allowRememberBrowser: step.demand.allowRememberBrowser,
    ...(await modeOf(ctx, open)),
  };
}
