import { asc, eq, or } from 'drizzle-orm';
import { rules } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { checkBag } from '@/lib/metadata';
import { liveRules } from './live-rules';
import { runInput } from './login';
import { manage, readingOperations } from './management';
import { readOutcome } from './outcome';
import { getRunner, type HostCalls, type RunnableRule, type RunResult } from './runner';
import { type TestReport, type TestRuleInput, testRuleInput } from './schemas';
import { testLogin } from './test-login';

/** The id of a draft that was never saved. */
const unsavedId = 'draft';

type Parsed = ReturnType<typeof parse>;
const parse = (input: TestRuleInput) => parseInput(testRuleInput, input);

/** The rules to run: the draft alone, or the live pipeline with the draft in its saved place, else last. */
async function rulesToRun(ctx: Context, input: Parsed): Promise<RunnableRule[]> {
  const id = input.rule_id ?? unsavedId;
  const stored = await ctx.db
    .select({ id: rules.id, name: rules.name, script: rules.script, version: rules.version })
    .from(rules)
    .where(or(eq(rules.enabled, true), eq(rules.id, id)))
    .orderBy(asc(rules.order), asc(rules.id));
  const saved = stored.find((rule) => rule.id === id);
  const { script = saved?.script } = input;
  if (script === undefined) {
    if (input.scope === 'pipeline' && input.rule_id === undefined) return stored;
    throw new Invalid('A script is needed to run a draft.', { fields: { script: 'This is required.' } });
  }
  const draft = { id, name: saved?.name ?? 'draft', version: saved?.version ?? 0, script };
  if (input.scope === 'alone') return [draft];
  return saved ? stored.map((rule) => (rule === saved ? draft : rule)) : [...stored, draft];
}

/** Records what rules would have stored, refusing what the real write would refuse. No write handle is in reach. */
function recordingHost(ctx: Context, { writes, calls }: Pick<TestReport, 'writes' | 'calls'>): HostCalls {
  const record = (bag: 'user_metadata' | 'app_metadata') => async (userId: string, patch: JsonObject) => {
    checkBag(bag, patch);
    writes.push({ user_id: userId, bag, patch });
    return { user_id: userId };
  };
  return {
    updateUserMetadata: record('user_metadata'),
    updateAppMetadata: record('app_metadata'),
    manage: async (operation, args) => {
      calls.push({ operation, args });
      // Reads are real, under the right of whoever tests; a change is only noted.
      return readingOperations.includes(operation) ? manage(ctx, operation, args) : args;
    },
  };
}

function report(
  result: RunResult,
  pipeline: readonly RunnableRule[],
  { writes, calls }: Pick<TestReport, 'writes' | 'calls'>,
): TestReport {
  const nameOf = (id: string) => pipeline.find((rule) => rule.id === id)?.name ?? id;
  const outcome = readOutcome(result.user, result.context);
  const decision = verdict(result, outcome);
  return {
    ...decision,
    user: result.user,
    context: result.context,
    id_token: outcome.kind === 'continue' ? outcome.idTokenClaims : {},
    access_token: outcome.kind === 'continue' ? outcome.accessTokenClaims : {},
    writes,
    calls,
    requests: result.requests.map(({ ruleId, durationMs, ...request }) => ({
      ...request,
      rule_id: ruleId,
      duration_ms: durationMs ?? 0,
    })),
    logs: result.logs.map(({ ruleId, level, text }) => ({
      rule_id: ruleId,
      rule_name: nameOf(ruleId),
      level,
      text,
    })),
    warnings: outcome.kind === 'continue' ? outcome.warnings : [],
    rules: result.perRule.map(({ ruleId, durationMs }) => ({
      rule_id: ruleId,
      rule_name: nameOf(ruleId),
      duration_ms: durationMs,
    })),
    duration_ms: result.durationMs,
  };
}

function verdict(
  result: RunResult,
  outcome: ReturnType<typeof readOutcome>,
): Pick<TestReport, 'result' | 'error'> {
  if (result.kind !== 'continue') {
    const { name, message, ruleId, ruleName, position } = result.error;
    return {
      result: result.kind === 'deny' || result.kind === 'timeout' ? result.kind : 'error',
      error: {
        name,
        message,
        ...(ruleId === undefined ? {} : { rule_id: ruleId }),
        ...(ruleName === undefined ? {} : { rule_name: ruleName }),
        ...position,
      },
    };
  }
  if (outcome.kind === 'deny')
    return { result: 'deny', error: { name: outcome.error, message: outcome.description } };
  return { result: outcome.redirect ? 'redirect' : 'continue' };
}

/**
 * Runs a draft, or the pipeline with the draft in its place, as a sign-in of a real user would, in the draft executors.
 * Needs the right to change rules, not only to see them. Writes nothing: what rules would have stored comes back.
 * Real configuration values are given to the rules only when asked for.
 */
export async function testRule(ctx: Context, input: TestRuleInput): Promise<TestReport> {
  authorize(ctx, 'update:rules');
  const parsed = parse(input);
  const [login, live, pipeline] = await Promise.all([
    testLogin(ctx, parsed.user_id, parsed.client_id),
    liveRules(ctx),
    rulesToRun(ctx, parsed),
  ]);
  const configuration = parsed.use_configuration
    ? live.configuration
    : Object.fromEntries(Object.keys(live.configuration).map((key) => [key, `test-${key}`]));
  const base = runInput(login, pipeline, configuration);
  const recorded: Pick<TestReport, 'writes' | 'calls'> = { writes: [], calls: [] };
  const result = await getRunner().runPipeline({
    ...base,
    lane: 'draft',
    context: { ...base.context, ...parsed.context },
    host: recordingHost(ctx, recorded),
    waitForDetached: true,
  });
  return report(result, pipeline, recorded);
}
