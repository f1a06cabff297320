import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withTransaction } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { type TestContext, testAdmin, testDatabase } from '@/lib/testing';
import { defineJob, type JobRun, type Queue, readFile, startQueue, storePiece, sweepJobs, worker } from '.';
import { enqueue } from './enqueue';
import { getStoredJob } from './get-job';
import { claimJob, Superseded } from './hold';
import { endOfJob } from './queue.fixture';
import { runJob } from './run-job';

const database = testDatabase();
const payload = z.object({ name: z.string() });
const echo = defineJob({ kind: 'test_echo', schema: payload, atOnce: 2 });
const flaky = defineJob({ kind: 'test_flaky', schema: payload, maxAttempts: 2 });

/** What each job of these kinds does, by the name in its payload. */
const acts = new Map<string, (run: JobRun<z.output<typeof payload>>) => Promise<void>>();
const failures: string[] = [];
const load = async () => ({
  run: (run: JobRun<z.output<typeof payload>>) => acts.get(run.payload.name)?.(run) ?? Promise.resolve(),
  failed: async (_: unknown, { id }: { id: string }, reason: string) => void failures.push(`${id} ${reason}`),
});
const workers = [worker(echo, load), worker(flaky, load)];
const [echoWorker = worker(echo, load), flakyWorker = worker(flaky, load)] = workers;

let ctx: TestContext;
let queues: Queue[];
const start = () => startQueue({ url: database.url, workers, context: () => database.context() });
beforeAll(async () => {
  ctx = database.context();
  queues = [await start(), await start()];
});
afterAll(() => Promise.all(queues.map((queue) => queue.stop(1000))));

const never = new AbortController().signal;

describe('the queue', () => {
  it('runs a job when what it belongs to is committed, as actor job, and knows who asked for it', async () => {
    const seen = Promise.withResolvers<JobRun<unknown>>();
    acts.set('seen', async (run) => seen.resolve(run));
    const lost = withTransaction(ctx, async (tx) => {
      await enqueue(tx, echo, { name: 'lost' });
      throw new Error('undo');
    });
    await expect(lost).rejects.toThrow('undo');
    const { id } = await enqueue(ctx, echo, { name: 'seen' });
    const run = await seen.promise;
    expect(run.ctx.actor).toEqual({ type: 'job', jobId: id, kind: 'test_echo' });
    expect(run.requestedBy).toEqual(testAdmin);
    expect(await endOfJob(ctx, id)).toMatchObject({ status: 'completed', percentageDone: 100 });
    expect(await database.sql`select payload->>'name' as name from jobs`).toEqual([{ name: 'seen' }]);
  });

  it('runs each job once, whatever the number of processes', async () => {
    const runs: string[] = [];
    acts.set('count', async ({ id }) => void runs.push(id));
    const made = await Promise.all(Array.from({ length: 20 }, () => enqueue(ctx, echo, { name: 'count' })));
    await Promise.all(made.map(({ id }) => endOfJob(ctx, id)));
    expect(runs.toSorted()).toEqual(made.map(({ id }) => id).toSorted());
  });

  it('runs no more of a kind at once than it says, over all processes', async () => {
    let [running, most] = [0, 0];
    const gate = Promise.withResolvers<void>();
    const both = Promise.withResolvers<void>();
    acts.set('slow', async () => {
      most = Math.max(most, ++running);
      if (running === 2) both.resolve();
      await gate.promise;
      running--;
    });
    const made = await Promise.all(Array.from({ length: 5 }, () => enqueue(ctx, echo, { name: 'slow' })));
    await both.promise;
    gate.resolve();
    await Promise.all(made.map(({ id }) => endOfJob(ctx, id)));
    expect(most).toBe(2);
  });

  it('fails a job with the sentence of an AppError, and begins it again for anything else, a few times', async () => {
    acts.set('invalid', async () => {
      throw new Invalid('The file is not JSON.');
    });
    const kept: unknown[] = [];
    acts.set('bug', async ({ id }) => {
      kept.push(await database.sql`select output from pgboss.job where singleton_key = ${id}`);
      throw new Error('secret detail');
    });
    const refused = await enqueue(ctx, echo, { name: 'invalid' });
    const broken = await enqueue(ctx, flaky, { name: 'bug' });
    expect(await endOfJob(ctx, refused.id)).toMatchObject({
      status: 'failed',
      statusDetails: 'The file is not JSON.',
    });
    const { statusDetails } = await endOfJob(ctx, broken.id);
    expect(statusDetails).toMatch(/^The job was begun several times/);
    expect(kept).toEqual([[{ output: null }], [{ output: expect.objectContaining({ message: 'again' }) }]]);
    expect(JSON.stringify(kept)).not.toContain('secret detail');
    expect(failures).toEqual([`${refused.id} The file is not JSON.`, `${broken.id} ${statusDetails}`]);
  });

  it('takes up at its start what was stored while none ran', async () => {
    await Promise.all(queues.map((queue) => queue.stop(1000)));
    const { id } = await enqueue(ctx, echo, { name: 'early' });
    queues = [await start()];
    expect(await endOfJob(ctx, id)).toMatchObject({ status: 'completed' });
  });

  it('stopped half-way goes on from the last step at the next start', async () => {
    const begun = Promise.withResolvers<void>();
    const states: unknown[] = [];
    acts.set('long', async (run) => {
      states.push(run.state);
      if (run.state !== null) return;
      await run.save(async () => ({ state: { at: 7 }, percentageDone: 70 }));
      begun.resolve();
      await new Promise((resolve) => run.signal.addEventListener('abort', resolve, { once: true }));
    });
    const { id } = await enqueue(ctx, echo, { name: 'long' });
    await begun.promise;
    await Promise.all(queues.map((queue) => queue.stop()));
    expect(await getStoredJob(ctx, id)).toMatchObject({ status: 'pending', percentageDone: 70, attempts: 0 });
    queues = [await start()];
    await endOfJob(ctx, id);
    expect(states).toEqual([null, { at: 7 }]);
  });
});

