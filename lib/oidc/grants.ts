import { type SQL, sql } from 'drizzle-orm';
import type { TokenAsks } from '@/lib/actions';
import type { KnownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { hashSecret, newSecret } from '@/lib/ids';
import { logInsert } from '@/lib/logs';
import type { Metadata } from '@/lib/sessions';
import { askedMoment } from './asked-moment';
import type { AuthorizationRequest } from './authorization-request';
import { loginEvent } from './events';
import type { GrantClaims } from './issue';
import { at, json } from './write-together';

/** What one sign-in issued; the row of `oidc_grants`. */
export type Grant = {
  id: string;
  userId: string;
  clientId: string;
  /** Where the person signed in; null when it is not known. */
  connection: string | null;
  sid: string | null;
  audience: string | null;
  /** What was asked for and may be granted. A rule may have put other scopes on the access token. */
  scope: string[];
  claims: GrantClaims;
  authenticatedAt: Date;
};

/** Columns of `oidc_grants g` in a hand-written statement, and the row they give. */
export const grantColumns = sql.raw(
  `g.id, g.user_id, g.client_id, g.connection, g.sid, g.audience, g.scope, g.claims,
    (extract(epoch from g.authenticated_at) * 1000)::float8 as authenticated_ms`,
);

export type GrantRow = {
  id: string;
  user_id: string;
  client_id: string;
  connection: string | null;
  sid: string | null;
  audience: string | null;
  scope: string;
  claims: GrantClaims;
  authenticated_ms: number;
};

export function fromGrantRow(row: GrantRow): Grant {
  return {
    id: row.id,
    userId: row.user_id,
    clientId: row.client_id,
    connection: row.connection,
    sid: row.sid,
    audience: row.audience,
    scope: row.scope.split(' ').filter(Boolean),
    claims: row.claims,
    authenticatedAt: new Date(row.authenticated_ms),
  };
}

export const codeSeconds = 60;
export const opaqueTokenSeconds = 86_400;

const later = (now: Date, seconds: number) => new Date(now.getTime() + seconds * 1000);

/** `metadata`: of the refresh token that it leads to. */
export function insertGrant(ctx: Context, grant: Grant, metadata: Metadata | null = null): SQL {
  return sql`
    insert into oidc_grants (id, user_id, client_id, connection, sid, audience, scope, claims, authenticated_at,
      created_at, ip, user_agent, refresh_token_metadata)
    values (${grant.id}, ${grant.userId}, ${grant.clientId}, ${grant.connection}, ${grant.sid}, ${grant.audience},
      ${grant.scope.join(' ')}, ${json(grant.claims)}, ${at(grant.authenticatedAt)}, ${at(ctx.now())},
      ${ctx.ip ?? null}, ${ctx.userAgent ?? null}, ${metadata && json(metadata)})`;
}

/** A secret and the write that makes it good. Only its hash is stored. */
export type Minted = { value: string; insert: SQL };

export function mintCode(ctx: Context, grant: Grant, request: AuthorizationRequest): Minted {
  const value = newSecret();
  const insert = sql`
    insert into oidc_codes (code_hash, grant_id, client_id, redirect_uri, nonce, code_challenge,
      code_challenge_method, expires_at)
    values (${hashSecret(value)}, ${grant.id}, ${grant.clientId}, ${request.redirectUri}, ${request.nonce},
      ${request.codeChallenge}, ${request.codeChallenge && 'S256'}, ${at(later(ctx.now(), codeSeconds))})`;
  return { value, insert };
}

/** When a refresh token of this client made now ends; null: never. */
function refreshExpiry(ctx: Context, { refreshToken }: KnownClient): Date | null {
  const { expiration_type, infinite_token_lifetime, token_lifetime } = refreshToken;
  if (expiration_type === 'non-expiring' || infinite_token_lifetime) return null;
  return later(ctx.now(), token_lifetime);
}

/** When a refresh token of this client that is made or used now ends without further use; null: never. */
function refreshIdleExpiry(ctx: Context, { refreshToken }: KnownClient): Date | null {
  const { expiration_type, infinite_idle_token_lifetime, idle_token_lifetime } = refreshToken;
  if (expiration_type === 'non-expiring' || infinite_idle_token_lifetime) return null;
  return later(ctx.now(), idle_token_lifetime);
}

export type RefreshEnd = { expiresAt: Date | null; idleExpiresAt: Date | null };

type Ending = {
  asks?: Pick<TokenAsks, 'expiresAt' | 'idleMs'> | undefined;
  /** The end of the token that is exchanged. */
  current?: Date | null | undefined;
};

/**
 * When a refresh token of this client that is made or exchanged now ends. Actions may shorten that, and give an end, of
 * the client's settings at most, to one that has none; `isCapped`: they asked for more.
 */
export function refreshEnd(
  ctx: Context,
  client: KnownClient,
  { asks = {}, current = refreshExpiry(ctx, client) }: Ending,
): RefreshEnd & { isCapped: boolean } {
  const now = ctx.now();
  const { expiresAt, idleMs } = asks;
  const { token_lifetime, idle_token_lifetime } = client.refreshToken;
  const within = (asked: number | undefined, own: Date | null, seconds: number) =>
    asked === undefined
      ? { moment: own, isCapped: false }
      : askedMoment(asked, { now, latest: own ?? later(now, seconds) });
  const whole = within(expiresAt, current, token_lifetime);
  const idleEnd = idleMs === undefined ? undefined : now.getTime() + idleMs;
  const idle = within(idleEnd, refreshIdleExpiry(ctx, client), idle_token_lifetime);
  const isCapped = whole.isCapped || idle.isCapped;
  return { expiresAt: whole.moment, idleExpiresAt: idle.moment, isCapped };
}

/** The log row of Actions that asked for more than `refreshEnd` gave. */
export function cappedRefresh(ctx: Context, about: Parameters<typeof loginEvent>[1]): SQL {
  const description =
    'An Action asked for a longer life of a refresh token than it may have; it was cut to that.';
  return logInsert(ctx, loginEvent('w', { ...about, description }));
}

export function mintRefreshToken(
  ctx: Context,
  client: KnownClient,
  grant: Pick<Grant, 'id' | 'userId'>,
  { expiresAt, idleExpiresAt }: RefreshEnd,
): Minted {
  const value = `v1.${newSecret()}`;
  const rotating = client.refreshToken.rotation_type === 'rotating';
  const insert = sql`
    insert into oidc_refresh_tokens (token_hash, grant_id, client_id, user_id, rotating, created_at, expires_at,
      idle_expires_at)
    values (${hashSecret(value)}, ${grant.id}, ${client.clientId}, ${grant.userId}, ${rotating}, ${at(ctx.now())},
      ${expiresAt && at(expiresAt)}, ${idleExpiresAt && at(idleExpiresAt)})`;
  return { value, insert };
}

/** An opaque access token; `scope` when it holds less than its grant. */
export function mintAccessToken(ctx: Context, grantId: string, scope: string[] | null): Minted {
  const value = newSecret();
  const insert = sql`
    insert into oidc_access_tokens (token_hash, grant_id, scope, expires_at)
    values (${hashSecret(value)}, ${grantId}, ${scope === null ? null : scope.join(' ')},
      ${at(later(ctx.now(), opaqueTokenSeconds))})`;
  return { value, insert };
}

/** The write that ends a grant and with it every code, refresh token and opaque token made from it. */
export function revokeGrant(ctx: Context, grantId: string): SQL {
  return sql`update oidc_grants set revoked_at = ${at(ctx.now())} where id = ${grantId} and revoked_at is null`;
}
