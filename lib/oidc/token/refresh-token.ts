import { randomUUID } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import type { JsonObject } from '@/db/schema/columns';
import type { KnownClient } from '@/lib/clients';
import { type Context, withTransaction } from '@/lib/context';
import { logInsert } from '@/lib/logs';
import { findResourceServer, type ResourceServer } from '@/lib/resource-servers';
import { editedMetadata } from '@/lib/sessions';
import { invalidRequest, missingParameter, OAuthError } from '../errors';
import { loginEvent } from '../events';
import {
  cappedRefresh,
  type Grant,
  type Minted,
  mintAccessToken,
  mintRefreshToken,
  type RefreshEnd,
  refreshEnd,
} from '../grants';
import { type Issued, issue } from '../issue';
import type { Parameters } from '../parameters';
import { permittedScope, presentScope, splitScope } from '../scope';
import { actionDetails } from '../settle';
import { type TokenResponse, tokenResponse } from '../tokens';
import { at, json, writeTogether } from '../write-together';
import {
  findRefreshToken,
  type Refreshable,
  type RefreshToken,
  revokedToken,
  revokeFamily,
  unknownToken,
} from './find-refresh-token';
import { type PendingGrant, requireFactor } from './mfa-token';
import { bodyForRules, type TokenRequest } from './token-request';

/** The asked part of the grant's scopes; more than was granted is an error (RFC 6749 section 6). */
function askedScope(parameters: Parameters, grant: Grant): string[] {
  const asked = splitScope(parameters.get('scope'));
  const beyond = asked.filter((scope) => !grant.scope.includes(scope));
  if (beyond.length > 0)
    throw new OAuthError('invalid_scope', `Scopes were not granted: ${beyond.join(' ')}`);
  const audience = parameters.get('audience');
  if (audience !== undefined && audience !== grant.audience) {
    throw invalidRequest('A refresh token is for the audience it was made for.');
  }
  return asked.length > 0 ? asked : grant.scope;
}

/** The API that the token was made for: not one that was made later under the name of a deleted one. */
async function apiOf(ctx: Context, { grant }: Refreshable): Promise<ResourceServer | null> {
  if (grant.audience === null) return null;
  const api = await findResourceServer(ctx, grant.audience);
  if (!api) throw unknownToken('its API is gone');
  if (api.createdAt > grant.createdAt) throw unknownToken('its API is another one now');
  return api;
}

/** Whence the family came, and its last exchange; what is not known is left out. */
function deviceOf({ ip, userAgent, lastIp, lastUserAgent }: Refreshable['grant']): JsonObject {
  const known = {
    initial_ip: ip,
    initial_user_agent: userAgent,
    last_ip: lastIp ?? ip,
    last_user_agent: lastUserAgent ?? userAgent,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null));
}

/** The token as Actions see it; its family goes by the id of the grant, as in the Management API. */
function refreshTokenEvent({ token, grant }: Refreshable): JsonObject {
  return {
    id: grant.id,
    client_id: token.clientId,
    user_id: token.userId,
    ...(grant.sid === null ? {} : { session_id: grant.sid }),
    created_at: grant.createdAt.toISOString(),
    ...(token.expiresAt ? { expires_at: token.expiresAt.toISOString() } : {}),
    ...(token.idleExpiresAt ? { idle_expires_at: token.idleExpiresAt.toISOString() } : {}),
    ...(token.lastExchangedAt ? { last_exchanged_at: token.lastExchangedAt.toISOString() } : {}),
    rotating: token.rotating,
    device: deviceOf(grant),
    metadata: grant.refreshTokenMetadata ?? {},
    resource_servers:
      grant.audience === null ? [] : [{ audience: grant.audience, scopes: grant.scope.join(' ') }],
  };
}

type AsksFactor = Extract<Issued, { kind: 'factor' }>;

/** A refresh may ask for less than the grant has, and gets no more for proving a factor. */
function narrowed(issued: AsksFactor, asked: string[]): AsksFactor {
  const { next } = issued;
  if (next.kind !== 'grant') return issued;
  return { ...issued, next: { ...next, scope: next.scope.filter((scope) => asked.includes(scope)) } };
}

/** The error that asks for a second factor; what is granted then is a new family, and the token stays as it was. */
async function askFactor(
  ctx: Context,
  { client, parameters }: TokenRequest,
  found: Refreshable,
  { enrols, next, writes }: AsksFactor,
): Promise<OAuthError> {
  const { grant, user, connection } = found;
  const pending: PendingGrant = {
    loginId: randomUUID(),
    protocol: 'oauth2-refresh-token',
    connection: connection.name,
    audience: grant.audience,
    scope: grant.scope,
    body: bodyForRules(parameters),
    sid: grant.sid,
    authenticatedAt: grant.authenticatedAt.getTime(),
    next,
    refreshToken: refreshTokenEvent(found),
  };
  const { error, insert } = requireFactor(ctx, { client, user, enrols, pending });
  const log = logInsert(ctx, loginEvent('mfar', { client, user, connection }));
  await writeTogether(ctx, [insert, log, ...writes]);
  return error;
}

