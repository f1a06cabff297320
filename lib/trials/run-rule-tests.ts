import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { AppError, NotFound } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { deployRuleDraft, getRuleDraft, type VersionedRule } from '@/lib/rules';
import { unmetExpectations } from './expectations';
import { inParallel } from './in-parallel';
import { listRuleTests } from './rule-tests';
import { type RuleTestRun, type RuleTestView, type RunRuleTestsInput, runRuleTestsInput } from './schemas';
import { testRule } from './test-rule';

const atOnce = 4;

type Result = RuleTestRun['results'][number];

async function runOne(ctx: Context, test: RuleTestView, script: string | undefined): Promise<Result> {
  const { id, rule_id, name, expect, created_at: _, updated_at: __, ...input } = test;
  const network = input.stubs.length > 0 ? 'stub' : 'off';
  try {
    const report = await testRule(ctx, { ...input, rule_id, script, network });
    const failures = unmetExpectations(expect, report);
    return { id, name, passed: failures.length === 0, failures, report };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { id, name, passed: false, failures: [`It could not run: ${error.message}`] };
  }
}

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
  const tests = (await listRuleTests(ctx, ruleId)).filter(({ id }) => wanted?.includes(id) ?? true);
  const began = performance.now();
  const results = await inParallel(tests, atOnce, (test) => runOne(ctx, test, script));
  const passed = results.filter((result) => result.passed).length;
  const duration_ms = Math.round(performance.now() - began);
  return { passed, failed: results.length - passed, duration_ms, results };
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
