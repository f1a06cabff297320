import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { newId } from '@/lib/ids';
import { removeFile, storePiece } from '@/lib/queue';
import { inPieces } from '../pieces';

/** A file that has been received for a job that is yet to be made. */
export type ReceivedFile = { jobId: string; size: number };

/**
 * Stores the file of an import as it comes, in flat memory, where it outlives this process. A file whose job is never
 * made is swept away later. Throws `too_large` past ANNEX_IMPORT_MAX_MB; then, and when the upload breaks off, nothing
 * of it is kept.
 */
export async function receiveImportFile(ctx: Context, chunks: AsyncIterable<Buffer>): Promise<ReceivedFile> {
  authorize(ctx, 'create:users');
  const jobId = newId('job');
  const maxMb = env().ANNEX_IMPORT_MAX_MB;
  let size = 0;
  let position = 0;
  try {
    for await (const data of inPieces(chunks)) {
      size += data.length;
      if (size > maxMb * 1_000_000) {
        throw new AppError('too_large', `The file of an import may have ${maxMb} MB.`);
      }
      await storePiece(ctx, jobId, { position: position++, data });
    }
  } catch (error) {
    await removeFile(ctx, jobId);
    throw error;
  }
  return { jobId, size };
}

/** Gives a received file up. */
export async function discardImportFile(ctx: Context, { jobId }: ReceivedFile): Promise<void> {
  authorize(ctx, 'create:users');
  await removeFile(ctx, jobId);
}
