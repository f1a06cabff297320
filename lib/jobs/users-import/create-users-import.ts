import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { withTransaction } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { enqueue, removeFile } from '@/lib/queue';
import { connectionById } from '../internal';
import { presentJob } from '../present-job';
import { type JobView, type UsersImportInput, usersImportInput } from '../schemas';
import { usersImport } from './definition';
import type { ReceivedFile } from './receive-file';

async function enqueueImport(ctx: Context, input: UsersImportInput, file: ReceivedFile): Promise<JobView> {
  const { connection_id, ...options } = parseInput(usersImportInput, input);
  // The contract asks for create:users alone; but who may not update users must not do so by a file.
  if (options.upsert) authorize(ctx, 'update:users');
  const connection = await connectionById(ctx, connection_id);
  if (connection.strategy !== 'auth0') {
    throw new Invalid('Users can be imported into database connections only.', {
      errorCode: 'operation_not_supported',
      fields: { connection_id: 'This is no database connection.' },
    });
  }
  const payload = { ...options, connection_id, connection: connection.name, size: file.size };
  return withTransaction(ctx, async (tx) => {
    const job = await enqueue(tx, usersImport, payload, { id: file.jobId });
    await recordChange(tx, {
      kind: usersImport.kind,
      id: job.id,
      before: null,
      after: job.payload as JsonObject,
    });
    return presentJob(tx, job);
  });
}

/**
 * Makes the job that imports a received file (`reference/management-api.md` 6). The file is given up when it is
 * refused. Throws Invalid naming the field, `inexistent_connection` for an unknown connection.
 */
export async function createUsersImport(
  ctx: Context,
  input: UsersImportInput,
  file: ReceivedFile,
): Promise<JobView> {
  authorize(ctx, 'create:users');
  try {
    return await enqueueImport(ctx, input, file);
  } catch (error) {
    await removeFile(ctx, file.jobId);
    throw error;
  }
}
