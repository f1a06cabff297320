import { isDeepStrictEqual } from 'node:util';
import { and, eq, or } from 'drizzle-orm';
import { type RecordedStep, ruleVersions } from '@/db/schema';
import type { Json, JsonObject } from '@/db/schema/columns';
import { holds } from '@/lib/access';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { type RunnableRule, runInput, splitClaims, withoutValues } from '@/lib/rules';
import { getRecordedLogin } from '@/lib/sign-ins';
import { runTrial, type TrialResult } from './run-trial';
import type { ClaimChange, ClaimOrigin, SignInExplanation } from './schemas';
import { configurationOf } from './test-rule';

type Ran = { step: RecordedStep; script: string | null };

/** The code that ran then, from the saved versions. */
async function scriptsOf(ctx: Context, steps: readonly RecordedStep[]): Promise<Ran[]> {
  const wanted = steps.filter(({ kind }) => kind === 'rule');
  if (wanted.length === 0) return [];
  const rows = await ctx.db
    .select({ id: ruleVersions.ruleId, version: ruleVersions.version, state: ruleVersions.state })
    .from(ruleVersions)
    .where(
      or(
        ...wanted.map(({ id, version }) =>
          and(eq(ruleVersions.ruleId, id), eq(ruleVersions.version, version)),
        ),
      ),
    );
  return wanted.map((step) => {
    const row = rows.find(({ id, version }) => id === step.id && version === step.version);
    return { step, script: row?.state?.script ?? null };
  });
}

type Claims = { id_token: JsonObject; access_token: JsonObject };
const tokens = ['id_token', 'access_token'] as const;

function changesOf(before: Claims, after: Claims): ClaimChange[] {
  return tokens.flatMap((token) => {
    const names = new Set([...Object.keys(before[token]), ...Object.keys(after[token])]);
    return [...names].flatMap((claim) => {
      const [then, now] = [before[token][claim], after[token][claim]];
      if (isDeepStrictEqual(then, now)) return [];
      return [
        {
          token,
          claim,
          ...(then === undefined ? {} : { before: then }),
          ...(now === undefined ? {} : { after: now }),
        },
      ];
    });
  });
}

/** Root members that a step changed, with both values. */
function membersChanged(before: JsonObject, after: JsonObject) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const pick = (from: JsonObject) =>
    Object.fromEntries(changed.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
  return { before: pick(before) as JsonObject, after: pick(after) as JsonObject };
}

type Traced = { steps: SignInExplanation['steps']; claims: Claims; origins: Map<string, ClaimOrigin> };

const keyOf = (token: string, claim: string) => `${token} ${claim}`;
const claimsOf = ({ tokens: { id_token, access_token } }: TrialResult): Claims => ({
  id_token: id_token.after ?? {},
  access_token: access_token.after ?? {},
});

/**
 * Says which rule, in which version, set which claim of a recorded sign-in and from what: the recorded input goes through
 * the recorded versions again, one rule after the other, in the draft executors, so that production pays nothing for it.
 * The network is off. What the record has and the rules did not set again is put down to the Actions that ran, or marked
 * as unexplained. Rights as for the record; real configuration values are for those who may change rules. Throws NotFound, also where the input was not kept.
 */
export async function explainSignIn(ctx: Context, id: string): Promise<SignInExplanation> {
  const { login, row } = await getRecordedLogin(ctx, id);
  const { steps: ran, resumed, id_token, access_token, error } = row.recording;
  if (resumed) throw new NotFound('This sign-in went on behind its rules, at an Action, after a redirect.');
  // Who may not run code must not see through it what configuration values are.
  const use_configuration = holds(ctx.actor, 'update:rules');
  const [scripts, configuration] = await Promise.all([
    scriptsOf(ctx, ran),
    configurationOf(ctx, { use_configuration }),
  ]);
  const values = Object.values(configuration);
  const { user, context } = runInput(login, [], {});
  const traced: Traced = {
    steps: [],
    claims: { id_token: id_token.before, access_token: {} },
    origins: new Map(),
  };
  let from = { user, context };
  for (const { step, script } of scripts) {
    const about = { kind: step.kind, id: step.id, name: step.name, version: step.version };
    if (script === null) {
      traced.steps.push({
        ...about,
        claims: [],
        problem: 'This version of the rule is not stored any more.',
      });
      continue;
    }
    const rule: RunnableRule = { id: step.id, name: step.name, version: step.version, script };
    const trial = await runTrial(ctx, { login, rules: [rule], configuration, from, detachedMs: 500 });
    const { result, writes } = trial;
    const hasEnded = result.kind !== 'continue';
    const claims = hasEnded ? traced.claims : claimsOf(trial);
    const changes = changesOf(traced.claims, claims);
    for (const { token, claim } of changes) traced.origins.set(keyOf(token, claim), about);
    const dropped = [
      ...splitClaims(asObject(result.context.idToken)).dropped,
      ...splitClaims(asObject(result.context.accessToken)).dropped,
    ];
    traced.steps.push({
      ...about,
      claims: changes,
      user: membersChanged(from.user, result.user),
      context: membersChanged(from.context, result.context),
      writes,
      ...(dropped.length > 0 ? { dropped: [...new Set(dropped)] } : {}),
      ...(hasEnded ? { problem: withoutValues(result.error.message, values) } : {}),
    });
    traced.claims = claims;
    from = { user: result.user, context: result.context };
    if (hasEnded) break;
  }
  const recorded = { id_token: id_token.after, access_token: access_token.after };
  return {
    id,
    steps: traced.steps,
    ...claimsWithOrigins(traced, recorded, ran),
    ...(error ? { error } : {}),
  };
}

function asObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

type Recorded = { id_token: JsonObject | null; access_token: JsonObject | null };

/** Whence each claim of the recorded tokens came. */
function claimsWithOrigins(
  { claims, origins }: Traced,
  recorded: Recorded,
  ran: readonly RecordedStep[],
): Pick<SignInExplanation, 'claims' | 'is_reproduced'> {
  const actions = ran.filter(({ kind }) => kind === 'action');
  const [first, ...others] = actions;
  const byActions: ClaimOrigin =
    first && others.length === 0
      ? { kind: 'action', id: first.id, name: first.name, version: first.version }
      : first
        ? { kind: 'actions', names: actions.map(({ name }) => name) }
        : { kind: 'unexplained' };
  const originOf = (token: keyof Claims, claim: string, value: Json): ClaimOrigin => {
    if (!isDeepStrictEqual(claims[token][claim], value)) return byActions;
    return origins.get(keyOf(token, claim)) ?? { kind: 'profile' };
  };
  const all = tokens.flatMap((token) =>
    Object.entries(recorded[token] ?? {}).map(([claim, value]) => ({
      token,
      claim,
      value,
      origin: originOf(token, claim, value),
    })),
  );
  return { claims: all, is_reproduced: all.every(({ origin }) => origin.kind !== 'unexplained') };
}
