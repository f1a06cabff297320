import { z } from 'zod';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { listJobsOf, type StoredJob } from '@/lib/queue';
import { cancelReason } from './cancel-users-export';
import { usersExport } from './definition';
import { consoleAdmin } from './own-export';

/** An export as the console shows it. */
export type UsersExport = {
  id: string;
  format: 'csv' | 'json';
  /** The search whose users it holds; empty for all. */
  q: string;
  createdAt: string;
} & (
  | { status: 'waiting' | 'cancelled' }
  | { status: 'running'; percentage: number }
  | { status: 'completed'; users: number; bytes: number }
  | { status: 'failed'; reason: string }
);

const shown = 10;
const end = z.object({ bytes: z.number(), users: z.number() });

function statusOf(job: StoredJob) {
  const { status, startedAt, percentageDone, statusDetails, state } = job;
  switch (status) {
    case 'pending':
      return startedAt === null
        ? ({ status: 'waiting' } as const)
        : ({ status: 'running', percentage: percentageDone } as const);
    case 'completed':
      return { status, ...end.parse(state) };
    case 'failed':
      if (statusDetails === cancelReason) return { status: 'cancelled' } as const;
      return { status, reason: statusDetails ?? 'The log of the server says why.' };
  }
}

/** The newest exports that the administrator has asked for, ten at most, for as long as they are kept. */
export async function listUsersExports(ctx: Context): Promise<UsersExport[]> {
  authorize(ctx, 'read:users');
  const jobs = await listJobsOf(ctx, { kind: usersExport.kind, adminId: consoleAdmin(ctx), limit: shown });
  return jobs.map((job) => {
    const { format, q = '' } = usersExport.schema.parse(job.payload);
    return { id: job.id, format, q, createdAt: job.createdAt.toISOString(), ...statusOf(job) };
  });
}
