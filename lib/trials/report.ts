import type { RunnableRule } from '@/lib/rules';
import type { TrialResult } from './run-trial';
import type { TestReport } from './schemas';
import { type TrialEnd, withoutTokens } from './trial-end';

type Verdict = Pick<TestReport, 'result' | 'error'>;

/** What a trial came to, in the words of a report. */
export function verdictOf({ result, outcome, before }: TrialResult): Verdict {
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
  const isAway = outcome.redirect && before.context.protocol !== 'redirect-callback';
  return { result: isAway ? 'redirect' : 'continue' };
}

/** What a trial of rules came to, as tests and replays look at it. */
export function endOfRules(trial: TrialResult): TrialEnd {
  const { outcome, tokens, writes, before, result } = trial;
  const verdict = verdictOf(trial);
  const went = verdict.result === 'continue' || verdict.result === 'redirect';
  const { scope, redirect } = went && outcome.kind === 'continue' ? outcome : {};
  return {
    ...verdict,
    userId: String(before.user.user_id),
    tokens: went ? tokens : withoutTokens(tokens),
    writes,
    ...(scope ? { scope } : {}),
    ...(redirect && verdict.result === 'redirect' ? { redirect: redirect.url } : {}),
    durationMs: result.durationMs,
  };
}

/** A trial as the console and the API tell it. */
export function reportOf(trial: TrialResult, pipeline: readonly RunnableRule[]): TestReport {
  const { result, outcome, before, writes, calls, tokens } = trial;
  const nameOf = (id: string) => pipeline.find((rule) => rule.id === id)?.name ?? id;
  const went = outcome.kind === 'continue' ? outcome : undefined;
  return {
    ...verdictOf(trial),
    user: result.user,
    context: result.context,
    id_token: went?.idTokenClaims ?? {},
    access_token: went?.accessTokenClaims ?? {},
    before,
    tokens,
    ...(went?.scope ? { scope: went.scope } : {}),
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
    warnings: went?.warnings ?? [],
    rules: result.perRule.map(({ ruleId, durationMs }) => ({
      rule_id: ruleId,
      rule_name: nameOf(ruleId),
      duration_ms: durationMs,
    })),
    duration_ms: result.durationMs,
    ...(result.heapBytes === undefined ? {} : { heap_bytes: result.heapBytes }),
  };
}
