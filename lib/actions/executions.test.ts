import { expect, it } from 'vitest';
import type { ActionRunResult } from '@/lib/rules';
import { testDatabase } from '@/lib/testing';
import { getExecution, sweepExecutions } from '.';
import { executionWrite, newExecution, withResults } from './executions';

const database = testDatabase();
const live = { id: 'a', name: 'An Action', version: 1, versionId: 'v', code: '', secrets: {} };
const ran = (logs: ActionRunResult['logs'] = []): ActionRunResult => ({
  kind: 'continue',
  commands: [],
  logs,
  requests: [],
  perAction: [{ actionId: 'a', durationMs: 2 }],
  durationMs: 2,
});

it('an execution is kept for ten days', async () => {
  const ctx = database.context();
  const execution = newExecution(ctx);
  await ctx.db.execute(executionWrite(ctx, 'post-login', execution, 'final'));
  const later = (days: number) => ({ ...ctx, now: () => new Date(ctx.now().getTime() + days * 86_400_000) });
  await sweepExecutions(later(9));
  expect(await getExecution(ctx, execution.id)).toMatchObject({ status: 'final', results: [] });
  await sweepExecutions(later(10));
  await expect(getExecution(ctx, execution.id)).rejects.toThrow('That execution does not exist.');
});

it('an execution that goes on after a redirect is one row, with the results of both parts', async () => {
  const ctx = database.context();
  const first = withResults(newExecution(ctx), [live], ran(), ctx.now());
  await ctx.db.execute(executionWrite(ctx, 'post-login', first, 'suspended'));
  const second = withResults(first, [live], ran(), ctx.now());
  await ctx.db.execute(executionWrite(ctx, 'post-login', second, 'final'));
  const { status, results } = await getExecution(ctx, first.id);
  expect([status, results.length]).toEqual(['final', 2]);
});

it('of the console output, 4,096 characters and 50 lines of each Action are kept', () => {
  const line = (text: string) => ({ actionId: 'a', level: 'log', text, at: 0 }) as const;
  const kept = (logs: ReturnType<typeof line>[]) => {
    const { results } = withResults(newExecution(database.context()), [live], ran(logs), new Date());
    return results[0]?.logs ?? [];
  };
  expect(
    kept([line('x'.repeat(4_000)), line('y'.repeat(4_000)), line('z')]).map(({ text }) => text.length),
  ).toEqual([4_000, 96]);
  expect(kept(Array.from({ length: 60 }, () => line('x')))).toHaveLength(50);
});
