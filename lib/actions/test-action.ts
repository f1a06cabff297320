import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { actionSecrets } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { parseInput } from '@/lib/input';
import { type ActionRunResult, getRunner } from '@/lib/rules';
import { assertRunnable, fetchAction } from './internal';
import { type ActionTestReport, testActionInput } from './schemas';

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the draft finds as secrets: a placeholder for each of its own, over which the caller may lay made-up ones. */
function testSecrets(names: readonly string[], given: unknown): Record<string, string> {
  const placeholders = Object.fromEntries(names.map((name) => [name, `test-${name}`]));
  const texts = Object.entries(isObject(given) ? given : {}).map(([name, value]) => [name, String(value)]);
  return { ...placeholders, ...Object.fromEntries(texts) };
}

function report(result: ActionRunResult): ActionTestReport {
  const { name, message, position } =
    result.kind === 'continue' ? { name: '', message: '', position: undefined } : result.error;
  return {
    status: result.kind === 'continue' ? 'success' : 'failed',
    ...(result.kind === 'continue' ? {} : { error: { name, message, ...position } }),
    commands: result.commands.map(({ action: _, ...command }) => command as JsonObject),
    logs: result.logs.map(({ level, text }) => ({ level, text })),
    stats: { duration_ms: result.durationMs },
  };
}

/**
 * Runs an Action's draft on an event of the caller's making, in the draft executors, and tells how it went. Needs the
 * right to make Actions, not only to see them. Nothing that it asks for is done, and no real secret is given to it:
 * whoever may run code here could read them. Throws NotFound, and Invalid for a trigger that Annex does not run.
 */
export async function testAction(ctx: Context, id: string, input: unknown): Promise<ActionTestReport> {
  authorize(ctx, 'create:actions');
  const { payload } = parseInput(testActionInput, input);
  const action = await fetchAction(ctx, id);
  const trigger = assertRunnable(action.triggerId);
  const names = await ctx.db
    .select({ name: actionSecrets.name })
    .from(actionSecrets)
    .where(eq(actionSecrets.ownerId, id));
  const { secrets, ...event } = payload;
  const own = { id, name: action.name, version: 0, code: action.code };
  const result = await getRunner().runActions({
    runId: randomUUID(),
    lane: 'draft',
    trigger,
    actions: [
      {
        ...own,
        secrets: testSecrets(
          names.map(({ name }) => name),
          secrets,
        ),
      },
    ],
    event,
    surroundings: {
      cache: [],
      executedRules: [],
      redirect: { isPossible: true, host: new URL(env().ANNEX_URL).host },
    },
    waitForDetached: true,
  });
  return report(result);
}
