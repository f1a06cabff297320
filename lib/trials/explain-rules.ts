import { isDeepStrictEqual } from 'node:util';
import { and, eq, or } from 'drizzle-orm';
import { type RecordedStep, ruleVersions } from '@/db/schema';
import type { Json, JsonObject } from '@/db/schema/columns';
import { holds } from '@/lib/access';
import type { Context } from '@/lib/context';
import { isObject } from '@/lib/json';
import {
  type Login,
  type LoginContinues,
  type RunnableRule,
  readOutcome,
  runInput,
  splitClaims,
  withoutValues,
} from '@/lib/rules';
import { type ClaimTrace, claimsOf, noteClaims } from './claim-trace';
import { behindRules } from './run-action-trial';
import { runTrial } from './run-trial';
import type { RecordedWrite } from './schemas';
import { configurationOf } from './test-rule';

type Ran = { step: RecordedStep; script: string | null };

/** The code that ran then, from the saved versions. */
async function scriptsOf(ctx: Context, steps: readonly RecordedStep[]): Promise<Ran[]> {
  if (steps.length === 0) return [];
  const rows = await ctx.db
    .select({ id: ruleVersions.ruleId, version: ruleVersions.version, state: ruleVersions.state })
    .from(ruleVersions)
    .where(
      or(
        ...steps.map(({ id, version }) =>
          and(eq(ruleVersions.ruleId, id), eq(ruleVersions.version, version)),
        ),
      ),
    );
  return steps.map((step) => {
    const row = rows.find(({ id, version }) => id === step.id && version === step.version);
    return { step, script: row?.state?.script ?? null };
  });
}

/** Root members that a step changed, with both values. */
function membersChanged(before: JsonObject, after: JsonObject) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const pick = (from: JsonObject): JsonObject =>
    Object.fromEntries(changed.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
  return { before: pick(before), after: pick(after) };
}

const droppedOf = (claims: Json | undefined) => splitClaims(isObject(claims) ? claims : {}).dropped;

/**
 * Runs the rules of a recorded sign-in again, in the versions of then, one after the other in the draft executors, and
 * notes what each did. The network is off; real configuration values are for those who may change rules. Gives what
 * Actions went on from, or null where a rule ended it this time.
 */
export async function explainRules(
  ctx: Context,
  { login, steps }: { login: Login; steps: readonly RecordedStep[] },
  trace: ClaimTrace,
): Promise<LoginContinues | null> {
  // Who may not run code must not see through it what configuration values are.
  const use_configuration = holds(ctx.actor, 'update:rules');
  const [scripts, configuration] = await Promise.all([
    scriptsOf(ctx, steps),
    configurationOf(ctx, { use_configuration }),
  ]);
  const values = Object.values(configuration);
  const { user, context } = runInput(login, [], {});
  let from = { user, context };
  const written: RecordedWrite[] = [];
  for (const { step, script } of scripts) {
    const { id, name, version } = step;
    const about = { kind: 'rule' as const, id, name, version };
    if (script === null) {
      const problem = 'This version of the rule is not stored any more.';
      trace.steps.push({ ...about, claims: [], problem });
      continue;
    }
    const rule: RunnableRule = { id, name, version, script };
    const trial = await runTrial(ctx, { login, rules: [rule], configuration, from, detachedMs: 500 });
    const { result, writes } = trial;
    const hasEnded = result.kind !== 'continue';
    const claims = hasEnded ? trace.claims : claimsOf(trial.tokens);
    const dropped = [...droppedOf(result.context.idToken), ...droppedOf(result.context.accessToken)];
    trace.steps.push({
      ...about,
      claims: noteClaims(trace, claims, { origin: about, given: from }),
      user: membersChanged(from.user, result.user),
      context: membersChanged(from.context, result.context),
      writes,
      ...(dropped.length > 0 ? { dropped: [...new Set(dropped)] } : {}),
      ...(hasEnded ? { problem: withoutValues(result.error.message, values) } : {}),
    });
    if (hasEnded) return null;
    from = { user: result.user, context: result.context };
    written.push(...writes);
  }
  const outcome = readOutcome(from.user, from.context);
  if (outcome.kind === 'deny') return null;
  return behindRules(outcome, { login, rules: steps, writes: written });
}
