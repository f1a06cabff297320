import { sql } from 'drizzle-orm';
import type { Context } from '@/lib/context';
import { hashSecret } from '@/lib/ids';
import { logEvent } from '@/lib/logs';
import { authenticateClient } from './client-authentication';
import { missingParameter } from './errors';
import { loginEvent } from './events';
import type { Parameters } from './parameters';
import { at } from './write-together';

/**
 * `POST /oauth/revoke`: ends a refresh token of this client with its whole family and everything made from it. Says
 * nothing about tokens that are unknown or another client's (RFC 7009 section 2.2).
 */
export async function revoke(
  ctx: Context,
  input: { parameters: Parameters; authorization: string | undefined },
): Promise<void> {
  const { parameters, authorization } = input;
  const client = await authenticateClient(ctx, parameters, authorization);
  const token = parameters.get('token');
  if (token === undefined) throw missingParameter('token');
  const [revoked] = await ctx.db.execute<{ user_id: string }>(sql`
    update oidc_grants g set revoked_at = ${at(ctx.now())} from oidc_refresh_tokens t
    where t.token_hash = ${hashSecret(token)} and t.client_id = ${client.clientId} and g.id = t.grant_id
      and g.revoked_at is null
    returning g.user_id`);
  if (revoked) await logEvent(ctx, { ...loginEvent('srrt', { client }), userId: revoked.user_id });
}
