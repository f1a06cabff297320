import { eq } from 'drizzle-orm';
import { rules } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/input';
import {
  assertNameFree,
  assertOrderFree,
  assertRuleVersion,
  assertRuns,
  fetchRule,
  presentRule,
  recordRuleVersion,
} from './internal';
import { type UpdateRuleInput, updateRuleInput, type VersionedRule } from './schemas';
import { changeRules } from './write';

/**
 * Saves a change to a rule as a new version; the next sign-in runs it. Throws NotFound `inexistent_rule`, Invalid,
 * Conflict, and PreconditionFailed when `expectedVersion` is not the current one.
 */
export async function updateRule(
  ctx: Context,
  id: string,
  input: UpdateRuleInput,
  options: { expectedVersion?: number | undefined } = {},
): Promise<VersionedRule> {
  authorize(ctx, 'update:rules');
  const patch = parseInput(updateRuleInput, input);
  if (patch.script !== undefined) assertRuns(patch.script);
  return changeRules(ctx, async (tx) => {
    const stored = await fetchRule(tx, id);
    assertRuleVersion(stored, options.expectedVersion);
    if (patch.name !== undefined) await assertNameFree(tx, patch.name, id);
    if (patch.order !== undefined) await assertOrderFree(tx, patch.order, id);
    const row = { ...stored, ...patch, version: stored.version + 1, updatedAt: tx.now() };
    await tx.db.update(rules).set(row).where(eq(rules.id, id));
    await recordRuleVersion(tx, row);
    return presentRule(row);
  });
}
