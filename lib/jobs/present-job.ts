import { holds } from '@/lib/access';
import type { Context } from '@/lib/context';
import type { StoredJob } from '@/lib/queue';
import { type JobView, jobView } from './schemas';
import { exportLocation } from './users-export/location';

/** What the contract shows of a job's payload; the rest of it is our own. */
const echoed = jobView
  .pick({ connection_id: true, connection: true, external_id: true, format: true, limit: true, fields: true })
  .strip();

/** By the rule of three; nothing while there is nothing to go by. */
function secondsLeft(ctx: Context, { startedAt, percentageDone }: StoredJob): number | undefined {
  if (startedAt === null || percentageDone === 0) return undefined;
  const elapsed = (ctx.now().getTime() - startedAt.getTime()) / 1000;
  return Math.max(0, Math.round((elapsed * (100 - percentageDone)) / percentageDone));
}

/**
 * The contract's shape of a job. The link to an export, which anybody may follow while it is good, is only for those
 * who may read users themselves.
 */
export function presentJob(ctx: Context, job: StoredJob): JobView {
  const { id, kind, status, createdAt, percentageDone, summary, statusDetails } = job;
  const isRunning = status === 'pending' && job.startedAt !== null;
  const hasExport = kind === 'users_export' && status === 'completed';
  return jobView.parse({
    id,
    type: kind,
    status,
    created_at: createdAt.toISOString(),
    ...echoed.parse(job.payload),
    ...(isRunning || status === 'completed' ? { percentage_done: percentageDone } : {}),
    time_left_seconds: isRunning ? secondsLeft(ctx, job) : undefined,
    location: hasExport && holds(ctx.actor, 'read:users') ? exportLocation(ctx, job) : undefined,
    summary: kind === 'users_import' ? (summary ?? undefined) : undefined,
    status_details: statusDetails ?? undefined,
  });
}
