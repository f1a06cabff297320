import { createHash, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import type { JsonObject } from '@/db/schema/columns';
import { narrowClaims } from '@/lib/claims';
import type { KnownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { signingKey } from '@/lib/keys';
import type { ResourceServer, SigningAlg } from '@/lib/resource-servers';
import { hasMfa } from './auth-methods';
import { type Grant, opaqueTokenSeconds } from './grants';
import { issuer, userinfoAudience } from './issuer';
import { presentScope } from './scope';

/** How the token was got, when not by a code (`reference/authentication-api.md` 9). */
export type GrantTypeMark = 'client-credentials' | 'password' | 'refresh_token';

export type TokenResponse = {
  access_token: string;
  refresh_token?: string;
  id_token?: string;
  scope?: string;
  /** The new one, after a recovery code was used. */
  recovery_code?: string;
  expires_in: number;
  token_type: 'Bearer';
};

const seconds = (moment: Date) => Math.floor(moment.getTime() / 1000);

/** With the tenant's key. */
async function sign(
  ctx: Context,
  claims: JsonObject,
  { alg = 'RS256', typ = 'JWT' }: { alg?: SigningAlg; typ?: string } = {},
): Promise<string> {
  const { kid, key } = await signingKey(ctx, alg);
  return new SignJWT(claims).setProtectedHeader({ alg, typ, kid }).sign(key);
}

type AccessToken = {
  client: KnownClient;
  api: ResourceServer;
  sub: string;
  scope: string[];
  /** Of an API that enforces them; whether the token shows them is for its dialect to say. */
  permissions?: string[] | null | undefined;
  custom?: JsonObject;
  /** The grant of a person's token: who takes the token can ask whether it was revoked. */
  grantId?: string | undefined;
  /** Whether `/userinfo` takes the token too; it finds the claims by the grant. */
  forUserinfo?: boolean;
  mark?: GrantTypeMark | undefined;
};

/** Auth0 lets plain names on access tokens for one's own APIs only (`reference/rules.md` 1.11). */
function customClaims(api: ResourceServer, custom: JsonObject = {}): JsonObject {
  if (!api.isSystem) return custom;
  return Object.fromEntries(Object.entries(custom).filter(([name]) => /^(https?:\/\/|urn:)/.test(name)));
}

/** What the API's dialect makes of a token: Auth0's own names, or those of RFC 9068, and permissions where it has them. */
function inDialect({ client, api, mark, permissions }: AccessToken): { claims: JsonObject; typ: string } {
  const shown: JsonObject = api.tokenDialect.endsWith('_authz') && permissions ? { permissions } : {};
  if (api.tokenDialect.startsWith('rfc9068')) {
    return { claims: { client_id: client.clientId, ...shown }, typ: 'at+jwt' };
  }
  return { claims: { azp: client.clientId, ...(mark ? { gty: mark } : {}), ...shown }, typ: 'JWT' };
}

/** A JWT for an API. What the protocol says stands over what a rule says. */
export function signAccessToken(ctx: Context, token: AccessToken): Promise<string> {
  const { api, sub, scope, grantId, forUserinfo = false } = token;
  const iat = seconds(ctx.now());
  const { claims, typ } = inDialect(token);
  return sign(
    ctx,
    {
      ...customClaims(api, token.custom),
      iss: issuer(),
      sub,
      aud: forUserinfo ? [api.identifier, userinfoAudience()] : api.identifier,
      iat,
      exp: iat + api.tokenLifetime,
      jti: `${grantId ?? ''}.${randomBytes(12).toString('base64url')}`,
      ...(scope.length > 0 ? { scope: scope.join(' ') } : {}),
      ...claims,
    },
    { alg: api.signingAlg, typ },
  );
}

/** The grant that an access token's `jti` names, if any. */
export function grantOfTokenId(jti: string | undefined): string | null {
  return jti?.split('.', 1)[0] || null;
}

/** OpenID Connect Core section 3.1.3.6. */
function halfHash(token: string): string {
  return createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url');
}

type IdToken = {
  client: KnownClient;
  grant: Grant;
  scope: string[];
  nonce: string | null;
  accessToken: string;
};

/** Signed as the client is set to: with the tenant's key, or by HS256 with the client's secret. */
function signIdToken(ctx: Context, { client, grant, scope, nonce, accessToken }: IdToken): Promise<string> {
  const iat = seconds(ctx.now());
  const claims = {
    ...narrowClaims(grant.claims.profile, scope),
    iss: issuer(),
    sub: grant.userId,
    aud: client.clientId,
    iat,
    exp: iat + client.jwtConfiguration.lifetime_in_seconds,
    auth_time: seconds(grant.authenticatedAt),
    at_hash: halfHash(accessToken),
    ...(hasMfa(grant.claims.methods) ? { amr: ['mfa'] } : {}),
    ...(grant.sid === null ? {} : { sid: grant.sid }),
    ...(nonce === null ? {} : { nonce }),
  };
  if (!client.secretKey) return sign(ctx, claims);
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(client.secretKey);
}

/**
 * The scopes of an access token. A rule may put any on one for the tenant's own APIs; on one for the Management API none
 * that widens it. Without a rule they are those that were granted and that the API still has.
 */
function tokenScope({ grant, api, scope }: Answer): string[] {
  const { scope: byRule } = grant.claims;
  if (api && byRule && !api.isSystem) return byRule;
  return api ? presentScope(byRule ?? scope, api) : (byRule ?? scope);
}

type Answer = {
  client: KnownClient;
  grant: Grant;
  /** Null: the access token is `opaque`. */
  api: ResourceServer | null;
  opaque: string | null;
  /** Of this issuance; a refresh may ask for less than the grant has. */
  scope: string[];
  nonce: string | null;
  refreshToken: string | null;
  mark?: GrantTypeMark | undefined;
};

/** The tokens of a grant, from what is stored with it: no rule runs here. */
export async function tokenResponse(ctx: Context, answer: Answer): Promise<TokenResponse> {
  const { client, grant, api, opaque, scope, nonce, refreshToken, mark } = answer;
  const isOpenId = scope.includes('openid');
  const granted = tokenScope(answer);
  const accessToken = api
    ? await signAccessToken(ctx, {
        client,
        api,
        sub: grant.userId,
        scope: granted,
        permissions: grant.claims.permissions,
        custom: grant.claims.access,
        grantId: grant.id,
        forUserinfo: isOpenId,
        mark,
      })
    : (opaque ?? '');
  const idToken = isOpenId ? await signIdToken(ctx, { client, grant, scope, nonce, accessToken }) : null;
  return {
    access_token: accessToken,
    ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
    ...(idToken === null ? {} : { id_token: idToken }),
    ...(granted.length > 0 ? { scope: granted.join(' ') } : {}),
    expires_in: api?.tokenLifetime ?? opaqueTokenSeconds,
    token_type: 'Bearer',
  };
}
