import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { recordChange } from '@/lib/logs';
import { cancelJob, getStoredJob } from '@/lib/queue';
import { usersExport } from './definition';
import { assertOwnExport } from './own-export';

/** What the job says of itself then. */
export const cancelReason = 'Cancelled by the administrator who asked for it.';

/** Ends an export that the administrator has asked for; one that has ended stays as it is. Throws NotFound. */
export async function cancelUsersExport(ctx: Context, id: string): Promise<void> {
  authorize(ctx, 'read:users');
  await withTransaction(ctx, async (tx) => {
    assertOwnExport(tx, await getStoredJob(tx, id));
    if (!(await cancelJob(tx, id, cancelReason))) return;
    const change = {
      before: { status: 'pending' },
      after: { status: 'failed', status_details: cancelReason },
    };
    await recordChange(tx, { kind: usersExport.kind, id, ...change });
  });
}
