import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { getStoredJob, type JobReport, readReports } from '@/lib/queue';
import { presentJob } from './present-job';
import type { JobErrorView, JobView } from './schemas';

export type JobErrors =
  /** The job failed as a whole, and says why itself. */
  | { job: JobView }
  /** In the order of the file, read as they are taken; null when there are none. */
  | { errors: AsyncIterable<JobErrorView> | null };

function present({ report }: JobReport): JobErrorView {
  const { user = {}, errors, row, line } = report;
  return { user, errors, row, line } as JobErrorView; // as lib/imports has stored it
}

async function* following(first: JobReport, rest: AsyncIterator<JobReport>): AsyncGenerator<JobErrorView> {
  yield present(first);
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield present(next.value);
}

/** What went wrong in a job (`reference/management-api.md` 6), so far while it runs. */
export async function listJobErrors(ctx: Context, id: string): Promise<JobErrors> {
  authorize(ctx, 'create:users', 'read:users');
  const job = await getStoredJob(ctx, id);
  if (job.status === 'failed') return { job: presentJob(ctx, job) };
  const reports = readReports(ctx, id);
  const first = await reports.next();
  return { errors: first.done ? null : following(first.value, reports) };
}
