import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import { knownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { verificationKey } from '@/lib/keys';
import { issuer } from './issuer';
import { isTokenFault } from './token-fault';

export type HintClaims = { sub: string; sid: string | null; clientId: string };

/** What the token must be signed with: a key of ours, or the secret of a client that is set to HS256. */
async function keyOf(ctx: Context, token: string): Promise<{ key: CryptoKey; alg: string } | null> {
  const { kid, alg } = decodeProtectedHeader(token);
  if (alg === 'RS256' && kid !== undefined) {
    const key = await verificationKey(ctx, kid);
    return key && { key, alg };
  }
  const { aud } = decodeJwt(token);
  if (alg !== 'HS256' || typeof aud !== 'string') return null;
  const key = (await knownClient(ctx, aud))?.secretKey;
  return key ? { key, alg } : null;
}

/**
 * What an ID token of ours says, or null when it is not one. Its expiry does not matter: a hint says who was signed
 * in, and grants nothing (OpenID Connect RP-Initiated Logout section 4).
 */
export async function readIdTokenHint(ctx: Context, token: string): Promise<HintClaims | null> {
  try {
    const signed = await keyOf(ctx, token);
    if (!signed) return null;
    const { payload } = await compactVerify(token, signed.key, { algorithms: [signed.alg] });
    const claims: Record<string, unknown> = JSON.parse(new TextDecoder().decode(payload));
    const { iss, sub, aud, sid } = claims;
    if (iss !== issuer() || typeof sub !== 'string' || typeof aud !== 'string') return null;
    return { sub, sid: typeof sid === 'string' ? sid : null, clientId: aud };
  } catch (error) {
    if (isTokenFault(error)) return null;
    throw error;
  }
}
