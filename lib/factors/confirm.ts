import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { forgive, spend } from '@/lib/limits';
import { at, authenticatorOf, newFactorId, pendingMs, secretOf } from './authenticators';
import type { ProofFault } from './factors.types';
import { factorCounters } from './prove';
import { hashRecoveryCode, newRecoveryCode } from './recovery-code';
import { matchingStep } from './totp';

export type Confirmation =
  /** `recoveryCode`: told once; null where it was told when the enrolment began. */
  | {
      kind: 'confirmed';
      recoveryCode: string | null;
      /** Takes the counted try back; to ride with what is written next. */
      writes: SQL[];
    }
  | { kind: ProofFault }
  /** There is no such enrolment (any more), or the person has an authenticator by now. */
  | { kind: 'gone' };

const isTaken = (error: unknown): boolean => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause && cause.code === '23505';
};

/**
 * Makes an authenticator the person's, by its first code, and gives them a recovery code with it. Nobody gets a second
 * one beside a confirmed one: the first must be removed, with proof. The caller has established who the person is.
 */
export async function confirmFactor(
  ctx: Context,
  { userId, id, code }: { userId: string; id: string; code: string },
): Promise<Confirmation> {
  const counters = factorCounters(userId);
  if ((await spend(ctx, counters)).length > 0) return { kind: 'limited' };
  const now = ctx.now();
  const row = await authenticatorOf(ctx, userId, id);
  if (!row || row.confirmedAt || now.getTime() - row.createdAt.getTime() > pendingMs) return { kind: 'gone' };
  const step = await matchingStep(secretOf(row), code, { now, after: null });
  if (step === null) return { kind: 'wrong' };
  const recoveryCode = row.codeHash === null ? newRecoveryCode() : null;
  const codeHash = row.codeHash ?? hashRecoveryCode(recoveryCode ?? '');
  try {
    const made = await ctx.db.execute(sql`
      with c as (
        update authenticators set confirmed_at = ${at(now)}, last_used_at = ${at(now)}, last_step = ${step}::bigint,
          code_hash = null
        where id = ${id} and user_id = ${userId} and confirmed_at is null returning user_id)
      insert into authenticators (id, user_id, type, code_hash, created_at, confirmed_at)
      select ${newFactorId('recovery-code')}, user_id, 'recovery-code', ${codeHash}, ${at(now)}, ${at(now)} from c
      returning 1`);
    if (made.length === 0) return { kind: 'gone' };
    return { kind: 'confirmed', recoveryCode, writes: forgive(...counters) };
  } catch (error) {
    if (isTaken(error)) return { kind: 'gone' };
    throw error;
  }
}
