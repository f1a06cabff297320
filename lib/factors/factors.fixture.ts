import { generate } from 'otplib';
import type { TestContext } from '@/lib/testing';
import { confirmFactor, newAuthenticator } from './index';

/** An authenticator app and a recovery code for a user, without a sign-in. */
export async function enrolFor(ctx: TestContext, userId: string) {
  const { id, secret, insert } = newAuthenticator(ctx, userId);
  await ctx.db.execute(insert);
  const code = await generate({ secret, epoch: Math.floor(ctx.now().getTime() / 1000) });
  const confirmed = await confirmFactor(ctx, { userId, id, code });
  if (confirmed.kind !== 'confirmed') throw new Error(`The enrolment is ${confirmed.kind}.`);
  return { id, secret, recoveryCode: confirmed.recoveryCode ?? '' };
}
