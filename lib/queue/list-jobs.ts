import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { jobs } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
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

type Wanted = {
  kinds: readonly string[];
  /** Members that the payload has, among others. */
  holding?: JsonObject | undefined;
  status?: StoredJob['status'] | undefined;
  /** The id of the job behind which the list goes on; none of this id: an empty list. */
  behind?: string | undefined;
  limit: number;
};

/** The newest jobs of some kinds, whoever asked for them; newest first. */
export function listJobs(
  ctx: Context,
  { kinds, holding, status, behind, limit }: Wanted,
): Promise<StoredJob[]> {
  const after = sql`(${jobs.createdAt}, ${jobs.id}) < (select j.created_at, j.id from jobs j where j.id = ${behind})`;
  return ctx.db
    .select()
    .from(jobs)
    .where(
      and(
        inArray(jobs.kind, [...kinds]),
        holding && sql`${jobs.payload} @> ${JSON.stringify(holding)}::text::jsonb`,
        status && eq(jobs.status, status),
        behind === undefined ? undefined : after,
      ),
    )
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(limit);
}
