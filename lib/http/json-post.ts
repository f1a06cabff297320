import { env } from '@/lib/env';
import type { Action } from './schemas';

/**
 * An action on a path of its own, for `fetch` from our pages: server actions of one page wait for each other, and what
 * is asked again and again, or takes seconds, must not hold up the others. Takes and gives JSON.
 */
export function jsonPost<I, T>(run: Action<I, T>) {
  return async (request: Request): Promise<Response> => {
    const isJson = request.headers.get('content-type')?.startsWith('application/json');
    if (request.headers.get('origin') !== env().ANNEX_URL || !isJson) {
      return new Response('This is for the pages of this site.\n', { status: 403 });
    }
    // The action judges what it is given.
    const input = (await request.json().catch(() => null)) as I;
    return Response.json(await run(input), { headers: { 'cache-control': 'no-store' } });
  };
}
