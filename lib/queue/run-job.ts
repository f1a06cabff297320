import { asActor, type Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { log } from '@/lib/log';
import type { Worker } from './define-job';
import { changeHeld, claimJob, Superseded } from './hold';
import type { JobHandler, JobRun, Progress, StoredJob } from './job.types';

/** The job stopped half-way and is to be begun again. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

const gaveUp = 'The job was begun several times and did not get on. The log of the server says why.';

/** The reason for which no further attempt would fare better; null when one may. */
function finalReason(error: unknown, isLast: boolean): string | null {
  if (error instanceof AppError && error.code !== 'unavailable') return error.message;
  return isLast ? gaveUp : null;
}

type Held = StoredJob & { run: string };

async function fail(ctx: Context, job: Held, handler: JobHandler<unknown>, reason: string): Promise<void> {
  await changeHeld(ctx, job, async (tx) => {
    await handler.failed?.(tx, job, reason);
    return { status: 'failed', endedAt: ctx.now(), statusDetails: reason };
  });
}

function makeRun(ctx: Context, job: Held, payload: unknown, signal: AbortSignal) {
  const at = { isCompleted: false, hasGotOn: false };
  const run: JobRun<unknown> = {
    id: job.id,
    payload,
    ctx,
    requestedBy: job.requestedBy,
    state: job.state,
    signal,
    save: async (work) => {
      let progress: Progress = {};
      await changeHeld(ctx, job, async (tx) => {
        progress = await work(tx);
        return progress.state === undefined ? progress : { ...progress, attempts: 0 };
      });
      at.hasGotOn ||= progress.state !== undefined;
    },
    complete: async (work) => {
      const end = { status: 'completed', percentageDone: 100 } as const;
      await changeHeld(ctx, job, async (tx) => ({ ...(await work(tx)), ...end, endedAt: ctx.now() }));
      at.isCompleted = true;
    },
  };
  return { run, at };
}

async function work(ctx: Context, job: Held, { definition, load }: Worker, signal: AbortSignal) {
  const handler = await load();
  if (job.attempts > definition.maxAttempts) return fail(ctx, job, handler, gaveUp);
  const payload = definition.schema.parse(job.payload);
  const { run, at } = makeRun(ctx, job, payload, signal);
  try {
    await handler.run(run);
    if (!at.isCompleted && !signal.aborted) await run.complete(async () => ({}));
  } catch (error) {
    if (error instanceof Superseded) throw error;
    log().error({ err: error, job: job.id, kind: job.kind }, 'An attempt at a job failed.');
    const reason = finalReason(error, !at.hasGotOn && job.attempts >= definition.maxAttempts);
    if (reason === null) throw new Interrupted('An attempt at the job failed; the log says why.');
    return fail(ctx, job, handler, reason);
  }
  if (at.isCompleted) return;
  // a stop is no failed attempt
  await changeHeld(ctx, job, async () => ({ attempts: job.attempts - 1 }));
  throw new Interrupted('The process stopped before the job was done.');
}

/**
 * Does the job with this id, or goes on with it, to its end; nothing when it has ended already. May be called at any
 * time and in several processes: the last call has the job, and what another had under way is undone, not done twice.
 * Throws Interrupted or Superseded, without a cause, when the job is to be begun again or is another's.
 */
export async function runJob(ctx: Context, worker: Worker, id: string, signal: AbortSignal): Promise<void> {
  const { kind, cause } = worker.definition;
  const own = { ...asActor(ctx, { type: 'job', jobId: id, kind }, cause), requestId: id };
  const job = await claimJob(own, id);
  if (job) await work(own, job, worker, signal);
}
