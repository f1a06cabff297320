import { and, asc, eq } from 'drizzle-orm';
import { rules, ruleTests } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { LimitExceeded, NotFound } from '@/lib/errors';
import { newId } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { getSignIn } from '@/lib/sign-ins';
import { type RuleTestInput, type RuleTestView, ruleTestInput, ruleTestView } from './schemas';

type Row = typeof ruleTests.$inferSelect;
const maxTests = 100;

const present = ({ id, ruleId, name, definition, createdAt, updatedAt }: Row): RuleTestView =>
  ruleTestView.parse({
    id,
    rule_id: ruleId,
    name,
    ...definition,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  });

/**
 * What is stored of a test. A recorded sign-in is copied into it as user and context, since recordings go after some
 * days; tests with a stored user go by the id, and see the user as they are when it runs.
 */
async function definitionOf(
  ctx: Context,
  input: RuleTestInput,
): Promise<{ name: string; definition: JsonObject }> {
  const { name, sign_in_id, ...given } = parseInput(ruleTestInput, input);
  if (sign_in_id === undefined) return { name, definition: JSON.parse(JSON.stringify(given)) };
  const { user, context } = await getSignIn(ctx, sign_in_id);
  if (!user || !context) throw new NotFound('The input of this sign-in was too large to be kept.');
  const copied = { ...given, user, context: { ...context, ...given.context } };
  return { name, definition: JSON.parse(JSON.stringify(copied)) };
}

/** The saved tests of a rule, in the order of their making. One statement. */
export async function listRuleTests(ctx: Context, ruleId: string): Promise<RuleTestView[]> {
  authorize(ctx, 'read:rules', 'update:rules');
  const rows = await ctx.db
    .select()
    .from(ruleTests)
    .where(eq(ruleTests.ruleId, ruleId))
    .orderBy(asc(ruleTests.createdAt), asc(ruleTests.id));
  return rows.map(present);
}

const where = (ruleId: string, id: string) => and(eq(ruleTests.ruleId, ruleId), eq(ruleTests.id, id));
const notThere = () => new NotFound('The rule has no such test.');

/** One saved test. Throws NotFound, also for a test of another rule. */
export async function getRuleTest(ctx: Context, ruleId: string, id: string): Promise<RuleTestView> {
  authorize(ctx, 'read:rules');
  const [row] = await ctx.db.select().from(ruleTests).where(where(ruleId, id));
  if (!row) throw notThere();
  return present(row);
}

/** Saves a test of a rule. Throws NotFound `inexistent_rule`, Invalid, and LimitExceeded past 100 tests. */
export async function createRuleTest(
  ctx: Context,
  ruleId: string,
  input: RuleTestInput,
): Promise<RuleTestView> {
  authorize(ctx, 'update:rules');
  const { name, definition } = await definitionOf(ctx, input);
  const [rule] = await ctx.db.select({ id: rules.id }).from(rules).where(eq(rules.id, ruleId));
  if (!rule) throw new NotFound('The rule does not exist', { errorCode: 'inexistent_rule' });
  return withTransaction(ctx, async (tx) => {
    const count = await tx.db.$count(ruleTests, eq(ruleTests.ruleId, ruleId));
    if (count >= maxTests) throw new LimitExceeded(`A rule may have ${maxTests} tests.`);
    const now = tx.now();
    const row = { id: newId('tst'), ruleId, name, definition, createdAt: now, updatedAt: now };
    await tx.db.insert(ruleTests).values(row);
    await recordChange(tx, { kind: 'rule_test', id: row.id, before: null, after: { rule_id: ruleId, name } });
    return present(row);
  });
}

/** Puts another test in the place of a saved one. Throws NotFound, Invalid. */
export async function updateRuleTest(
  ctx: Context,
  ruleId: string,
  id: string,
  input: RuleTestInput,
): Promise<RuleTestView> {
  authorize(ctx, 'update:rules');
  const changed = await definitionOf(ctx, input);
  return withTransaction(ctx, async (tx) => {
    const [old] = await tx.db.select().from(ruleTests).where(where(ruleId, id)).for('update');
    if (!old) throw notThere();
    const row = { ...old, ...changed, updatedAt: tx.now() };
    await tx.db.update(ruleTests).set(row).where(eq(ruleTests.id, id));
    const shape = ({ name }: Row) => ({ rule_id: ruleId, name });
    await recordChange(tx, { kind: 'rule_test', id, before: shape(old), after: shape(row) });
    return present(row);
  });
}

/** Deletes a saved test. Silent when there is none. */
export async function deleteRuleTest(ctx: Context, ruleId: string, id: string): Promise<void> {
  authorize(ctx, 'update:rules');
  await withTransaction(ctx, async (tx) => {
    const [gone] = await tx.db.delete(ruleTests).where(where(ruleId, id)).returning();
    if (!gone) return;
    const before = { rule_id: ruleId, name: gone.name };
    await recordChange(tx, { kind: 'rule_test', id, before, after: null });
  });
}
