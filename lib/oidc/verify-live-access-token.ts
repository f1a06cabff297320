import { and, eq, isNull } from 'drizzle-orm';
import { oidcGrants } from '@/db/schema';
import type { Context } from '@/lib/context';
import { Unauthenticated } from '@/lib/errors';
import { grantOfTokenId } from './tokens';
import { type AccessTokenClaims, verifyAccessToken } from './verify-access-token';

export type LiveAccessToken =
  | { kind: 'client'; clientId: string; claims: AccessTokenClaims }
  | { kind: 'user'; userId: string; claims: AccessTokenClaims };

/**
 * `verifyAccessToken`, and whose token it is. A person's token must come from a sign-in that still stands: revoking it,
 * changing the password, blocking or deleting the user ends the token here and now. One statement for those, none for
 * a client's. Throws Unauthenticated.
 */
export async function verifyLiveAccessToken(
  ctx: Context,
  token: string,
  audience: string,
): Promise<LiveAccessToken> {
  const claims = await verifyAccessToken(ctx, token, audience);
  const { sub, azp, jti } = claims;
  if (azp !== undefined && sub === `${azp}@clients`) return { kind: 'client', clientId: azp, claims };
  const [grant] = await ctx.db
    .select({ id: oidcGrants.id })
    .from(oidcGrants)
    .where(
      and(
        eq(oidcGrants.id, grantOfTokenId(jti) ?? ''),
        eq(oidcGrants.userId, sub),
        isNull(oidcGrants.revokedAt),
      ),
    );
  if (!grant) throw new Unauthenticated('Invalid token', { errorCode: 'invalid_token' });
  return { kind: 'user', userId: sub, claims };
}
