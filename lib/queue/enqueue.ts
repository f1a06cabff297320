import type { z } from 'zod';
import { jobs } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { type Context, withTransaction } from '@/lib/context';
import { newId } from '@/lib/ids';
import type { JobDefinition } from './define-job';
import type { StoredJob } from './job.types';
import { sender } from './sender';

/**
 * Stores a job to be done in the background, in the caller's transaction when there is one: it runs if that commits,
 * and then for certain. Whoever calls it has established that the actor may ask for it. A process without a queue
 * (tests, the command line) leaves the job to the next server that starts.
 */
export async function enqueue<S extends z.ZodType>(
  ctx: Context,
  definition: JobDefinition<S>,
  payload: z.input<S>,
  { id = newId('job') }: { id?: string } = {},
): Promise<StoredJob> {
  const job: StoredJob = {
    id,
    kind: definition.kind,
    status: 'pending',
    payload: definition.schema.parse(payload) as JsonObject,
    requestedBy: ctx.actor,
    createdAt: ctx.now(),
    startedAt: null,
    endedAt: null,
    run: null,
    attempts: 0,
    percentageDone: 0,
    state: null,
    summary: null,
    statusDetails: null,
  };
  await withTransaction(ctx, async (tx) => {
    await tx.db.insert(jobs).values(job);
    await sender()?.(tx.db, { id, kind: definition.kind });
  });
  return job;
}
