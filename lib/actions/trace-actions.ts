import type { RecordedPatch, StepsTrace } from '@/db/schema';
import { type ActionRunResult, keptLines, resultOf, withoutValues } from '@/lib/rules';
import { secretValues } from './executions';
import type { LiveAction } from './internal';
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

/** What the record of a sign-in says of its Actions, without the values of their secrets. `failure`: why nothing counts. */
export function traceActions(
  result: ActionRunResult,
  actions: readonly LiveAction[],
  userId: string,
  failure: string | null,
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
