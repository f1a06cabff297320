import { and, eq, sql } from 'drizzle-orm';
import { jobs } from '@/db/schema';
import { type Context, withTransaction } from '@/lib/context';
import { newSecret } from '@/lib/ids';
import type { Progress, StoredJob } from './job.types';

/** Another run holds the job, or it has ended; what this one was about to store is undone. */
export class Superseded extends Error {
  override name = 'Superseded';
}

/** Makes the job this run's, whoever held it before; null when there is nothing left to do. */
export async function claimJob(ctx: Context, id: string): Promise<(StoredJob & { run: string }) | null> {
  const run = newSecret();
  const [job] = await ctx.db
    .update(jobs)
    .set({
      run,
      attempts: sql`${jobs.attempts} + 1`,
      startedAt: sql`coalesce(${jobs.startedAt}, ${ctx.now().toISOString()}::timestamptz)`,
    })
    .where(and(eq(jobs.id, id), eq(jobs.status, 'pending')))
    .returning();
  return job ? { ...job, run } : null;
}

type Change = Progress & Partial<Pick<StoredJob, 'status' | 'endedAt' | 'statusDetails' | 'attempts'>>;
type Held = { id: string; run: string };

/** Does `work` and the change it gives to a job that `held.run` still holds, in one transaction. Throws Superseded. */
export function changeHeld(ctx: Context, held: Held, work: (tx: Context) => Promise<Change>): Promise<void> {
  return withTransaction(ctx, async (tx) => {
    // First, so that a run that took the job over waits for this step, or this step sees it.
    const [row] = await tx.db
      .select({ id: jobs.id })
      .from(jobs)
      .where(and(eq(jobs.id, held.id), eq(jobs.run, held.run), eq(jobs.status, 'pending')))
      .for('update');
    if (!row) throw new Superseded(`The job ${held.id} is in other hands, or ended.`);
    await tx.db
      .update(jobs)
      .set(await work(tx))
      .where(eq(jobs.id, held.id));
  });
}
