import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import type { StoredJob } from '@/lib/queue';
import { deriveKey } from '@/lib/secrets';

/** How long a link is good (`reference/management-api.md` 6). */
const lifeSeconds = 60;

export type SignedLink = { expires: string; signature: string };

function sign(jobId: string, expires: string): string {
  return createHmac('sha256', deriveKey('export-link')).update(`${jobId}\n${expires}`).digest('base64url');
}

/** The address of an export for the next minute. Whoever has it has the file. */
export function exportLocation(ctx: Context, { id }: Pick<StoredJob, 'id'>): string {
  const expires = String(Math.floor(ctx.now().getTime() / 1000) + lifeSeconds);
  const query = new URLSearchParams({ expires, signature: sign(id, expires) });
  return `${env().ANNEX_URL}/exports/${id}?${query}`;
}

/** Whether the link is one of ours and still good. */
export function isGoodLink(ctx: Context, jobId: string, { expires, signature }: SignedLink): boolean {
  const [given, right] = [Buffer.from(signature), Buffer.from(sign(jobId, expires))];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
  return ctx.now().getTime() < Number(expires) * 1000;
}
