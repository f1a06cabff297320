import { vi } from 'vitest';
import type { Context } from '@/lib/context';
import { getStoredJob } from './get-job';
import type { StoredJob } from './job.types';

/** The job once it has ended; looks again and again for at most `seconds`. */
export function endOfJob(ctx: Context, id: string, seconds = 20): Promise<StoredJob> {
  return vi.waitFor(
    async () => {
      const job = await getStoredJob(ctx, id);
      if (job.status === 'pending') throw new Error(`${id} is still pending.`);
      return job;
    },
    { timeout: seconds * 1000, interval: 20 },
  );
}
