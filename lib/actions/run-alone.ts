import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { newExecution } from './executions';
import { runTrigger, type TriggerOutcome, type TriggerRun } from './run-trigger';

/** Runs a trigger that no sign-in carries: its execution is a statement of its own. */
export async function runAlone(
  ctx: Context,
  run: Omit<TriggerRun, 'surroundings' | 'execution'>,
): Promise<TriggerOutcome> {
  const surroundings = { executedRules: [] };
  const outcome = await runTrigger(ctx, { ...run, surroundings, execution: newExecution(ctx) });
  const parts = outcome.trace.writes.map((write, index) => sql`${sql.raw(`w${index}`)} as (${write})`);
  await ctx.db.execute(sql`with ${sql.join(parts, sql`, `)} select 1`);
  return outcome;
}
