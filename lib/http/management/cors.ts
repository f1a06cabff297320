import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import { knownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { answerHeaders } from './answer-headers';

const exposed = 'etag, link, retry-after, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset';

/**
 * Preflights say yes to every origin: they carry no token, so nobody knows yet whose page it is, and they give nothing
 * away. Whether the page may read the answer is decided by `allowOrigin`, once the token names the application.
 */
export const preflight: MiddlewareHandler = async (c, next) => {
  const headers = answerHeaders(c);
  headers.vary = 'origin, accept-encoding';
  const origin = c.req.header('origin');
  if (c.req.method !== 'OPTIONS' || origin === undefined) return next();
  return c.body(null, 204, {
    ...headers,
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, PATCH, PUT, DELETE',
    'access-control-allow-headers':
      c.req.header('access-control-request-headers')?.slice(0, 1000) ?? 'authorization',
    'access-control-max-age': '600',
  });
};

/**
 * Lets a page of the token's application read the answer: its origin is among the allowed origins, or that of a
 * callback (`reference/management-api.md` 1.7). Everybody else's browser keeps the answer from the page.
 */
export async function allowOrigin(c: HonoContext, ctx: Context, clientId: string | undefined): Promise<void> {
  const origin = c.req.header('origin');
  // `null` is what sandboxed pages send, and what the address of a custom scheme has for an origin.
  if (origin === undefined || origin === 'null' || clientId === undefined) return;
  const client = await knownClient(ctx, clientId);
  const known = [
    ...(client?.allowedOrigins ?? []),
    ...(client?.webOrigins ?? []),
    ...(client?.callbacks ?? []),
  ];
  if (!known.some((address) => URL.parse(address)?.origin === origin)) return;
  Object.assign(answerHeaders(c), {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': exposed,
  });
}
