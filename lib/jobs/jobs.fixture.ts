import { asc, eq } from 'drizzle-orm';
import { jobs } from '@/db/schema';
import type { Context } from '@/lib/context';
import { runJob } from '@/lib/queue';
import { jobWorkers } from './workers';

/** Does what has been enqueued, as a server's queue would: one job after the other, or all at once. Gives their ids. */
export async function runQueued(ctx: Context, { atOnce = false } = {}): Promise<string[]> {
  const pending = await ctx.db
    .select({ id: jobs.id, kind: jobs.kind })
    .from(jobs)
    .where(eq(jobs.status, 'pending'))
    .orderBy(asc(jobs.createdAt), asc(jobs.id));
  const run = async ({ id, kind }: (typeof pending)[number]) => {
    const found = jobWorkers.find(({ definition }) => definition.kind === kind);
    if (!found) throw new Error(`No worker for ${kind}.`);
    await runJob(ctx, found, id, new AbortController().signal);
  };
  if (atOnce) await Promise.all(pending.map(run));
  else for (const job of pending) await run(job);
  return pending.map(({ id }) => id);
}
