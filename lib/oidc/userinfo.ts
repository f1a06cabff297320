import { sql } from 'drizzle-orm';
import type { JsonObject } from '@/db/schema/columns';
import { narrowClaims } from '@/lib/claims';
import type { Context } from '@/lib/context';
import { Unauthenticated } from '@/lib/errors';
import { hashSecret } from '@/lib/ids';
import { OAuthError } from './errors';
import { fromGrantRow, type Grant, type GrantRow, grantColumns } from './grants';
import { userinfoAudience } from './issuer';
import { splitScope } from './scope';
import { grantOfTokenId } from './tokens';
import { verifyAccessToken } from './verify-access-token';
import { at } from './write-together';

const unauthorized = (detail: string, cause?: unknown) =>
  new OAuthError('invalid_token', 'Unauthorized', { detail, cause });

/** A grant that was not revoked, and the scopes of the token that led to it. */
type Found = { grant: Grant; scope: string[] };

async function byOpaqueToken(ctx: Context, token: string): Promise<Found> {
  const [row] = await ctx.db.execute<GrantRow & { token_scope: string | null }>(sql`
    select ${grantColumns}, t.scope as token_scope from oidc_access_tokens t join oidc_grants g on g.id = t.grant_id
    where t.token_hash = ${hashSecret(token)} and t.expires_at > ${at(ctx.now())} and g.revoked_at is null`);
  if (!row) throw unauthorized('unknown opaque token');
  const grant = fromGrantRow(row);
  return { grant, scope: row.token_scope === null ? grant.scope : splitScope(row.token_scope) };
}

async function byJwt(ctx: Context, token: string): Promise<Found> {
  const claims = await verifyAccessToken(ctx, token, userinfoAudience()).catch((error: unknown) => {
    throw error instanceof Unauthenticated ? unauthorized(error.message, error) : error;
  });
  const [row] = await ctx.db.execute<GrantRow>(sql`
    select ${grantColumns} from oidc_grants g
    where g.id = ${grantOfTokenId(claims.jti)} and g.user_id = ${claims.sub} and g.revoked_at is null`);
  if (!row) throw unauthorized('the grant of the token is gone');
  const grant = fromGrantRow(row);
  // Where a rule replaced the access token's scopes, they say nothing of what the person may be asked for.
  return { grant, scope: grant.claims.scope === null ? splitScope(claims.scope) : grant.scope };
}

/**
 * What is stored of the sign-in that the token comes from: standard claims by scope and the rules' own. No rule runs.
 * One statement. Throws `invalid_token`, and `insufficient_scope` for a token without `openid`.
 */
export async function userinfo(ctx: Context, token: string | undefined): Promise<JsonObject> {
  if (token === undefined || token.length > 16_384) throw unauthorized('no token');
  const { grant, scope } = await (token.includes('.') ? byJwt(ctx, token) : byOpaqueToken(ctx, token));
  if (!scope.includes('openid')) throw new OAuthError('insufficient_scope', 'The scope openid is needed.');
  return { ...narrowClaims(grant.claims.profile, scope), sub: grant.userId };
}
