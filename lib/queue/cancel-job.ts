import { and, eq } from 'drizzle-orm';
import { jobs } from '@/db/schema';
import { type Context, withTransaction } from '@/lib/context';
import { removeFile } from './files';

/**
 * Ends a job that has not ended: it counts as failed for this reason, and what it has made so far goes. The run that
 * has it notices with its next step, which is undone. False when the job has ended already. Whoever calls it has
 * established that the actor may, and records it.
 */
export function cancelJob(ctx: Context, id: string, reason: string): Promise<boolean> {
  return withTransaction(ctx, async (tx) => {
    const cancelled = await tx.db
      .update(jobs)
      .set({ status: 'failed', statusDetails: reason, endedAt: tx.now() })
      .where(and(eq(jobs.id, id), eq(jobs.status, 'pending')))
      .returning({ id: jobs.id });
    if (cancelled.length > 0) await removeFile(tx, id);
    return cancelled.length > 0;
  });
}
