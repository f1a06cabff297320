import { compactVerify, decodeProtectedHeader } from 'jose';
import type { Context } from '@/lib/context';
import { verificationKey } from '@/lib/keys';
import { issuer } from './issuer';

export type HintClaims = { sub: string; sid: string | null; clientId: string };

/**
 * What an ID token of ours says, or null when it is not one. Its expiry does not matter: a hint says who was signed
 * in, and grants nothing (OpenID Connect RP-Initiated Logout section 4).
 */
export async function readIdTokenHint(ctx: Context, token: string): Promise<HintClaims | null> {
  try {
    const { kid, alg } = decodeProtectedHeader(token);
    const key = alg === 'RS256' && kid !== undefined ? await verificationKey(ctx, kid) : null;
    if (!key) return null;
    const { payload } = await compactVerify(token, key, { algorithms: ['RS256'] });
    const claims: Record<string, unknown> = JSON.parse(new TextDecoder().decode(payload));
    const { iss, sub, aud, sid } = claims;
    if (iss !== issuer() || typeof sub !== 'string' || typeof aud !== 'string') return null;
    return { sub, sid: typeof sid === 'string' ? sid : null, clientId: aud };
  } catch (error) {
    if (isTokenFault(error)) return null;
    throw error;
  }
}

/** jose says what is wrong with a token by errors that carry one of its codes; TypeError means it is not even one. */
function isTokenFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error instanceof TypeError || ('code' in error && String(error.code).startsWith('ERR_J'));
}
