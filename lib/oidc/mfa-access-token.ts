import { sql } from 'drizzle-orm';
import type { MfaScope } from '@/lib/access';
import { asActor, type Context } from '@/lib/context';
import { Unauthenticated } from '@/lib/errors';
import { mfaAudience } from '@/lib/resource-servers';
import { OAuthError } from './errors';
import { splitScope } from './scope';
import { grantOfTokenId } from './tokens';
import { type LiveAccessToken, verifyLiveAccessToken } from './verify-live-access-token';

const maxLength = 16_384;

const unauthorized = (detail: string, cause?: unknown) =>
  new OAuthError('invalid_token', 'Unauthorized', { detail, cause });

/** Whether this is an access token; an `mfa_token` has no dot. */
export const isAccessToken = (value: string): boolean => value.includes('.');

export type MfaAccessToken = Extract<LiveAccessToken, { kind: 'user' }> & {
  /** As which the person acts by the token. */
  ctx: Context;
};

/**
 * Whose second factors an access token of the MFA API opens for `scope`. Its sign-in must still stand, and whoever had a
 * factor then has proven it there. One statement. Throws `invalid_token`, also for a token of another audience and for
 * an `mfa_token`, and `insufficient_scope`.
 */
export async function verifyMfaAccessToken(
  ctx: Context,
  value: string | undefined,
  scope: MfaScope,
): Promise<MfaAccessToken> {
  if (value === undefined || value.length > maxLength) throw unauthorized('no token');
  const token = await verifyLiveAccessToken(ctx, value, mfaAudience()).catch((error: unknown) => {
    throw error instanceof Unauthenticated ? unauthorized(error.message, error) : error;
  });
  if (token.kind !== 'user') throw unauthorized('not of a person');
  const scopes = splitScope(token.claims.scope);
  if (!scopes.includes(scope)) throw new OAuthError('insufficient_scope', `The scope ${scope} is needed.`);
  const { azp } = token.claims;
  const actor = { type: 'self' as const, userId: token.userId, scopes };
  return { ...token, ctx: asActor(ctx, azp === undefined ? actor : { ...actor, clientId: azp }, 'self') };
}

/**
 * Whether the app that its person has now was proven in the sign-in of this token, or its recovery code; whoever had
 * none then proved none. One statement.
 */
export async function hasProvenFactor(ctx: Context, { claims, userId }: MfaAccessToken): Promise<boolean> {
  const proven = await ctx.db.execute(sql`
    select 1 from oidc_grants g
    join authenticators a on a.user_id = ${userId} and a.type = 'otp' and a.confirmed_at is not null
    where g.id = ${grantOfTokenId(claims.jti)} and jsonb_path_exists(g.claims,
      '$.methods[*] ? (@.name == "mfa" && @.timestamp >= $since)',
      jsonb_build_object('since', extract(epoch from a.confirmed_at) * 1000))`);
  return proven.length === 1;
}
