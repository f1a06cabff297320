import type { SQL } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import type { AuthorizationRequest } from './authorization-request';
import { responseUrl } from './authorization-response';
import { issuer } from './issuer';
import type { Settled } from './settle';
import { newTransaction, parkedResponse } from './transactions';

/** Where a sign-in page sends the browser. A form cannot be an address, so it waits at `/continue`. */
export function destination(
  ctx: Context,
  settled: Settled,
  { request, browser }: { request: AuthorizationRequest; browser: string },
): { redirectTo: string; writes: SQL[] } {
  if (settled.kind === 'away') return { redirectTo: settled.url, writes: [] };
  const { response } = settled;
  if (response.mode !== 'form_post') return { redirectTo: responseUrl(response), writes: [] };
  const parked = newTransaction(ctx, { request, progress: parkedResponse(response), browser });
  return { redirectTo: `${issuer()}continue?state=${parked.id}`, writes: [parked.insert] };
}
