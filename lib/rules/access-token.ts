import { randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Actor, Context } from '@/lib/context';
import { env } from '@/lib/env';
import { signingKey } from '@/lib/keys';

/** What a rule may do with the Management API (`reference/rules.md` 1.13): as a client of its own, with these scopes. */
export const rulesClient = {
  type: 'client',
  clientId: 'rules',
  scopes: ['read:users', 'update:users'],
} as const satisfies Actor;

const lifetimeSeconds = 5_400;
/** A token is given out as long as it has this left. */
const reserveSeconds = 1_800;

let current: { token: string; kid: string; issuer: string; until: number } | undefined;

/** `auth0` as a whole or its token, and not what can be had without one, nor a text such as `'auth0|…'`. */
const wants = /(?<![\w'"`@.-])auth0\b(?!\s*\.\s*(users|domain|baseUrl)\b)(?![|'"`])/;

/** Whether rules can want the token at all; most never name it. */
export function wantsAccessToken(scripts: readonly string[]): boolean {
  return scripts.some((script) => wants.test(script));
}

/**
 * `auth0.accessToken`: a token for the Management API under the right of `rulesClient`. Signed about once an hour, and
 * anew when the tenant's key is another one.
 */
export async function rulesAccessToken(ctx: Context): Promise<string> {
  const { kid, key } = await signingKey(ctx);
  const issuer = `${env().ANNEX_URL}/`;
  const now = Math.floor(ctx.now().getTime() / 1000);
  if (
    current?.kid === kid &&
    current.issuer === issuer &&
    current.until > now &&
    current.until <= now + lifetimeSeconds
  )
    return current.token;
  const { clientId, scopes } = rulesClient;
  const claims = {
    iss: issuer,
    sub: `${clientId}@clients`,
    aud: `${issuer}api/v2/`,
    iat: now,
    exp: now + lifetimeSeconds,
    jti: `.${randomBytes(12).toString('base64url')}`,
    azp: clientId,
    scope: scopes.join(' '),
    gty: 'client-credentials',
  };
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(key);
  current = { token, kid, issuer, until: now + lifetimeSeconds - reserveSeconds };
  return token;
}
