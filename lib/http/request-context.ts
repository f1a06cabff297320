import { randomUUID } from 'node:crypto';
import type { Context as HonoContext } from 'hono';
import { database } from '@/db/database';
import type { Actor, Cause, Context } from '@/lib/context';

/** Header in which `lib/server` puts the address it saw; whatever a caller sends under this name is overwritten. */
export const addressHeader = 'x-annex-address';

/** The surroundings of one request of the Hono app. Tests pass a ready `context` in `c.env`. */
export function requestContext(c: HonoContext, actor: Actor, cause: Cause): Context {
  const given = (c.env as { context?: Context } | undefined)?.context;
  const surroundings = given ?? { db: database().db, now: () => new Date() };
  return {
    ...surroundings,
    actor,
    cause,
    requestId: randomUUID(),
    ip: c.req.header(addressHeader) ?? undefined,
    userAgent: c.req.header('user-agent')?.slice(0, 512),
    acceptLanguage: c.req.header('accept-language')?.slice(0, 256),
    auth0Client: c.req.header('auth0-client') ?? c.req.query('auth0Client'),
  };
}
