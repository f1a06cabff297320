import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';

const hourMs = 3_600_000;
/** An upload that is still coming has no job yet. */
const uploadHours = 24;

/** Removes jobs that ended long enough ago, with what they hold, and files whose job never came. Safe at any time. */
export async function sweepJobs(ctx: Context): Promise<void> {
  const ago = (hours: number) =>
    sql`${new Date(ctx.now().getTime() - hours * hourMs).toISOString()}::timestamptz`;
  await ctx.db.execute(sql`
    with gone as (delete from jobs where ended_at <= ${ago(env().ANNEX_JOBS_KEEP_HOURS)} returning id),
      errors as (delete from job_errors where job_id in (select id from gone))
    delete from job_files f where f.job_id in (select id from gone)
      or (f.stored_at <= ${ago(uploadHours)} and not exists (select 1 from jobs j where j.id = f.job_id))`);
}
