import type { Context as HonoContext } from 'hono';
import { knownClient } from '@/lib/clients';
import type { Actor, Context } from '@/lib/context';
import { Unauthenticated } from '@/lib/errors';
import { requestContext } from '@/lib/http/request-context';
import { type LiveAccessToken, managementAudience, verifyLiveAccessToken } from '@/lib/oidc';
import { allowOrigin } from './cors';
import { noteCaller } from './errors';
import { spendCall } from './rate';

const maxTokenLength = 16_384;

function actorOf(token: LiveAccessToken): Actor {
  const scopes = token.claims.scope?.split(' ') ?? [];
  if (token.kind === 'client') return { type: 'client', clientId: token.clientId, scopes };
  const { azp } = token.claims;
  return {
    type: 'self',
    userId: token.userId,
    ...(azp === undefined ? {} : { clientId: azp }),
    scopes,
  };
}

/** The application that the token was made for. One statement at most, and none once it is known. */
async function callerOf(ctx: Context, { claims }: LiveAccessToken): Promise<Pick<Context, 'caller'>> {
  const client = claims.azp === undefined ? null : await knownClient(ctx, claims.azp);
  return client ? { caller: { clientId: client.clientId, name: client.name } } : {};
}

/**
 * Who calls the Management API, from the bearer token alone. Throws the contract's 401s (1.4), and 429 when the caller
 * has called too often.
 */
export async function authenticate(c: HonoContext): Promise<Context> {
  const header = c.req.header('authorization');
  if (!header) throw new Unauthenticated('Missing authentication');
  const token = /^Bearer ([^\s]+)$/i.exec(header)?.[1];
  if (!token) throw new Unauthenticated('Bad HTTP authentication header format', { errorCode: 'Bearer' });
  if (token.length > maxTokenLength)
    throw new Unauthenticated('Invalid token', { errorCode: 'invalid_token' });
  const ctx = requestContext(c, { type: 'system', reason: 'authentication' }, 'api');
  const verified = await verifyLiveAccessToken(ctx, token, managementAudience());
  const known = { ...ctx, actor: actorOf(verified), ...(await callerOf(ctx, verified)) };
  noteCaller(c, known);
  await allowOrigin(c, ctx, verified.claims.azp);
  await spendCall(c, known);
  return known;
}
