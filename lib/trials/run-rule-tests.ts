import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { assertCodeFits, deployRuleDraft, getRuleDraft, type VersionedRule } from '@/lib/rules';
import { listRuleTests } from './rule-tests';
import { runTests } from './run-tests';
import { type RuleTestRun, type RunRuleTestsInput, runRuleTestsInput } from './schemas';
import { runRuleTest } from './test-rule';

/**
 * Runs the saved tests of a rule, all of them unless some are named, over the given code or the saved one. A test that
 * cannot run counts as failed. Rights and isolation as for `testRule`; each is a trial, so nothing is written.
 */
export async function runRuleTests(
  ctx: Context,
  ruleId: string,
  input: RunRuleTestsInput = {},
): Promise<RuleTestRun> {
  authorize(ctx, 'update:rules');
  const { script, test_ids: wanted } = parseInput(runRuleTestsInput, input);
  if (script !== undefined) assertCodeFits('script', script);
  const tests = (await listRuleTests(ctx, ruleId)).filter(({ id }) => wanted?.includes(id) ?? true);
  return runTests(tests, (test) => {
    const { id: _, rule_id, name: __, expect: ___, created_at, updated_at, ...given } = test;
    return runRuleTest(ctx, { ...given, rule_id, script, network: given.stubs.length > 0 ? 'stub' : 'off' });
  });
}

export type Deployment =
  | { deployed: true; rule: VersionedRule; tests: RuleTestRun }
  | { deployed: false; tests: RuleTestRun };

/**
 * Runs all saved tests over the draft of a rule and deploys it when they pass, or in any case with `force`. The
 * Management API's PATCH stays immediate. Throws as `deployRuleDraft`.
 */
export async function deployRule(
  ctx: Context,
  ruleId: string,
  { force = false, expectedVersion }: { force?: boolean; expectedVersion?: number | undefined } = {},
): Promise<Deployment> {
  authorize(ctx, 'update:rules');
  const draft = await getRuleDraft(ctx, ruleId);
  if (!draft) throw new NotFound('The rule has no draft.');
  const { script } = draft;
  const tests = await runRuleTests(ctx, ruleId, { script });
  if (tests.failed > 0 && !force) return { deployed: false, tests };
  const rule = await deployRuleDraft(ctx, ruleId, { expectedVersion, expectedScript: script });
  return { deployed: true, rule, tests };
}
