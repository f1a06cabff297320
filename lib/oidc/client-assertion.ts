import { decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { oidcUsedAssertions } from '@/db/schema';
import type { KnownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { hashSecret } from '@/lib/ids';
import { clientAuthenticationFailed as failed } from './errors';
import { issuer } from './issuer';
import { isTokenFault } from './token-fault';

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Seconds that clocks may differ. */
const clockTolerance = 30;
/** Most seconds that an assertion may be good for; its id is remembered so long. */
const longestLife = 3600;

/** The client that an assertion says it is from; nothing is proven yet. Throws `invalid_client`. */
export function claimedClient(assertion: string): string {
  try {
    const { sub } = decodeJwt(assertion);
    if (typeof sub === 'string') return sub;
  } catch (error) {
    if (!isTokenFault(error)) throw error;
    throw failed('the assertion is not a JWT', error);
  }
  throw failed('the assertion has no subject');
}

/** The claims of an assertion that one of the client's credentials signed, or null. */
async function verified(ctx: Context, client: KnownClient, assertion: string): Promise<JWTPayload | null> {
  const { alg, kid } = decodeProtectedHeader(assertion);
  const now = ctx.now();
  const candidates = (client.credentials ?? []).filter(
    (credential) =>
      credential.alg === alg &&
      (kid === undefined || credential.kid === kid) &&
      (credential.expiresAt === null || credential.expiresAt > now),
  );
  for (const credential of candidates) {
    try {
      const { payload } = await jwtVerify(assertion, credential.key, {
        algorithms: [credential.alg],
        issuer: client.clientId,
        subject: client.clientId,
        audience: [issuer(), `${issuer()}oauth/token`],
        requiredClaims: ['exp', 'jti'],
        clockTolerance,
        currentDate: now,
      });
      return payload;
    } catch (error) {
      if (!isTokenFault(error)) throw error;
    }
  }
  return null;
}

/** Marks the assertion as used; false when it was. Of any number at one moment one is the first. */
async function isFirstUse(ctx: Context, clientId: string, jti: string, expiresAt: Date): Promise<boolean> {
  const idHash = hashSecret(`${clientId} ${jti}`);
  const marked = await ctx.db
    .insert(oidcUsedAssertions)
    .values({ idHash, expiresAt })
    .onConflictDoNothing()
    .returning({ idHash: oidcUsedAssertions.idHash });
  return marked.length === 1;
}

/**
 * Whether this assertion proves the client (RFC 7523 section 3): signed by a credential that the client uses and that
 * has not ended, from the client about itself, for this server, good now and for an hour at most, and new. One
 * statement, for a good signature only.
 */
export async function checkAssertion(ctx: Context, client: KnownClient, assertion: string): Promise<boolean> {
  const payload = await verified(ctx, client, assertion);
  if (!payload) return false;
  const { exp = 0, jti } = payload;
  const latest = ctx.now().getTime() / 1000 + longestLife + clockTolerance;
  if (exp > latest || typeof jti !== 'string' || jti === '') return false;
  return isFirstUse(ctx, client.clientId, jti, new Date((exp + clockTolerance) * 1000));
}
