import type { SQL } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { confirmedOf, confirmFactor, type GivenFactor, type ProofFault, proveFactor } from '@/lib/factors';
import { logEvent, logInsert } from '@/lib/logs';
import { type FactorEventType, loginEvent } from './events';
import { factorEvents, kindOf } from './factor-events';
import type { FactorInput, FactorResult } from './factor-page.types';
import { conclude } from './finish-factor';
import { type OpenFactor, openFactor } from './open-factor';
import { expired } from './sign-in';
import type { SignInFailure } from './sign-in.types';
import { moveTransaction, takeTransaction } from './transactions';
import { writeTogether } from './write-together';

const wrong = {
  code: 'This code is not right, or it was used before. Wait for the next one and try again.',
  recoveryCode: 'This is not your recovery code.',
};

function failureOf(fault: ProofFault, kind: keyof typeof wrong): SignInFailure {
  if (fault === 'wrong') {
    return { reason: 'wrong_credentials', message: wrong[kind], fields: { [kind]: wrong[kind] } };
  }
  const message = 'Too many wrong codes. Wait a quarter of an hour and try again.';
  return { reason: 'too_many_attempts', message };
}

type Outcome =
  | { recoveryCode: string | null; writes: SQL[]; event: FactorEventType; fault?: undefined }
  | { fault: ProofFault | 'gone'; event: FactorEventType };

/** Whether this proves the person: by the factor they have, or by the first code of the one they enrol. */
async function check(ctx: Context, { step, signedIn }: OpenFactor, given: GivenFactor): Promise<Outcome> {
  const { userId } = signedIn.user;
  const events = factorEvents[kindOf(given)];
  const isEnrolled = (await confirmedOf(ctx, userId)).some(({ type }) => type === 'otp');
  if (isEnrolled || !('code' in given) || step.enrolling === null) {
    const proof = await proveFactor(ctx, userId, given);
    const event = events[proof.kind];
    return proof.kind === 'proven' ? { ...proof, event } : { fault: proof.kind, event };
  }
  const confirmed = await confirmFactor(ctx, { userId, id: step.enrolling, code: given.code });
  if (confirmed.kind === 'gone') return { fault: 'gone', event: events.wrong };
  if (confirmed.kind !== 'confirmed') return { fault: confirmed.kind, event: events[confirmed.kind] };
  return { ...confirmed, event: 'gd_enrollment_complete' };
}

/**
 * Takes what the person gave on the page for the second factor. A right code ends the sign-in; where it leaves a new
 * recovery code, that is given to be read first, and `finishFactor` ends it. Only who proved the first factor in this
 * browser gets here, and who has a factor already enrols no other.
 */
export async function answerFactor(ctx: Context, input: FactorInput): Promise<FactorResult> {
  const open = await openFactor(ctx, input);
  if (!open || open.step.proven) return { failure: expired };
  const { client, signedIn, transaction, step } = open;
  const { given, remember } = input;
  const about = { client, user: signedIn.user, connection: signedIn.connection };
  const outcome = await check(ctx, open, given);
  const event = loginEvent(outcome.event, { ...about, details: { login_id: step.loginId } });
  if (outcome.fault !== undefined) {
    await logEvent(ctx, event);
    return { failure: outcome.fault === 'gone' ? expired : failureOf(outcome.fault, kindOf(given)) };
  }
  const { recoveryCode } = outcome;
  const writes = [...outcome.writes, logInsert(ctx, event)];
  if (recoveryCode !== null) {
    const proven = { ...step, proven: { remember, at: ctx.now().getTime() } };
    await writeTogether(ctx, [...writes, moveTransaction(transaction, proven)]);
    return { recoveryCode };
  }
  if (!(await takeTransaction(ctx, input))) return { failure: expired };
  return conclude(ctx, open, { browser: input.browser ?? '', wanted: remember, writes });
}
