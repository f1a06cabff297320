import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Conflict, Forbidden, Invalid, LimitExceeded, NotFound, Unauthenticated } from '@/lib/errors';
import { getStoredUser, type PasswordProof, provePassword } from '@/lib/users';
import { authenticatorOf, confirmedOf, newAuthenticator, presentFactor } from './authenticators';
import { confirmFactor } from './confirm';
import { deleteFactors, recordFactors } from './delete-factors';
import type { Factor, ProofFault } from './factors.types';
import { accountName } from './key-label';
import { proveFactor } from './prove';
import { replaceRecoveryCode } from './replace-recovery-code';

/** Who is signed in, and acts on their own account and on no other. */
function ownId(ctx: Context): string {
  authorize(ctx, 'update:current_user_identities');
  if (ctx.actor.type !== 'self') throw new Unauthenticated('You are signed out.');
  return ctx.actor.userId;
}

function refusal(fault: ProofFault, field: string): Error {
  if (fault === 'limited') {
    return new LimitExceeded('Too many wrong tries. Wait a quarter of an hour and try again.');
  }
  const message =
    field === 'code'
      ? 'This code is not right, or it was used before. Wait for the next one.'
      : 'This is neither your password nor a code of your app that was not used yet.';
  return new Invalid(message, { fields: { [field]: message } });
}

/**
 * Has the person prove themselves once more, by their password or by a code of the app that they have: a session alone,
 * which may be somebody else's at a desk that was left, changes nothing of how they sign in.
 */
async function prove(ctx: Context, userId: string, proof: string): Promise<void> {
  const isCode = /^\d{6}$/.test(proof.replaceAll(/\s/g, ''));
  if (isCode) {
    const { kind, ...proven } = await proveFactor(ctx, userId, { code: proof });
    if (kind === 'limited') throw refusal(kind, 'proof');
    if ('writes' in proven) {
      for (const write of proven.writes) await ctx.db.execute(write);
      return;
    }
  }
  const outcome: PasswordProof = await provePassword(ctx, userId, proof);
  if (outcome !== 'right') throw refusal(outcome, 'proof');
}

/** The second factors of who is signed in. */
export async function listOwnFactors(ctx: Context): Promise<Factor[]> {
  return (await confirmedOf(ctx, ownId(ctx))).map(presentFactor);
}

export type Begun = {
  id: string;
  /** Base32. */
  secret: string;
  /** How the app is to name it. */
  account: string;
};

/** Begins to enrol an app: its key, which the first code must confirm. Throws Conflict for who has one. */
export async function beginOwnFactor(ctx: Context, proof: string): Promise<Begun> {
  const userId = ownId(ctx);
  await prove(ctx, userId, proof);
  if ((await confirmedOf(ctx, userId)).some(({ type }) => type === 'otp')) {
    throw new Conflict('You have an authenticator app already. Remove it before you set up another one.');
  }
  const { id, secret, insert } = newAuthenticator(ctx, userId);
  await ctx.db.execute(insert);
  return { id, secret, account: accountName(await getStoredUser(ctx, userId)) };
}

/** Ends an enrolment by the first code of the app, and gives the recovery code, once. */
export async function confirmOwnFactor(
  ctx: Context,
  { id, code }: { id: string; code: string },
): Promise<{ recoveryCode: string }> {
  const userId = ownId(ctx);
  const pending = await authenticatorOf(ctx, userId, id);
  if (!pending) throw new NotFound('This set-up is over. Begin again.');
  const confirmed = await confirmFactor(ctx, { userId, id, code });
  if (confirmed.kind === 'gone') throw new NotFound('This set-up is over. Begin again.');
  if (confirmed.kind !== 'confirmed') throw refusal(confirmed.kind, 'code');
  for (const write of confirmed.writes) await ctx.db.execute(write);
  await recordFactors(ctx, userId, { before: [], after: await confirmedOf(ctx, userId) });
  return { recoveryCode: confirmed.recoveryCode ?? '' };
}

/** Removes the person's app and recovery code. */
export async function removeOwnFactors(ctx: Context, proof: string): Promise<void> {
  const userId = ownId(ctx);
  await prove(ctx, userId, proof);
  await withTransaction(ctx, async (tx) => {
    const all = await confirmedOf(tx, userId);
    await deleteFactors(tx, userId, { all, gone: all });
  });
}

/** A new recovery code for who has an app, given once. */
export async function newOwnRecoveryCode(ctx: Context, proof: string): Promise<{ recoveryCode: string }> {
  const userId = ownId(ctx);
  await prove(ctx, userId, proof);
  return withTransaction(ctx, async (tx) => {
    const enrolled = (await confirmedOf(tx, userId)).some(({ type }) => type === 'otp');
    if (!enrolled) throw new Forbidden('You have no authenticator app.');
    return { recoveryCode: await replaceRecoveryCode(tx, userId) };
  });
}
