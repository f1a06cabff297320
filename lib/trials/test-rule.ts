import { asc, eq, or } from 'drizzle-orm';
import type { z } from 'zod';
import { rules } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { assertCodeFits, assertConfigurationFits, liveRules, type RunnableRule } from '@/lib/rules';
import { endOfRules, reportOf } from './report';
import { runTrial, type TrialResult } from './run-trial';
import { type TestReport, type TestRuleInput, testRuleInput } from './schemas';
import { loginOf } from './subject';
import type { TrialEnd } from './trial-end';

/** The id of a draft that was never saved. */
const unsavedId = 'draft';

type Draft = { script?: string | undefined; rule_id?: string | undefined; pipeline: boolean };

/**
 * The rules to run: the draft or the saved rule alone, or the live pipeline with it in its place, else last. Throws
 * NotFound `inexistent_rule`, Invalid for too large a draft.
 */
export async function rulesToRun(
  ctx: Context,
  { script, rule_id, pipeline }: Draft,
): Promise<RunnableRule[]> {
  if (script !== undefined) assertCodeFits('script', script);
  const id = rule_id ?? unsavedId;
  const stored = await ctx.db
    .select({ id: rules.id, name: rules.name, script: rules.script, version: rules.version })
    .from(rules)
    .where(or(eq(rules.enabled, true), eq(rules.id, id)))
    .orderBy(asc(rules.order), asc(rules.id));
  const saved = stored.find((rule) => rule.id === id);
  if (rule_id !== undefined && !saved) {
    throw new NotFound('The rule does not exist', { errorCode: 'inexistent_rule' });
  }
  const draft =
    script === undefined ? saved : { id, name: saved?.name ?? 'draft', version: saved?.version ?? 0, script };
  if (!pipeline) return draft ? [draft] : [];
  if (!draft) return stored;
  return saved ? stored.map((rule) => (rule === saved ? draft : rule)) : [...stored, draft];
}

type Given = { use_configuration: boolean; configuration?: Record<string, string> | undefined };

/** What `configuration` holds: the real values only when they are asked for, and what the caller gave over them. */
export async function configurationOf(
  ctx: Context,
  { use_configuration, configuration }: Given,
): Promise<Record<string, string>> {
  for (const [key, value] of Object.entries(configuration ?? {}))
    assertConfigurationFits(`configuration.${key}`, value);
  const live = (await liveRules(ctx)).configuration;
  const seen = use_configuration
    ? live
    : Object.fromEntries(Object.keys(live).map((key) => [key, `test-${key}`]));
  return { ...seen, ...configuration };
}

type Tried = { trial: TrialResult; rules: RunnableRule[] };

async function tryRule(ctx: Context, input: z.output<typeof testRuleInput>): Promise<Tried> {
  const [login, configuration, rules] = await Promise.all([
    loginOf(ctx, input),
    configurationOf(ctx, input),
    rulesToRun(ctx, input),
  ]);
  const { context, network, stubs } = input;
  return { trial: await runTrial(ctx, { login, rules, configuration, context, network, stubs }), rules };
}

/**
 * Runs a draft, a saved rule or the pipeline as the sign-in of a stored user, a made-up one or a recorded one would, in
 * the draft executors. Needs the right to change rules, not only to see them, and to read whom it runs for. Writes
 * nothing: what rules would have stored comes back. Real configuration values are given to the rules only when asked
 * for. Throws Invalid, NotFound.
 */
export async function testRule(ctx: Context, input: TestRuleInput): Promise<TestReport> {
  authorize(ctx, 'update:rules');
  const { trial, rules } = await tryRule(ctx, parseInput(testRuleInput, input));
  return reportOf(trial, rules);
}

/** The same for a saved test: the report, and what expectations are held against. */
export async function runRuleTest(
  ctx: Context,
  input: TestRuleInput,
): Promise<{ end: TrialEnd; report: TestReport }> {
  authorize(ctx, 'update:rules');
  const { trial, rules } = await tryRule(ctx, parseInput(testRuleInput, input));
  return { end: endOfRules(trial), report: reportOf(trial, rules) };
}
