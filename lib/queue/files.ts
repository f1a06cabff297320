import { and, asc, eq, gt } from 'drizzle-orm';
import { jobFiles } from '@/db/schema';
import type { Context } from '@/lib/context';

/** Stores the piece of a job's file that follows `position` - 1. Pieces are some hundred kB. */
export async function storePiece(
  ctx: Context,
  jobId: string,
  piece: { position: number; data: Buffer },
): Promise<void> {
  await ctx.db.insert(jobFiles).values({ jobId, ...piece, storedAt: ctx.now() });
}

/** The pieces of a job's file in order, each fetched when it is wanted. Empty when there is none. */
export async function* readFile(ctx: Context, jobId: string): AsyncGenerator<Buffer> {
  for (let last = -1; ; ) {
    const [piece] = await ctx.db
      .select({ position: jobFiles.position, data: jobFiles.data })
      .from(jobFiles)
      .where(and(eq(jobFiles.jobId, jobId), gt(jobFiles.position, last)))
      .orderBy(asc(jobFiles.position))
      .limit(1);
    if (!piece) return;
    yield piece.data;
    last = piece.position;
  }
}

export async function removeFile(ctx: Context, jobId: string): Promise<void> {
  await ctx.db.delete(jobFiles).where(eq(jobFiles.jobId, jobId));
}
