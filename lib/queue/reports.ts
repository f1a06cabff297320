import { and, asc, eq, gt } from 'drizzle-orm';
import { jobErrors } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';

export type JobReport = { position: number; report: JsonObject };

/** Keeps what a job has to say of single records. No secret may be in it. */
export async function storeReports(
  ctx: Context,
  jobId: string,
  reports: readonly JobReport[],
): Promise<void> {
  if (reports.length === 0) return;
  await ctx.db.insert(jobErrors).values(reports.map((report) => ({ jobId, ...report })));
}

const together = 500;

/** All reports of a job in order, some hundred at a time. */
export async function* readReports(ctx: Context, jobId: string): AsyncGenerator<JobReport> {
  for (let last = -1; ; ) {
    const found = await ctx.db
      .select({ position: jobErrors.position, report: jobErrors.report })
      .from(jobErrors)
      .where(and(eq(jobErrors.jobId, jobId), gt(jobErrors.position, last)))
      .orderBy(asc(jobErrors.position))
      .limit(together);
    yield* found;
    const end = found.at(-1);
    if (!end || found.length < together) return;
    last = end.position;
  }
}
