import { eq, sql } from 'drizzle-orm';
import { rules } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { recordRuleVersion } from './internal';
import { changeRules } from './write';

/** Deletes a rule; its versions stay, its draft and tests go. Silent when there is none (`reference/management-api.md` 4). */
export async function deleteRule(ctx: Context, id: string): Promise<void> {
  authorize(ctx, 'delete:rules');
  await changeRules(ctx, async (tx) => {
    const [row] = await tx.db.delete(rules).where(eq(rules.id, id)).returning();
    if (!row) return;
    await recordRuleVersion(tx, { ...row, version: row.version + 1 }, true);
    await tx.db.execute(sql`
      with t as (delete from rule_tests where rule_id = ${id}) delete from rule_drafts where rule_id = ${id}`);
  });
}