/** The rules and Actions of a refresh. A refusal leaves the token as it was. */
async function reissue(
  ctx: Context,
  { client, parameters }: TokenRequest,
  found: Refreshable,
  scope: string[],
): Promise<Extract<Issued, { kind: 'granted' }>> {
  const { grant, user, held, connection } = found;
  const issued = await issue(ctx, {
    loginId: randomUUID(),
    client,
    user,
    held,
    connection,
    protocol: 'oauth2-refresh-token',
    request: { method: 'POST', query: {}, body: bodyForRules(parameters) },
    scope: grant.scope,
    audience: grant.audience,
    authenticatedAt: grant.authenticatedAt,
    interaction: 'token',
    methods: grant.claims.methods,
    refreshToken: refreshTokenEvent(found),
  });
  if (issued.kind === 'granted') return issued;
  if (issued.kind === 'factor')
    throw await askFactor(ctx, { client, parameters }, found, narrowed(issued, scope));
  const error =
    issued.kind === 'refused' ? issued.error : new OAuthError('interaction_required', 'Login required');
  const { description } = error;
  const about = { client, user, connection, description, details: actionDetails(issued) };
  const revoked = revokedToken(ctx, issued, { client, id: grant.id, sid: grant.sid });
  await writeTogether(ctx, [logInsert(ctx, loginEvent('fertft', about)), ...issued.writes, ...revoked]);
  throw error;
}

/** Marks the token as exchanged, unless somebody was faster. */
async function claim(ctx: Context, token: RefreshToken): Promise<boolean> {
  const now = at(ctx.now());
  const rows = await ctx.db.execute(sql`
    update oidc_refresh_tokens set used_at = coalesce(used_at, ${now}), last_exchanged_at = ${now}
    where token_hash = ${token.tokenHash} and (used_at is null) = ${token.usedAt === null}
    returning 1`);
  return rows.length === 1;
}

type Exchange = { token: RefreshToken; end: RefreshEnd; successor: Minted | null; writes: SQL[] };

/** A rotating token and its successor change places or nothing does; others only note the exchange. */
async function exchange(
  ctx: Context,
  client: KnownClient,
  { token, end, successor, writes }: Exchange,
): Promise<void> {
  if (!successor) {
    const { expiresAt, idleExpiresAt } = end;
    const noted = sql`update oidc_refresh_tokens set last_exchanged_at = ${at(ctx.now())},
        expires_at = least(expires_at, ${expiresAt && at(expiresAt)}), idle_expires_at = ${idleExpiresAt && at(idleExpiresAt)}
      where token_hash = ${token.tokenHash}`;
    return writeTogether(ctx, [noted, ...writes]);
  }
  const claimed = await withTransaction(ctx, async (tx) => {
    if (!(await claim(tx, token))) return false;
    await writeTogether(tx, [successor.insert, ...writes]);
    return true;
  });
  if (!claimed) throw await revokeFamily(ctx, client, token);
}

/** New tokens for a refresh token, with claims of now: the rules run again. */
export async function refreshTokenGrant(ctx: Context, request: TokenRequest): Promise<TokenResponse> {
  const { client, parameters } = request;
  const value = parameters.get('refresh_token');
  if (value === undefined) throw missingParameter('refresh_token');
  if (value.length > 200) throw unknownToken('too long');
  const found = await findRefreshToken(ctx, client, value);
  const { token, user, connection } = found;
  const api = await apiOf(ctx, found);
  const allowed = permittedScope(askedScope(parameters, found.grant), found.held.permissions);
  const scope = presentScope(allowed, api);
  const issued = await reissue(ctx, request, found, scope);
  const { claims } = issued;
  const { audience } = found.grant;
  const about = { client, user, connection, scope, audience, details: actionDetails(issued) };
  const grant = { ...found.grant, claims };
  const narrowed = scope.length < grant.scope.length ? scope : null;
  const opaque = api ? null : mintAccessToken(ctx, grant.id, narrowed);
  const { metadata, ...asks } = issued.asks.refreshToken;
  const end = refreshEnd(ctx, client, { asks, current: token.expiresAt });
  const successor = token.rotating ? mintRefreshToken(ctx, client, grant, end) : null;
  const column = sql`refresh_token_metadata`;
  const edited = metadata ? sql`, ${column} = ${editedMetadata(column, metadata)}` : sql``;
  await exchange(ctx, client, {
    token,
    end,
    successor,
    writes: [
      sql`update oidc_grants set claims = ${json(claims)}, last_ip = ${ctx.ip ?? null},
        last_user_agent = ${ctx.userAgent ?? null}${edited} where id = ${grant.id}`,
      ...(end.isCapped ? [cappedRefresh(ctx, { client, user, connection })] : []),
      ...(opaque ? [opaque.insert] : []),
      logInsert(ctx, loginEvent('sertft', about)),
      ...issued.writes,
    ],
  });
  return tokenResponse(ctx, {
    client,
    grant,
    api,
    opaque: opaque?.value ?? null,
    scope,
    nonce: null,
    refreshToken: successor?.value ?? null,
    mark: 'refresh_token',
  });
}
