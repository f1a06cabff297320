import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Context } from '@/lib/context';
import { Unauthenticated } from '@/lib/errors';
import { verificationKey } from '@/lib/keys';
import { issuer } from './issuer';
import type { GrantTypeMark } from './tokens';
import { recallToken, rememberToken } from './verified-tokens';

export type AccessTokenClaims = JWTPayload & {
  sub: string;
  scope?: string;
  azp?: string;
  client_id?: string;
  gty?: GrantTypeMark;
};

/** All of them are signatures by the same RSA keys. */
const algorithms = ['RS256', 'RS512', 'PS256'] as const;
const isAlgorithm = (alg: unknown) => algorithms.find((known) => known === alg);

const invalid = (message: string, cause?: unknown) =>
  new Unauthenticated(message, { errorCode: 'invalid_token', cause });

async function verified(ctx: Context, token: string, audience: string): Promise<JWTPayload> {
  const recalled = recallToken(token, audience, ctx.now());
  if (recalled && (await verificationKey(ctx, recalled.kid))) return recalled.payload;
  const { kid, alg: named } = decodeProtectedHeader(token);
  const alg = isAlgorithm(named);
  if (alg === undefined || kid === undefined) throw invalid('Invalid token');
  const key = await verificationKey(ctx, kid, alg);
  if (!key) throw invalid('Invalid token');
  const { payload } = await jwtVerify(token, key, {
    algorithms: [alg],
    issuer: issuer(),
    audience,
    requiredClaims: ['exp', 'iat', 'sub'],
    currentDate: ctx.now(),
  });
  // The client has another name in the dialect of RFC 9068.
  if (payload.azp === undefined && payload.client_id === undefined) throw invalid('Invalid token');
  rememberToken(token, audience, { kid, payload });
  return payload;
}

/**
 * The claims of a JWT access token of ours for this audience, checked in the process: signature by our keys, issuer,
 * audience, times. An ID token never passes, since its audience is a client. Throws Unauthenticated.
 */
export async function verifyAccessToken(
  ctx: Context,
  token: string,
  audience: string,
): Promise<AccessTokenClaims> {
  try {
    const payload = await verified(ctx, token, audience);
    const { sub, scope } = payload;
    if (typeof sub !== 'string' || (scope !== undefined && typeof scope !== 'string')) {
      throw invalid('Invalid token');
    }
    return payload as AccessTokenClaims;
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw invalid('Expired token received for JSON Web Token validation', error);
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
      throw invalid(`Bad audience: ${audience}`, error);
    }
    if (error instanceof errors.JOSEError || error instanceof TypeError)
      throw invalid('Invalid token', error);
    throw error;
  }
}
