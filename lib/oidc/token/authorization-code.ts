import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { oidcCodes } from '@/db/schema';
import type { KnownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { hashSecret } from '@/lib/ids';
import { logEvent, logInsert } from '@/lib/logs';
import { needsConsent } from '../consent';
import { missingParameter, OAuthError } from '../errors';
import { loginEvent } from '../events';
import { findApi } from '../find-api';
import {
  cappedRefresh,
  fromGrantRow,
  type GrantRow,
  grantColumns,
  mintAccessToken,
  mintRefreshToken,
  refreshEnd,
  revokeGrant,
} from '../grants';
import type { Parameters } from '../parameters';
import { type TokenResponse, tokenResponse } from '../tokens';
import { at, writeTogether } from '../write-together';
import type { TokenRequest } from './token-request';

const invalidCode = (detail: string) =>
  new OAuthError('invalid_grant', 'Invalid authorization code', { detail });

type Proof = { code: string; redirectUri: string; challenge: string | null };

/** What must match the code. A client with one callback need not repeat it (RFC 6749 section 4.1.3). */
function readProof(client: KnownClient, parameters: Parameters): Proof {
  const code = parameters.get('code');
  if (code === undefined) throw missingParameter('code');
  const only = client.callbacks.length === 1 ? client.callbacks[0] : undefined;
  const redirectUri = parameters.get('redirect_uri') ?? only;
  if (redirectUri === undefined) throw missingParameter('redirect_uri');
  const verifier = parameters.get('code_verifier');
  if (verifier !== undefined && !/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) {
    throw new OAuthError('invalid_grant', 'Failed to verify code verifier');
  }
  const challenge = verifier === undefined ? null : createHash('sha256').update(verifier).digest('base64url');
  return { code, redirectUri, challenge };
}

type Exchanged = GrantRow & { nonce: string | null };

/**
 * Spends the code: of any number of requests with one code, one gets its grant. Every binding is in the WHERE, so a
 * request that does not match spends nothing and gets nothing. The session must still be there: it may have been ended
 * while the rules of the sign-in ran, which is too late for whoever ended it to see the grant; and so must the consent,
 * where it takes one.
 */
async function spendCode(ctx: Context, client: KnownClient, proof: Proof): Promise<Exchanged | null> {
  const now = at(ctx.now());
  const rows = await ctx.db.execute<Exchanged>(sql`
    update oidc_codes c set used_at = ${now} from oidc_grants g
    where c.code_hash = ${hashSecret(proof.code)} and c.used_at is null and c.expires_at > ${now}
      and c.client_id = ${client.clientId} and c.redirect_uri = ${proof.redirectUri}
      and c.code_challenge is not distinct from ${proof.challenge}::text
      and g.id = c.grant_id and g.revoked_at is null
      and (g.sid is null or exists (
        select 1 from oidc_sessions s where s.sid = g.sid and s.user_id = g.user_id))
      and (${!needsConsent(client)} or exists (select 1 from consents a
        where a.user_id = g.user_id and a.client_id = g.client_id and a.audience = coalesce(g.audience, '')))
    returning ${grantColumns}, c.nonce`);
  return rows[0] ?? null;
}

/** Why the exchange found nothing. A code that was spent before revokes what it bought (RFC 6749 section 4.1.2). */
async function explain(ctx: Context, client: KnownClient, proof: Proof): Promise<OAuthError> {
  const [row] = await ctx.db
    .select()
    .from(oidcCodes)
    .where(eq(oidcCodes.codeHash, hashSecret(proof.code)));
  if (!row) return invalidCode('unknown code');
  if (row.usedAt) {
    await ctx.db.execute(revokeGrant(ctx, row.grantId));
    return invalidCode('code used again; its grant is revoked');
  }
  if (row.expiresAt <= ctx.now()) return invalidCode('code expired');
  if (row.clientId !== client.clientId) return invalidCode('code of another client');
  if (row.redirectUri !== proof.redirectUri) return invalidCode('redirect_uri differs');
  if (row.codeChallenge !== proof.challenge) {
    return new OAuthError('invalid_grant', 'Failed to verify code verifier');
  }
  return invalidCode('grant or consent revoked, or its session ended');
}

/**
 * Exchanges a code for the tokens of its grant; the rules ran when the code was made. Two statements: the code is
 * spent, then the tokens and the log row are written together.
 */
export async function authorizationCodeGrant(
  ctx: Context,
  { client, parameters }: TokenRequest,
): Promise<TokenResponse> {
  const proof = readProof(client, parameters);
  const row = await spendCode(ctx, client, proof);
  if (!row) {
    const error = await explain(ctx, client, proof);
    await logEvent(ctx, loginEvent('feacft', { client, description: error.detail ?? error.description }));
    throw error;
  }
  const grant = fromGrantRow(row);
  const api = grant.audience === null ? null : await findApi(ctx, client, grant.audience);
  const end = refreshEnd(ctx, client, { asks: grant.claims.refreshToken });
  const refresh = grant.scope.includes('offline_access') ? mintRefreshToken(ctx, client, grant, end) : null;
  const opaque = api ? null : mintAccessToken(ctx, grant.id, null);
  const { audience, scope, userId } = grant;
  const log = logInsert(ctx, { ...loginEvent('seacft', { client, audience, scope }), userId });
  const minted = [refresh, opaque].flatMap((mint) => mint?.insert ?? []);
  await writeTogether(ctx, [
    ...minted,
    log,
    ...(refresh && end.isCapped ? [cappedRefresh(ctx, { client })] : []),
  ]);
  return tokenResponse(ctx, {
    client,
    grant,
    api,
    opaque: opaque?.value ?? null,
    scope: grant.scope,
    nonce: row.nonce,
    refreshToken: refresh?.value ?? null,
  });
}
