import { asc, eq } from 'drizzle-orm';
import { jobs } from '@/db/schema';
import type { Context } from '@/lib/context';
import { runJob } from '@/lib/queue';
import { jobWorkers } from './workers';

/** Does what has been enqueued, as a server's queue would, one job after the other; gives their ids. */
export async function runQueued(ctx: Context): Promise<string[]> {
  const pending = await ctx.db
    .select({ id: jobs.id, kind: jobs.kind })
    .from(jobs)
    .where(eq(jobs.status, 'pending'))
    .orderBy(asc(jobs.createdAt), asc(jobs.id));
  for (const { id, kind } of pending) {
    const found = jobWorkers.find(({ definition }) => definition.kind === kind);
    if (!found) throw new Error(`No worker for ${kind}.`);
    await runJob(ctx, found, id, new AbortController().signal);
  }
  return pending.map(({ id }) => id);
}
