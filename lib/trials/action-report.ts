import { canRedirect } from '@/lib/actions';
import type { LoginContinues } from '@/lib/rules';
import { verdictOf } from './report';
import type { ActionTrialResult } from './run-action-trial';
import { deniedVerdict, failedVerdict, isAgainst, leftBy, type Named, type Verdict } from './run-report';
import type { ActionReport } from './schemas';
import { steeringOf } from './steering';
import type { TrialEnd } from './trial-end';

/** The verdict of the rules, in the words of Actions. */
function ruleVerdict({ result, error }: ReturnType<typeof verdictOf>): Verdict {
  if (!error) return { result };
  const { rule_id, rule_name, ...rest } = error;
  return {
    result,
    error: {
      ...rest,
      ...(rule_id === undefined ? {} : { step_id: rule_id }),
      ...(rule_name === undefined ? {} : { step_name: rule_name }),
    },
  };
}

/** What a trial of Actions came to. */
function actionVerdict({ login, rules, actions, unwritten }: ActionTrialResult): Verdict {
  if (!actions) return rules ? ruleVerdict(verdictOf(rules)) : { result: 'continue' };
  const { result, decision, failure, commands } = actions;
  if (failure !== null) return failedVerdict(result, failure);
  if (unwritten !== undefined) return deniedVerdict(actions, 'access_denied', unwritten);
  if (decision.kind === 'deny')
    return deniedVerdict(actions, decision.error, decision.description, commands.find(isAgainst)?.action);
  if (decision.kind === 'continue' || decision.kind === 'factor') return { result: 'continue' };
  if (!canRedirect(login))
    return deniedVerdict(
      actions,
      'interaction_required',
      'An Action wants to send the person to another page.',
    );
  return { result: 'redirect' };
}

/** What a sign-in that went through comes to besides its tokens. */
function outcomeOf({ rules, actions }: ActionTrialResult): Partial<LoginContinues> {
  if (actions?.decision.kind === 'continue') return actions.decision.outcome;
  if (actions && 'suspended' in actions.decision) return actions.decision.suspended.outcome;
  return !actions && rules?.outcome.kind === 'continue' ? rules.outcome : {};
}

function addressOf(trial: ActionTrialResult): string | undefined {
  const { decision } = trial.actions ?? {};
  return decision?.kind === 'redirect' ? decision.url : outcomeOf(trial).redirect?.url;
}

const durationOf = ({ rules, actions }: ActionTrialResult) =>
  (rules?.result.durationMs ?? 0) + (actions?.result.durationMs ?? 0);

/** What a trial of Actions came to, as tests and replays look at it. */
export function endOfActions(trial: ActionTrialResult): TrialEnd {
  const verdict = actionVerdict(trial);
  const went = verdict.result === 'continue' || verdict.result === 'redirect';
  const { scope } = went ? outcomeOf(trial) : {};
  const redirect = verdict.result === 'redirect' ? addressOf(trial) : undefined;
  return {
    ...verdict,
    userId: trial.login.user.userId,
    tokens: trial.tokens,
    writes: trial.writes,
    steering: steeringOf(trial),
    ...(scope ? { scope } : {}),
    ...(redirect === undefined ? {} : { redirect }),
    durationMs: durationOf(trial),
  };
}

/** What of a sign-in a trial cannot follow. */
function limitsOf({ login, actions }: ActionTrialResult, outcome: Partial<LoginContinues>): string[] {
  const { primaryUser, multifactor } = outcome;
  return [
    ...(primaryUser !== undefined && primaryUser !== login.user.userId
      ? [`The sign-in would go on as the primary user ${primaryUser}; the trial stays with whoever signs in.`]
      : []),
    ...(multifactor ? ['A second factor would be asked for.'] : []),
    ...(actions?.decision.kind === 'factor'
      ? ['A second factor would be asked for here; the Actions that wait for it did not run.']
      : []),
  ];
}

/** A trial of Actions as the console and the API tell it; `rules` are those that were to run. */
export function actionReportOf(
  trial: ActionTrialResult,
  rules: Named,
  hints: readonly string[],
): ActionReport {
  const { rules: ruled, actions: tried } = trial;
  const nameOf = (id: string) => rules.find((each) => each.id === id)?.name ?? id;
  const end = endOfActions(trial);
  const outcome = outcomeOf(trial);
  const heap = tried?.result.heapBytes ?? ruled?.result.heapBytes;
  const left = tried && leftBy(tried);
  return {
    result: end.result,
    ...(end.error ? { error: end.error } : {}),
    user_id: end.userId,
    ...(tried && tried.actions.length > 0 ? { event: tried.event } : {}),
    commands: left?.commands ?? [],
    id_token: outcome.idTokenClaims ?? {},
    access_token: outcome.accessTokenClaims ?? {},
    tokens: end.tokens,
    ...(end.scope ? { scope: end.scope } : {}),
    ...(end.redirect === undefined ? {} : { redirect: end.redirect }),
    writes: trial.writes,
    calls: ruled?.calls ?? [],
    requests: [
      ...(ruled?.result.requests ?? []).map(({ ruleId, durationMs, ...request }) => ({
        step_id: ruleId,
        ...request,
        duration_ms: durationMs ?? 0,
      })),
      ...(left?.requests ?? []),
    ],
    logs: [
      ...(ruled?.result.logs ?? []).map(({ ruleId, level, text }) => ({
        step_id: ruleId,
        step_name: nameOf(ruleId),
        level,
        text,
      })),
      ...(left?.logs ?? []),
    ],
    warnings: [...(outcome.warnings ?? []), ...limitsOf(trial, outcome), ...hints],
    steps: [
      ...(ruled?.result.perRule ?? []).map(({ ruleId, durationMs }) => ({
        kind: 'rule' as const,
        id: ruleId,
        name: nameOf(ruleId),
        duration_ms: durationMs,
      })),
      ...(left?.steps ?? []),
    ],
    duration_ms: end.durationMs,
    ...(heap === undefined ? {} : { heap_bytes: heap }),
  };
}
