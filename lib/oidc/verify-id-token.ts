import { decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { Context } from '@/lib/context';
import { verificationKey } from '@/lib/keys';
import { issuer } from './issuer';

/** Whose ID token it is, and when it was issued. */
export type IdTokenProof = { userId: string; issuedAt: Date };

/**
 * Who an ID token of ours says its bearer is, or null unless it is good at this moment and was issued to this
 * application: signature by our keys, RS256, issuer, audience, times. An access token never passes, whatever its
 * audience: it names the application it was issued to in `azp`, and an ID token does not.
 */
export async function verifyIdToken(
  ctx: Context,
  token: string,
  clientId: string,
): Promise<IdTokenProof | null> {
  try {
    const { kid, alg } = decodeProtectedHeader(token);
    const key = alg === 'RS256' && kid !== undefined ? await verificationKey(ctx, kid) : null;
    if (!key) return null;
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['RS256'],
      issuer: issuer(),
      audience: clientId,
      requiredClaims: ['exp', 'iat', 'sub', 'auth_time'],
      currentDate: ctx.now(),
    });
    const { sub, iat, aud, azp } = payload;
    if (sub === undefined || iat === undefined || aud !== clientId || azp !== undefined) return null;
    return { userId: sub, issuedAt: new Date(iat * 1000) };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}
