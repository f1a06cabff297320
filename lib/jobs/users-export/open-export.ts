import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { Forbidden, NotFound } from '@/lib/errors';
import { getStoredJob, readFile, type StoredJob } from '@/lib/queue';
import { usersExport } from './definition';
import { isGoodLink, type SignedLink } from './location';
import { assertOwnExport } from './own-export';

export type ExportFile = {
  /** Named after the tenant: `id.example.com.csv.gz`. */
  name: string;
  size: number;
  pieces: AsyncIterable<Buffer>;
};

const finished = z.object({ bytes: z.number() });

/** The file behind a link to an export. Asks for no scope: the link is the right. Throws Forbidden when it is over. */
export async function openExport(ctx: Context, jobId: string, link: SignedLink): Promise<ExportFile> {
  if (!isGoodLink(ctx, jobId, link)) {
    throw new Forbidden(
      'This link is not good, or not any more. Get the job again: its location is a new one.',
    );
  }
  const { job, bytes } = await finishedExport(ctx, jobId);
  const name = `${new URL(env().ANNEX_URL).hostname}.${String(job.payload.format)}.gz`;
  return { name, size: bytes, pieces: readFile(ctx, jobId) };
}

async function finishedExport(ctx: Context, jobId: string): Promise<{ job: StoredJob; bytes: number }> {
  const job = await getStoredJob(ctx, jobId);
  const state = finished.safeParse(job.state);
  if (job.kind !== usersExport.kind || job.status !== 'completed' || !state.success) {
    throw new NotFound('The export does not exist.');
  }
  return { job, bytes: state.data.bytes };
}

/**
 * The file of an export that the administrator has asked for, plain: `users-2026-05-04.csv` or `.ndjson`. Throws
 * NotFound, also for somebody else's.
 */
export async function openOwnExport(ctx: Context, jobId: string): Promise<Omit<ExportFile, 'size'>> {
  authorize(ctx, 'read:users');
  const { job } = await finishedExport(ctx, jobId);
  assertOwnExport(ctx, job);
  const ending = job.payload.format === 'csv' ? 'csv' : 'ndjson';
  const name = `users-${job.createdAt.toISOString().slice(0, 10)}.${ending}`;
  return { name, pieces: Readable.from(readFile(ctx, jobId)).compose(createGunzip()) };
}
