import { max } from 'drizzle-orm';
import { rules } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { newId } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { assertNameFree, assertOrderFree, assertRuns, presentRule, recordRuleVersion } from './internal';
import { type CreateRuleInput, createRuleInput, type VersionedRule } from './schemas';
import { changeRules } from './write';

async function nextOrder(ctx: Context): Promise<number> {
  const [row] = await ctx.db.select({ last: max(rules.order) }).from(rules);
  return (row?.last ?? 0) + 1;
}

/**
 * Saves a new rule, last in order unless `order` says otherwise (`reference/management-api.md` 4). The next sign-in
 * runs it when it is enabled. Throws Invalid for a script that is not one function, Conflict for a taken name or order.
 */
export async function createRule(ctx: Context, input: CreateRuleInput): Promise<VersionedRule> {
  authorize(ctx, 'create:rules');
  const parsed = parseInput(createRuleInput, input);
  assertRuns(parsed.script);
  return changeRules(ctx, async (tx) => {
    await assertNameFree(tx, parsed.name);
    if (parsed.order !== undefined) await assertOrderFree(tx, parsed.order);
    const now = tx.now();
    const row = {
      ...parsed,
      id: newId('rul'),
      order: parsed.order ?? (await nextOrder(tx)),
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await tx.db.insert(rules).values(row);
    await recordRuleVersion(tx, row);
    return presentRule(row);
  });
}
