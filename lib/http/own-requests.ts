import { answerOwnOrigin } from '@/lib/egress';
import { log } from '@/lib/log';
import { addressHeader } from './request-context';

/** Each may start a sign-in, whose rules may ask again: a circle of them must run into something. */
const mostAtOnce = 16;

/** What only the server itself may say of a request. */
const ours = /^(x-annex-|x-middleware-|x-forwarded-|forwarded$)/;

/**
 * From now on scripts that call the server's own address are answered by `handle`, without a connection: their
 * `auth0.baseUrl` works behind any proxy, and no hole in the guard is needed for it.
 */
export function serveOwnRequests(
  origin: string,
  handle: (request: Request) => Response | Promise<Response>,
): void {
  let underWay = 0;
  answerOwnOrigin({
    origin,
    async answer(request) {
      if (underWay >= mostAtOnce) {
        log().warn(
          { path: new URL(request.url).pathname },
          'Too many requests of scripts to the server itself.',
        );
        return Response.json({ error: 'too_many_requests' }, { status: 429 });
      }
      const headers = new Headers([...request.headers].filter(([name]) => !ours.test(name)));
      headers.set(addressHeader, '127.0.0.1');
      underWay += 1;
      try {
        return await handle(new Request(request, { headers }));
      } finally {
        underWay -= 1;
      }
    },
  });
}
