import { asActor, type Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { log } from '@/lib/log';
import type { Worker } from './define-job';
import { changeHeld, claimJob, Superseded } from './hold';
import type { JobHandler, JobRun, StoredJob } from './job.types';

/** The job stopped half-way and is to be begun again. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

const gaveUp = 'The job was begun several times and did not get on. The log of the server says why.';

/** The reason for which no further attempt would fare better; null when one may. */
function finalReason(error: unknown, job: StoredJob, maxAttempts: number): string | null {
  if (error instanceof AppError && error.code !== 'unavailable') return error.message;
  return job.attempts >= maxAttempts ? gaveUp : null;
}

type Held = StoredJob & { run: string };

async function fail(ctx: Context, job: Held, handler: JobHandler<unknown>, reason: string): Promise<void> {
  await changeHeld(ctx, job, async (tx) => {
    await handler.failed?.(tx, job, reason);
    return { status: 'failed', endedAt: ctx.now(), statusDetails: reason };
  });
}

function makeRun(ctx: Context, job: Held, payload: unknown, signal: AbortSignal) {
  let isCompleted = false;
  const run: JobRun<unknown> = {
    id: job.id,
    payload,
    ctx,
    requestedBy: job.requestedBy,
    state: job.state,
    signal,
    save: (work) => changeHeld(ctx, job, async (tx) => ({ ...(await work(tx)), attempts: 0 })),
    complete: async (work) => {
      const end = { status: 'completed', percentageDone: 100 } as const;
      await changeHeld(ctx, job, async (tx) => ({ ...(await work(tx)), ...end, endedAt: ctx.now() }));
      isCompleted = true;
    },
  };
  return { run, isCompleted: () => isCompleted };
}

async function work(ctx: Context, job: Held, { definition, load }: Worker, signal: AbortSignal) {
  const handler = await load();
  if (job.attempts > definition.maxAttempts) return fail(ctx, job, handler, gaveUp);
  try {
    const payload = definition.schema.parse(job.payload);
    const { run, isCompleted } = makeRun(ctx, job, payload, signal);
    await handler.run(run);
    if (isCompleted()) return;
    if (!signal.aborted) return await run.complete(async () => ({}));
    // a stop is no failed attempt
    await changeHeld(ctx, job, async () => ({ attempts: job.attempts - 1 }));
    throw new Interrupted('The process stopped before the job was done.');
  } catch (error) {
    if (error instanceof Superseded || error instanceof Interrupted) throw error;
    log().error({ err: error, job: job.id, kind: job.kind }, 'A job failed.');
    const reason = finalReason(error, job, definition.maxAttempts);
    if (reason === null) throw error;
    await fail(ctx, job, handler, reason);
  }
}

/**
 * Does the job with this id, or goes on with it, to its end; nothing when it has ended already. May be called at any
 * time and in several processes: the last call has the job, and what another had under way is undone, not done twice.
 * Throws when the job is to be begun again later.
 */
export async function runJob(ctx: Context, worker: Worker, id: string, signal: AbortSignal): Promise<void> {
  const { kind, cause } = worker.definition;
  const own = { ...asActor(ctx, { type: 'job', jobId: id, kind }, cause), requestId: id };
  const job = await claimJob(own, id);
  if (job) await work(own, job, worker, signal);
}
