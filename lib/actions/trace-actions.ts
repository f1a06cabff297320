import type { RecordedPatch, StepsTrace } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { type ActionRunResult, keptLines, objectWithoutValues, resultOf, withoutValues } from '@/lib/rules';
import { noAsks } from './asks';
import { plain } from './event-parts';
import { newExecution, secretValues } from './executions';
import type { LiveAction } from './internal';
import type { SuspendedLogin } from './login.types';
import { metadataPatch } from './login-changes';

function patchesOf(
  { commands }: ActionRunResult,
  actions: readonly LiveAction[],
  userId: string,
): RecordedPatch[] {
  const { patch, askedBy } = metadataPatch(commands);
  const step_ids = askedBy.flatMap((index) => actions[index]?.id ?? []);
  const { user_metadata, app_metadata } = patch;
  return [
    ...(user_metadata
      ? [{ step_ids, user_id: userId, bag: 'user_metadata' as const, patch: user_metadata }]
      : []),
    ...(app_metadata
      ? [{ step_ids, user_id: userId, bag: 'app_metadata' as const, patch: app_metadata }]
      : []),
  ];
}

/** Where the chain stood, so that it can be gone on from there again; its execution is told of elsewhere. */
function keptSuspension(suspended: SuspendedLogin, values: readonly string[]): JsonObject {
  const { action, ran, transaction, outcome, user, redirects, methods, asks = noAsks } = suspended;
  const said = objectWithoutValues({ transaction, outcome, user, asks }, values);
  return plain({
    ...said,
    outcome: { ...said.outcome, kind: outcome.kind },
    action,
    ran,
    redirects,
    methods,
  });
}

/** Where the chain stood, from what `keptSuspension` gave; told of under a new execution. */
export function reviveSuspension(ctx: Context, kept: JsonObject): SuspendedLogin {
  // Only `traceActions` makes it, from a SuspendedLogin without its execution.
  return { ...(kept as Omit<SuspendedLogin, 'execution'>), execution: newExecution(ctx) };
}

type Ran = {
  userId: string;
  /** Why nothing counts. */
  failure: string | null;
  /** Whence they went on. */
  suspended: SuspendedLogin | undefined;
};

/** What the record of a sign-in says of its Actions, without the values of their secrets. */
export function traceActions(
  result: ActionRunResult,
  actions: readonly LiveAction[],
  { userId, failure, suspended }: Ran,
): StepsTrace {
  const values = secretValues(actions);
  const byId = new Map(actions.map((action) => [action.id, action]));
  const error = result.kind === 'continue' ? undefined : result.error;
  const kind = resultOf(result.kind);
  return {
    result: failure && kind === 'continue' ? 'error' : kind,
    steps: result.perAction.flatMap(({ actionId: id, durationMs }) => {
      const action = byId.get(id);
      if (!action) return [];
      const { name, version } = action;
      return [{ kind: 'action' as const, id, name, version, duration_ms: durationMs }];
    }),
    logs: keptLines(
      result.logs.map(({ actionId, level, text }) => ({ step_id: actionId, level, text })),
      values,
    ),
    writes: failure ? [] : patchesOf(result, actions, userId),
    ...(suspended ? { suspended: keptSuspension(suspended, values) } : {}),
    ...(failure
      ? {
          error: {
            name: withoutValues(error?.name ?? 'Error', values),
            message: failure,
            ...(error?.actionId === undefined ? {} : { step_id: error.actionId }),
            ...(error?.actionName === undefined ? {} : { step_name: error.actionName }),
            ...error?.position,
          },
        }
      : {}),
  };
}
