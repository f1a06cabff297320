import { eq } from 'drizzle-orm';
import { jobs } from '@/db/schema';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import type { StoredJob } from './job.types';

/** The job with this id, or NotFound. Whoever calls it has established that the actor may see jobs. */
export async function getStoredJob(ctx: Context, id: string): Promise<StoredJob> {
  const [job] = await ctx.db.select().from(jobs).where(eq(jobs.id, id));
  if (!job) throw new NotFound('The job does not exist.', { errorCode: 'inexistent_job' });
  return job;
}
