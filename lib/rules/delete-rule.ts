import { eq } from 'drizzle-orm';
import { rules } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { recordRuleVersion } from './internal';
import { changeRules } from './write';

/** Deletes a rule; its versions stay. Silent when there is none (`reference/management-api.md` 4). */
export async function deleteRule(ctx: Context, id: string): Promise<void> {
  authorize(ctx, 'delete:rules');
  await changeRules(ctx, async (tx) => {
    const [row] = await tx.db.delete(rules).where(eq(rules.id, id)).returning();
    if (row) await recordRuleVersion(tx, { ...row, version: row.version + 1 }, true);
  });
}
