import { type ActionsTried, objectionOf } from '@/lib/actions';
import { type ActionCommand, type ActionRunResult, resultOf } from '@/lib/rules';
import type { ActionReport } from './schemas';

export type Verdict = Pick<ActionReport, 'result' | 'error'>;
export type Ran = Pick<ActionsTried, 'actions' | 'result' | 'commands'>;
export type Named = readonly { id: string; name: string }[];

/** The verdict on a run of Actions of which nothing counts, for this reason. */
export function failedVerdict(result: ActionRunResult, failure: string): Verdict {
  if (result.kind === 'continue') return { result: 'error', error: { name: 'Error', message: failure } };
  const { name, message, actionId, actionName, position } = result.error;
  return {
    result: resultOf(result.kind),
    error: {
      name,
      message,
      ...(actionId === undefined ? {} : { step_id: actionId }),
      ...(actionName === undefined ? {} : { step_name: actionName }),
      ...position,
    },
  };
}

/** The command that speaks against it. */
export const isAgainst = (command: ActionCommand) => objectionOf(command) !== undefined;

/** The verdict on a run that ended in a refusal; `by`: the Action that said so, by its number. */
export function deniedVerdict({ actions }: Ran, name: string, message: string, by?: number): Verdict {
  const step = by === undefined ? undefined : actions[by];
  const error = { name, message, ...(step ? { step_id: step.id, step_name: step.name } : {}) };
  return { result: 'deny', error };
}

/** What a run of Actions left, in the words of a report. */
export function leftBy({ actions, result, commands }: Ran) {
  const nameOf = (id: string) => actions.find((each) => each.id === id)?.name ?? id;
  const stepOf = (id: string) => ({ step_id: id, step_name: nameOf(id) });
  return {
    commands: commands.map(({ action, type, ...args }) => ({
      ...stepOf(actions[action]?.id ?? ''),
      type,
      args,
    })),
    requests: result.requests.map(({ actionId, durationMs, ...request }) => ({
      step_id: actionId,
      ...request,
      duration_ms: durationMs ?? 0,
    })),
    logs: result.logs.map(({ actionId, level, text }) => ({ ...stepOf(actionId), level, text })),
    steps: result.perAction.map(({ actionId, durationMs }) => ({
      kind: 'action' as const,
      id: actionId,
      name: nameOf(actionId),
      duration_ms: durationMs,
    })),
  };
}
