import { z } from 'zod';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { Forbidden, NotFound } from '@/lib/errors';
import { getStoredJob, readFile } from '@/lib/queue';
import { isGoodLink, type SignedLink } from './location';

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
  const job = await getStoredJob(ctx, jobId);
  const state = finished.safeParse(job.state);
  if (job.status !== 'completed' || !state.success) throw new NotFound('The export does not exist.');
  return {
    name: `${new URL(env().ANNEX_URL).hostname}.${String(job.payload.format)}.gz`,
    size: state.data.bytes,
    pieces: readFile(ctx, jobId),
  };
}
