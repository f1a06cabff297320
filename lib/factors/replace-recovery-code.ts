import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { at, confirmedOf, newFactorId } from './authenticators';
import { recordFactors } from './delete-factors';
import { hashRecoveryCode, newRecoveryCode } from './recovery-code';

/** A new recovery code for a person who has an app; the old one is good no more. The caller has passed the gate. */
export async function replaceRecoveryCode(ctx: Context, userId: string): Promise<string> {
  const code = newRecoveryCode();
  const before = await confirmedOf(ctx, userId);
  const now = at(ctx.now());
  await ctx.db.execute(sql`delete from authenticators where user_id = ${userId} and type = 'recovery-code'`);
  await ctx.db.execute(sql`
    insert into authenticators (id, user_id, type, code_hash, created_at, confirmed_at)
    values (${newFactorId('recovery-code')}, ${userId}, 'recovery-code', ${hashRecoveryCode(code)}, ${now}, ${now})`);
  await recordFactors(ctx, userId, { before, after: await confirmedOf(ctx, userId) });
  return code;
}
