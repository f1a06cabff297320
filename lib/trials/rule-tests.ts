import { eq } from 'drizzle-orm';
import { rules } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { getSignIn } from '@/lib/sign-ins';
import {
  insertTest,
  type Owner,
  presentTest,
  readTest,
  readTests,
  removeTest,
  replaceTest,
  type SavedTest,
  type TestContent,
} from './saved-tests';
import { type RuleTestInput, type RuleTestView, ruleTestInput, ruleTestView } from './schemas';

const ofRule = (id: string): Owner => ({ kind: 'rule', id });
const present = (row: SavedTest): RuleTestView => ruleTestView.parse(presentTest(row));

/**
 * What is stored of a test. A recorded sign-in is copied into it as user and context, since recordings go after some
 * days; tests with a stored user go by the id, and see the user as they are when it runs.
 */
async function contentOf(ctx: Context, input: RuleTestInput): Promise<TestContent> {
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
  return (await readTests(ctx, ofRule(ruleId))).map(present);
}

/** One saved test. Throws NotFound, also for a test of another rule. */
export async function getRuleTest(ctx: Context, ruleId: string, id: string): Promise<RuleTestView> {
  authorize(ctx, 'read:rules');
  return present(await readTest(ctx, ofRule(ruleId), id));
}

/**
 * Saves a sign-in with what is to come of it. One with a copy of somebody's profile goes with that user. Throws Invalid,
 * NotFound for the rule or a recorded sign-in, LimitExceeded past 100 tests of one rule.
 */
export async function createRuleTest(
  ctx: Context,
  ruleId: string,
  input: RuleTestInput,
): Promise<RuleTestView> {
  authorize(ctx, 'update:rules');
  const content = await contentOf(ctx, input);
  const [rule] = await ctx.db.select({ id: rules.id }).from(rules).where(eq(rules.id, ruleId));
  if (!rule) throw new NotFound('The rule does not exist', { errorCode: 'inexistent_rule' });
  return present(await insertTest(ctx, ofRule(ruleId), content));
}

/** Puts another test in the place of a saved one. Throws NotFound, Invalid. */
export async function updateRuleTest(
  ctx: Context,
  ruleId: string,
  id: string,
  input: RuleTestInput,
): Promise<RuleTestView> {
  authorize(ctx, 'update:rules');
  return present(await replaceTest(ctx, ofRule(ruleId), id, await contentOf(ctx, input)));
}

/** Deletes a saved test. Silent when there is none. */
export async function deleteRuleTest(ctx: Context, ruleId: string, id: string): Promise<void> {
  authorize(ctx, 'update:rules');
  await removeTest(ctx, ofRule(ruleId), id);
}
