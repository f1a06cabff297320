import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { getStoredJob } from '@/lib/queue';
import { presentJob } from './present-job';
import type { JobView } from './schemas';

/** A job as it stands (`reference/management-api.md` 6). NotFound, also once it has been swept away. */
export async function getJob(ctx: Context, id: string): Promise<JobView> {
  authorize(ctx, 'create:users', 'read:users');
  return presentJob(ctx, await getStoredJob(ctx, id));
}
