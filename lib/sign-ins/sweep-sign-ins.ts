import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { tenantSettings } from '@/lib/settings';

const dayMs = 86_400_000;
const together = 5_000;

/** Removes sign-ins that are older than the tenant keeps them. Safe at any time and in many processes. */
export async function sweepSignIns(ctx: Context): Promise<void> {
  const { signInRetentionDays } = await tenantSettings(ctx);
  const oldest = new Date(ctx.now().getTime() - signInRetentionDays * dayMs).toISOString();
  for (let gone = together; gone === together; ) {
    const rows = await ctx.db.execute(sql`
      delete from sign_ins where id in (
        select id from sign_ins where at <= ${oldest}::timestamptz order by at, id limit ${together})
      returning 1`);
    gone = rows.length;
  }
}