describe('a job that fails again and again', () => {
  const attempts = async (id: string, most: number) => {
    for (let n = 1; n <= most; n++) {
      await runJob(ctx, flakyWorker, id, never).catch(() => undefined);
      if ((await getStoredJob(ctx, id)).status !== 'pending') return n;
    }
    return null;
  };

  it('is given up when it does not get on, whatever else it stores, and goes on as long as it does', async () => {
    await Promise.all(queues.map((queue) => queue.stop(1000)));
    queues = [];
    acts.set('stuck', async (run) => {
      await run.save(async () => ({ percentageDone: 1 }));
      throw new Error('bug');
    });
    acts.set('steady', async (run) => {
      const step = Number(run.state ?? 0) + 1;
      if (step < 6) await run.save(async () => ({ state: step }));
      if (step < 6) throw new Error('bug');
    });
    const stuck = await enqueue(ctx, flaky, { name: 'stuck' });
    const steady = await enqueue(ctx, flaky, { name: 'steady' });
    expect(await attempts(stuck.id, 9)).toBe(2);
    expect(await attempts(steady.id, 9)).toBe(6);
    expect(await getStoredJob(ctx, steady.id)).toMatchObject({ status: 'completed' });
  });
});

describe('a run whose job another one has taken', () => {
  it('stores nothing any more, neither progress nor what belongs to it', async () => {
    acts.set('taken', async (run) => {
      await claimJob(ctx, run.id);
      await run.save(async (tx) => {
        await storePiece(tx, run.id, { position: 0, data: Buffer.from('x') });
        return { percentageDone: 50 };
      });
    });
    const { id } = await enqueue(ctx, echo, { name: 'taken' });
    await expect(runJob(ctx, echoWorker, id, never)).rejects.toBeInstanceOf(Superseded);
    expect(await getStoredJob(ctx, id)).toMatchObject({ status: 'pending', percentageDone: 0 });
    expect(await Array.fromAsync(readFile(ctx, id))).toEqual([]);
  });
});

describe('the sweep', () => {
  it('removes jobs a day after their end with their files, and files whose job never came', async () => {
    const own = database.context();
    const { id } = await enqueue(own, echo, { name: 'none' });
    for (const jobId of [id, 'job_never'])
      await storePiece(own, jobId, { position: 0, data: Buffer.from(jobId) });
    await runJob(own, echoWorker, id, never);
    const kept = async () => {
      const rows = await database.sql`
        select job_id as id from job_files where job_id in (${id}, 'job_never') union all
        select id from jobs where id = ${id}`;
      return rows.length;
    };
    own.clock.advance(86_399);
    await sweepJobs(own);
    expect(await kept()).toBe(3);
    own.clock.advance(1);
    await sweepJobs(own);
    expect(await kept()).toBe(0);
  });
});
