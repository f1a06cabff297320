import type { JsonObject } from '@/db/schema/columns';
import { type ActionsTried, type LiveAction, type LoginTrial, tryLoginActions } from '@/lib/actions';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { checkBag, mergeMetadata } from '@/lib/metadata';
import { type Login, type LoginContinues, withoutOverlay } from '@/lib/rules';
import { verdictOf } from './report';
import { runTrial, type Trial, type TrialResult, tokensOf } from './run-trial';
import type { RecordedWrite } from './schemas';
import { fetchOf, type Reach } from './trial-host';

type Bag = RecordedWrite['bag'];
const bags = ['user_metadata', 'app_metadata'] as const;

/** The metadata of the user who signs in once the rules have written; undefined where they wrote none. */
function writtenBy(writes: readonly RecordedWrite[], { user }: Login): LoginContinues['written'] {
  const own = writes.filter(({ user_id }) => user_id === user.userId);
  if (own.length === 0) return undefined;
  const after = (bag: Bag, stored: JsonObject | null) =>
    own
      .filter((write) => write.bag === bag)
      .reduce((kept, { patch }) => mergeMetadata(kept, patch, 'merge'), stored ?? {});
  return {
    user_metadata: after('user_metadata', user.userMetadata),
    app_metadata: after('app_metadata', user.appMetadata),
  };
}

type Behind = { login: Login; rules: readonly { id: string }[]; writes: readonly RecordedWrite[] };

/** What rules decided, as the Actions behind them go on from it. */
export function behindRules(outcome: LoginContinues, { login, rules, writes }: Behind): LoginContinues {
  const written = writtenBy(writes, login);
  return {
    ...outcome,
    user: withoutOverlay(outcome.user, login.user),
    executedRules: rules.map(({ id }) => id),
    ...(written ? { written } : {}),
  };
}

/** Rules over a sign-in, and what Actions go on from; null where there is nothing to go on from. */
export type Ruled = { trial: TrialResult; before: LoginContinues | null };

/** Runs the rules that stand before the Actions of a trial. */
export async function runRules(ctx: Context, trial: Trial): Promise<Ruled> {
  const done = await runTrial(ctx, trial);
  const { outcome } = done;
  if (verdictOf(done).result !== 'continue' || outcome.kind !== 'continue')
    return { trial: done, before: null };
  return { trial: done, before: behindRules(outcome, { ...trial, writes: done.writes }) };
}

/** What Actions would write, refused where the real write would be: then the reason. */
export function metadataWrites(userId: string, metadata: ActionsTried['metadata']): RecordedWrite[] | string {
  try {
    return bags.flatMap((bag) => {
      const patch = metadata[bag];
      if (!patch) return [];
      checkBag(bag, patch);
      return [{ user_id: userId, bag, patch }];
    });
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

/** What Actions go on from: what rules let through, or a redirect. */
export type ActionTrial = Reach &
  Omit<LoginTrial, 'before' | 'fetch'> & { login: Login; actions: readonly LiveAction[] };

export type ActionTrialResult = {
  login: Login;
  /** Absent where the sign-in goes on behind a redirect. */
  rules?: TrialResult;
  /** Absent where rules ended the sign-in. */
  actions?: ActionsTried;
  /** Why what Actions asked to write cannot be stored, which ends the sign-in. */
  unwritten?: string;
  writes: RecordedWrite[];
  tokens: TrialResult['tokens'];
};

/**
 * Runs Actions over a sign-in as production does, in the draft executors, behind what rules came to. Nothing is
 * written, and no real sign-in waits for it. Never throws for what a rule or an Action does.
 */
export async function runActionTrial(
  ctx: Context,
  trial: ActionTrial,
  ruled: Ruled | null,
): Promise<ActionTrialResult> {
  const { login, actions: bound } = trial;
  const of = { login, ...(ruled ? { rules: ruled.trial } : {}) };
  const before = ruled?.trial.writes ?? [];
  if (ruled && !ruled.before) return { ...of, writes: before, tokens: ruled.trial.tokens };
  const actions = await tryLoginActions(ctx, login, bound, {
    ...trial,
    before: ruled?.before ?? null,
    ...fetchOf(trial),
  });
  const writes = metadataWrites(login.user.userId, actions.metadata);
  const isRefused = typeof writes === 'string';
  const { decision } = actions;
  const granted = decision.kind === 'continue' && !isRefused ? decision.outcome : null;
  return {
    ...of,
    actions,
    ...(isRefused ? { unwritten: writes } : {}),
    writes: isRefused ? before : [...before, ...writes],
    tokens: tokensOf(login, granted),
  };
}
