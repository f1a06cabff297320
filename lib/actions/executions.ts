import { randomUUID } from 'node:crypto';
import { lte, type SQL, sql } from 'drizzle-orm';
import { type ActionExecutionResult, actionExecutions } from '@/db/schema';
import type { Context } from '@/lib/context';
import { storableJson } from '@/lib/logs';
import { type ActionRunResult, withoutValues } from '@/lib/rules';
import type { LiveAction } from './internal';

/** One run of a trigger's Actions so far; plain JSON, since it may wait for a person to come back. */
export type Execution = { id: string; createdAt: string; results: ActionExecutionResult[] };

/** What a run leaves for its caller: writes to make with whatever it writes, also after a denial, and ids to log. */
export type Trace = { executions: string[]; writes: SQL[] };

/** Of a trigger that nothing is bound to. */
export const noTrace: Trace = { executions: [], writes: [] };

export type ExecutionStatus = 'final' | 'partial' | 'suspended';

export function newExecution(ctx: Context): Execution {
  return { id: randomUUID(), createdAt: ctx.now().toISOString(), results: [] };
}

/** Auth0 keeps 256 characters of an Action's console output; here it is more. */
const maxLines = 50;
const maxCharacters = 4_096;

function keptLogs(
  lines: ActionRunResult['logs'],
  actions: readonly LiveAction[],
): { level: string; text: string }[] {
  let left = maxCharacters;
  return lines.slice(0, maxLines).flatMap(({ level, text }) => {
    const kept = redact(text, actions).slice(0, left);
    left -= kept.length;
    return kept === '' ? [] : [{ level, text: kept }];
  });
}

export const secretValues = (actions: readonly LiveAction[]): string[] =>
  actions.flatMap(({ secrets }) => Object.values(secrets));

/** A text without the values of the Actions' secrets, which their code may have written there. */
export function redact(text: string, actions: readonly LiveAction[]): string {
  return withoutValues(text, secretValues(actions));
}

/** The execution with the results of a run added, Action by Action. */
export function withResults(
  execution: Execution,
  actions: readonly LiveAction[],
  result: ActionRunResult,
  began: Date,
): Execution {
  let clock = began.getTime();
  const ran = result.perAction.flatMap(({ actionId, durationMs }) => {
    const action = actions.find(({ id }) => id === actionId);
    if (!action) return [];
    const started = new Date(clock);
    clock += durationMs;
    const failure =
      result.kind !== 'continue' && result.error.actionId === actionId ? result.error : undefined;
    const logs = keptLogs(
      result.logs.filter((line) => line.actionId === actionId),
      actions,
    );
    return [
      {
        action_id: action.id,
        action_name: action.name,
        version_id: action.versionId,
        started_at: started.toISOString(),
        ended_at: new Date(clock).toISOString(),
        ...(failure ? { error: { id: failure.name, msg: redact(failure.message, actions) } } : {}),
        ...(logs.length > 0 ? { logs } : {}),
      },
    ];
  });
  return { ...execution, results: [...execution.results, ...ran] };
}

/** The write that keeps an execution, to ride on a statement that is written anyway. */
export function executionWrite(
  ctx: Context,
  trigger: string,
  { id, createdAt, results }: Execution,
  status: ExecutionStatus,
): SQL {
  return sql`
    insert into action_executions (id, trigger_id, status, results, created_at, updated_at)
    values (${id}, ${trigger}, ${status}, ${storableJson(results)}::text::jsonb, ${createdAt}::timestamptz,
      ${ctx.now().toISOString()}::timestamptz)
    on conflict (id) do update set status = excluded.status, results = excluded.results,
      updated_at = excluded.updated_at`;
}

const keptDays = 10;

/** Removes executions that are older than they are kept. Safe at any time and in many processes. */
export async function sweepExecutions(ctx: Context): Promise<void> {
  const oldest = new Date(ctx.now().getTime() - keptDays * 86_400_000);
  await ctx.db.delete(actionExecutions).where(lte(actionExecutions.createdAt, oldest));
}
