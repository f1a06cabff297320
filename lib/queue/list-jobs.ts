import { and, desc, eq, sql } from 'drizzle-orm';
import { jobs } from '@/db/schema';
import type { Context } from '@/lib/context';
import type { StoredJob } from './job.types';

/** The newest jobs of a kind that an administrator has asked for, at most `limit`; newest first. */
export function listJobsOf(
  ctx: Context,
  { kind, adminId, limit }: { kind: string; adminId: string; limit: number },
): Promise<StoredJob[]> {
  return ctx.db
    .select()
    .from(jobs)
    .where(
      and(
        eq(jobs.kind, kind),
        sql`${jobs.requestedBy} ->> 'type' = 'admin' and ${jobs.requestedBy} ->> 'userId' = ${adminId}`,
      ),
    )
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(limit);
}
