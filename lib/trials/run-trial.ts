import type { JsonObject } from '@/db/schema/columns';
import { profileClaims } from '@/lib/claims';
import type { Context } from '@/lib/context';
import {
  getRunner,
  type Login,
  type LoginOutcome,
  type RunnableRule,
  type RunResult,
  readOutcome,
  runInput,
  signInUser,
  withoutOverlay,
} from '@/lib/rules';
import type { RecordedCall, RecordedWrite, TestReport } from './schemas';
import { type Reach, trialHost } from './trial-host';

/** One run of rules over a sign-in that changes nothing. */
export type Trial = Reach & {
  login: Login;
  rules: readonly RunnableRule[];
  configuration: Readonly<Record<string, string>>;
  /** Members laid over the context. */
  context?: JsonObject | undefined;
  /** In the place of what the sign-in itself gives the first rule. */
  from?: { user: JsonObject; context: JsonObject };
  /** How long code behind the callback may go on. */
  detachedMs?: number;
};

export type TrialResult = {
  result: RunResult;
  outcome: LoginOutcome;
  before: { user: JsonObject; context: JsonObject };
  writes: RecordedWrite[];
  calls: RecordedCall[];
  tokens: TestReport['tokens'];
};

/** All claims about the person, without rules and with them. */
export function tokensOf(login: Login, outcome: LoginOutcome | null): TestReport['tokens'] {
  const granted = outcome?.kind === 'continue' ? outcome : null;
  const idToken = (user: JsonObject, claims: JsonObject) => profileClaims(user, claims, login.scope);
  return {
    id_token: {
      before: idToken(signInUser(login), {}),
      after: granted && idToken(withoutOverlay(granted.user, login.user), granted.idTokenClaims),
    },
    access_token: { before: {}, after: granted?.accessTokenClaims ?? null },
  };
}

/**
 * Runs rules over a sign-in as production does, in the draft executors. Nothing is written, and no real sign-in waits
 * for it. What rules read of users is read under the right of `ctx`. Never throws for what a rule does.
 */
export async function runTrial(ctx: Context, trial: Trial): Promise<TrialResult> {
  const { login, rules, configuration, context, from, detachedMs } = trial;
  const base = runInput(login, rules, configuration);
  const before = from ?? { user: base.user, context: { ...base.context, ...context } };
  const asked: Pick<TrialResult, 'writes' | 'calls'> = { writes: [], calls: [] };
  const result = await getRunner().runPipeline({
    ...base,
    ...before,
    lane: 'draft',
    host: trialHost(ctx, asked, trial),
    waitForDetached: true,
    ...(detachedMs === undefined ? {} : { limits: { detachedMs } }),
  });
  const outcome = readOutcome(result.user, result.context);
  const tokens = tokensOf(login, result.kind === 'continue' ? outcome : null);
  return { result, outcome, before, ...asked, tokens };
}
