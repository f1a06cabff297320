import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { type Counter, forgive, limits, spend } from '@/lib/limits';
import { type AuthenticatorRow, at, confirmedOf, secretOf } from './authenticators';
import type { GivenFactor, ProofFault } from './factors.types';
import { hashRecoveryCode, newRecoveryCode } from './recovery-code';
import { matchingStep } from './totp';

/** How often a person's second factor may be tried, whoever tries and wherever. */
export function factorCounters(userId: string): [Counter, Counter] {
  return [
    { limit: limits.factorByUser, of: [userId] },
    { limit: limits.factorByDay, of: [userId] },
  ];
}

export type Proof =
  | {
      kind: 'proven';
      /** The new recovery code, after the old one was used: it is told once. */
      recoveryCode: string | null;
      /** Takes the counted try back; to ride with what is written next. */
      writes: SQL[];
    }
  | { kind: ProofFault };

/** Whether the code is right and later than any that was used: of two who give one code at once, one is let in. */
async function spendCode(ctx: Context, row: AuthenticatorRow, code: string): Promise<boolean> {
  const now = ctx.now();
  const step = await matchingStep(secretOf(row), code, { now, after: row.lastStep });
  if (step === null) return false;
  const spent = await ctx.db.execute(sql`
    update authenticators set last_step = ${step}::bigint, last_used_at = ${at(now)}
    where id = ${row.id} and confirmed_at is not null and (last_step is null or last_step < ${step}::bigint)
    returning 1`);
  return spent.length === 1;
}

/** Puts a new recovery code in the place of this one, if it is the person's; gives the new one. */
async function spendRecoveryCode(ctx: Context, userId: string, code: string): Promise<string | null> {
  const next = newRecoveryCode();
  const spent = await ctx.db.execute(sql`
    update authenticators set code_hash = ${hashRecoveryCode(next)}, last_used_at = ${at(ctx.now())}
    where user_id = ${userId} and type = 'recovery-code' and confirmed_at is not null
      and code_hash = ${hashRecoveryCode(code)}
    returning 1`);
  return spent.length === 1 ? next : null;
}

/**
 * Whether this is a second factor of the person: the code of an authenticator that was not used before (RFC 6238
 * section 5.2), or the recovery code, which a new one replaces. The try is counted before it is made: six wrong ones in
 * a quarter of an hour, or sixty in a day, and nothing is right any more until that time is over. Three statements.
 */
export async function proveFactor(ctx: Context, userId: string, given: GivenFactor): Promise<Proof> {
  const counters = factorCounters(userId);
  if ((await spend(ctx, counters)).length > 0) return { kind: 'limited' };
  const writes = forgive(...counters);
  if ('recoveryCode' in given) {
    const recoveryCode = await spendRecoveryCode(ctx, userId, given.recoveryCode);
    return recoveryCode === null ? { kind: 'wrong' } : { kind: 'proven', recoveryCode, writes };
  }
  const row = (await confirmedOf(ctx, userId)).find(({ type }) => type === 'otp');
  const right = row !== undefined && (await spendCode(ctx, row, given.code));
  return right ? { kind: 'proven', recoveryCode: null, writes } : { kind: 'wrong' };
}
