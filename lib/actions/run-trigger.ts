import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { type LogEvent, logInsert } from '@/lib/logs';
import {
  type ActionCommand,
  type ActionRunResult,
  type ActionTrigger,
  getRunner,
  type LiveSurroundings,
  liveFetch,
} from '@/lib/rules';
import { type Execution, executionWrite, redact, type Trace, withResults } from './executions';
import type { LiveAction } from './internal';
import { applyToCache, readCache } from './trigger-cache';

export type TriggerRun = {
  trigger: ActionTrigger;
  /** At least one. */
  actions: readonly LiveAction[];
  resumes?: boolean;
  event: JsonObject;
  surroundings: LiveSurroundings;
  execution: Execution;
  /** For whom it runs, in the log row of a failure. */
  about: Pick<LogEvent, 'clientId' | 'clientName' | 'connection' | 'userId' | 'userName'>;
};

export type TriggerOutcome = {
  /** What the Actions asked for; nothing of it is done yet but for the cache. */
  commands: ActionCommand[];
  /** How the runner told it. */
  result: ActionRunResult;
  execution: Execution;
  /** Why nothing of it may be done: an Action threw, ran too long, or needs what Annex does not have. */
  failure: string | null;
  trace: Trace;
};

/** Why the run may not count, in words for the log. */
export function failureOf(actions: readonly LiveAction[], result: ActionRunResult): string | null {
  if (result.kind !== 'continue') {
    const { actionName, message } = result.error;
    const text = redact(message, actions);
    return actionName === undefined ? text : `Action "${actionName}": ${text}`;
  }
  const missing = result.commands.find((command) => command.type === 'unavailable');
  if (missing?.type !== 'unavailable') return null;
  const { name = '' } = actions[missing.action] ?? {};
  return `Action "${name}": ${missing.method} is not available in this version of Annex.`;
}

/** Runs the Actions of a trigger in the live executors. Never throws for what an Action does. */
export async function runTrigger(ctx: Context, run: TriggerRun): Promise<TriggerOutcome> {
  const { trigger, actions, resumes = false, event, surroundings, about } = run;
  const began = ctx.now();
  const result = await getRunner().runActions({
    runId: run.execution.id,
    lane: 'live',
    trigger,
    actions,
    resumes,
    event,
    fetch: liveFetch,
    surroundings: { ...surroundings, cache: readCache(trigger, began.getTime()) },
  });
  applyToCache(trigger, result.commands);
  const execution = withResults(run.execution, actions, result, began);
  const failure = failureOf(actions, result);
  const isWaiting = result.commands.some(
    ({ type, action }) =>
      type === 'redirect.sendUserTo' ||
      (type === 'authentication.requireFactor' && action + 1 < actions.length),
  );
  const status = failure ? 'partial' : isWaiting ? 'suspended' : 'final';
  const writes = [executionWrite(ctx, trigger, execution, status)];
  if (failure) {
    const details = { execution_id: execution.id, trigger };
    writes.push(
      logInsert(ctx, { ...about, type: 'actions_execution_failed', description: failure, details }),
    );
  }
  const trace = { executions: [execution.id], writes };
  return { commands: result.commands, result, execution, failure, trace };
}
