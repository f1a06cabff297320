import { and, eq, inArray, sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { jobs } from '@/db/schema';
import type { Context } from '@/lib/context';
import { log } from '@/lib/log';
import type { JobDefinition, Worker } from './define-job';
import { Superseded } from './hold';
import { Interrupted, runJob } from './run-job';
import { setSender } from './sender';

export type Queue = {
  /** Lets what runs come to a whole step, for `graceMs` at most; it goes on in another process or at the next start. */
  stop(graceMs?: number): Promise<void>;
};

export type QueueOptions = {
  url: string;
  workers: readonly Worker[];
  /** The surroundings of a run; its actor is the job. */
  context: () => Context;
};

/** A worker that says nothing for so long is dead, and its job another's. */
const heartbeatSeconds = 15;
const superviseSeconds = 10;
const dayMinusSeconds = 86_000;

/** The driver of pg-boss verifies certificates where ours, and libpq, only encrypt; this has it do as they do. */
function bossUrl(url: string): string {
  const address = new URL(url);
  if (address.searchParams.has('sslmode')) address.searchParams.set('uselibpqcompat', 'true');
  return address.href;
}

function makeBoss(url: string): PgBoss {
  const boss = new PgBoss({
    connectionString: bossUrl(url),
    schema: 'pgboss',
    application_name: 'annex jobs',
    max: 3,
    schedule: false,
    registerInstance: false,
    useListenNotify: true,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
  });
  boss.on('error', (error) => log().error({ err: error }, 'The queue of jobs had a failure.'));
  boss.on('warning', (warning) => log().warn({ warning: warning.message }, 'The queue of jobs warns.'));
  return boss;
}

/** The job itself is in our table, with its end; what the queue holds is only that somebody must see to it. */
async function prepareQueue(boss: PgBoss, { kind }: JobDefinition): Promise<void> {
  const options = {
    heartbeatSeconds,
    expireInSeconds: dayMinusSeconds,
    retryLimit: 10_000, // our own count of attempts decides
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    deleteAfterSeconds: 3600,
    notify: true,
  };
  await boss.createQueue(kind, options);
  await boss.updateQueue(kind, options);
}

const send = (
  boss: PgBoss,
  { id, kind }: { id: string; kind: string },
  db?: Parameters<typeof fromDrizzle>[0],
) =>
  boss.send(
    kind,
    { id },
    { singletonKey: id, group: { id: kind }, ...(db ? { db: fromDrizzle(db, sql) } : {}) },
  );

/** Queues what was stored while no queue ran. */
async function adopt(boss: PgBoss, ctx: Context, kinds: string[]): Promise<void> {
  const pending = await ctx.db
    .select({ id: jobs.id, kind: jobs.kind })
    .from(jobs)
    .where(and(eq(jobs.status, 'pending'), inArray(jobs.kind, kinds)));
  for (const job of pending) {
    const known = await boss.findJobs(job.kind, { key: job.id });
    const isQueued = known.some(({ state }) => ['created', 'retry', 'active'].includes(state));
    if (!isQueued) await send(boss, job);
  }
}

type Work = (id: string, worker: Worker, signal: AbortSignal) => Promise<void>;

/** A place for one job of the kind at a time. */
async function openSlot(boss: PgBoss, worker: Worker, work: Work): Promise<void> {
  const { kind, atOnce } = worker.definition;
  const options = {
    groupConcurrency: atOnce,
    pollingIntervalSeconds: 2,
    notifyPollingIntervalSeconds: 5,
  };
  let slotId = '';
  slotId = await boss.work<{ id: string }>(kind, options, async ([job]) => {
    if (!job) return;
    try {
      await work(job.data.id, worker, job.signal);
    } catch (error) {
      const isForeseen = error instanceof Interrupted || error instanceof Superseded;
      if (!isForeseen) log().error({ err: error, kind }, 'A job could not be begun.');
      throw new Error('again'); // the queue stores what is thrown, which may hold values of a statement
    } finally {
      boss.notifyWorker(slotId); // else it would wait for its next poll, however many jobs there are
    }
  });
}

/**
 * Starts this process's share of the background work. The queue lives in the schema `pgboss` of the same database and
 * has four connections of its own. Every process may run one: a job is run by one at a time, and one whose process
 * dies, by another soon after.
 */
export async function startQueue({ url, workers, context }: QueueOptions): Promise<Queue> {
  const boss = makeBoss(url);
  const stopping = new AbortController();
  await boss.start();
  const work = (id: string, worker: Worker, signal: AbortSignal) =>
    runJob(context(), worker, id, AbortSignal.any([stopping.signal, signal]));
  for (const worker of workers) {
    await prepareQueue(boss, worker.definition);
    for (let slot = 0; slot < worker.definition.atOnce; slot++) await openSlot(boss, worker, work);
  }
  await adopt(
    boss,
    context(),
    workers.map(({ definition }) => definition.kind),
  );
  await boss.supervise(); // jobs whose process died some time ago need not wait for the next look
  setSender(async (db, job) => {
    await send(boss, job, db);
  });
  return {
    stop: async (graceMs = 10_000) => {
      setSender(undefined);
      stopping.abort(new Interrupted('The process stops.'));
      await boss.stop({ timeout: graceMs });
    },
  };
}
