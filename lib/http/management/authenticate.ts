import type { Context as HonoContext } from 'hono';
import { selfScopes } from '@/lib/access';
import type { Actor, Context } from '@/lib/context';
import { env } from '@/lib/env';
import { Unauthenticated } from '@/lib/errors';
import { requestContext } from '@/lib/http/request-context';
import { verifyAccessToken } from '@/lib/oidc';

/** The audience of the Management API. */
export function managementAudience(): string {
  return `${env().ANNEX_URL}/api/v2/`;
}

type Claims = Awaited<ReturnType<typeof verifyAccessToken>>;

function actorOf(claims: Claims): Actor {
  const scopes = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  const sub = claims.sub ?? '';
  if (sub.endsWith('@clients')) return { type: 'client', clientId: sub.slice(0, -'@clients'.length), scopes };
  return {
    type: 'self',
    userId: sub,
    scopes: scopes.filter((scope) => selfScopes.some((own) => own === scope)),
  };
}

/** Who calls the Management API, from the bearer token alone. Throws the contract's 401s (1.4). */
export async function authenticate(c: HonoContext): Promise<Context> {
  const header = c.req.header('authorization');
  if (!header) throw new Unauthenticated('Missing authentication');
  const token = /^Bearer ([^\s]+)$/i.exec(header)?.[1];
  if (!token) throw new Unauthenticated('Bad HTTP authentication header format', { errorCode: 'Bearer' });
  const ctx = requestContext(c, { type: 'system', reason: 'authentication' }, 'api');
  return { ...ctx, actor: actorOf(await verifyAccessToken(ctx, token, managementAudience())) };
}
