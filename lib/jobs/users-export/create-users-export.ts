import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { enqueue } from '@/lib/queue';
import { countUsers } from '@/lib/users';
import { connectionById } from '../internal';
import { presentJob } from '../present-job';
import { type JobView, type UsersExportInput, usersExportInput } from '../schemas';
import { usersExport } from './definition';

/**
 * Makes a job that exports users as the actor may see them (`reference/management-api.md` 6). Throws Invalid naming
 * the field, also for a query that cannot be.
 */
export async function createUsersExport(ctx: Context, input: UsersExportInput): Promise<JobView> {
  authorize(ctx, 'read:users');
  const parsed = parseInput(usersExportInput, input);
  const { connection_id, q } = parsed;
  const connection = connection_id === undefined ? undefined : await connectionById(ctx, connection_id);
  if (q !== undefined) await countUsers(ctx, { q }); // a bad query is refused now and not by the job
  return withTransaction(ctx, async (tx) => {
    const job = await enqueue(tx, usersExport, {
      ...parsed,
      ...(connection ? { connection: connection.name } : {}),
    });
    const after = job.payload as JsonObject;
    await recordChange(tx, { kind: usersExport.kind, id: job.id, before: null, after });
    return presentJob(tx, job);
  });
}
