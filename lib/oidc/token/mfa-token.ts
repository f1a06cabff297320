import { randomUUID } from 'node:crypto';
import { eq, type SQL, sql } from 'drizzle-orm';
import { oidcMfaTokens, userActivity, users } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import type { KnownClient } from '@/lib/clients';
import { type KnownConnection, knownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { hashSecret, newSecret } from '@/lib/ids';
import { type Held, heldColumns } from '@/lib/roles';
import type { Protocol } from '@/lib/rules/login.types';
import { type StoredUser, storedUserColumns } from '@/lib/users';
import { OAuthError } from '../errors';
import type { AfterFactor } from '../factor-step.types';
import { fromGrantRow, type GrantRow, grantColumns } from '../grants';
import { isAccessToken, type MfaAccessToken, verifyMfaAccessToken } from '../mfa-access-token';
import { splitScope } from '../scope';
import { type GrantTypeMark, grantOfTokenId } from '../tokens';
import { at, json } from '../write-together';

/** A token request that waits for a second factor, with all that ends it; plain JSON. */
export type PendingGrant = {
  loginId: string;
  protocol: Protocol;
  connection: string;
  audience: string | null;
  /** What was asked for, before any cut. */
  scope: string[];
  /** Parameters of the request as rules may see them. */
  body: Record<string, string>;
  sid: string | null;
  /** Milliseconds. */
  authenticatedAt: number;
  next: AfterFactor;
  /** The refresh token that is exchanged, as Actions see it. */
  refreshToken?: JsonObject;
  /** It is no request of its own, but an access token, which was got by `mark`. */
  standsFor?: { mark: GrantTypeMark | undefined };
};

const lifetimeMs = 600_000;

type Asked = { client: KnownClient; user: StoredUser; enrols: boolean; pending: PendingGrant };

/**
 * The answer to a token request whose person must prove a second factor (`reference/authentication-api.md` 4), and the
 * write that makes its token good for ten minutes, for this client.
 */
export function requireFactor(ctx: Context, asked: Asked): { error: OAuthError; insert: SQL } {
  const { client, user, enrols, pending } = asked;
  const value = newSecret();
  const expiresAt = new Date(ctx.now().getTime() + lifetimeMs);
  const insert = sql`
    insert into oidc_mfa_tokens (token_hash, user_id, client_id, pending, expires_at)
    values (${hashSecret(value)}, ${user.userId}, ${client.clientId}, ${json(pending)}, ${at(expiresAt)})`;
  const error = new OAuthError('mfa_required', 'Multifactor authentication required', {
    members: {
      mfa_token: value,
      mfa_requirements: { [enrols ? 'enroll' : 'challenge']: [{ type: 'otp' }] },
    },
  });
  return { error, insert };
}

/** Who has no factor yet enrols one first. */
export const associationRequired = () =>
  new OAuthError(
    'association_required',
    'User is not enrolled. You can use /mfa/associate endpoint to enroll the first authenticator.',
  );

export type MfaToken = {
  tokenHash: string;
  clientId: string;
  enrolling: string | null;
  pending: PendingGrant;
  user: StoredUser;
  held: Held;
  connection: KnownConnection;
};

/**
 * Has an access token of the MFA API stand for a token request as well, as long as it is good: the first code of what
 * its person enrols ends it, and what is issued then is what was granted with the token. Two statements.
 */
export async function standForRequest(
  ctx: Context,
  value: string,
  { claims, userId }: MfaAccessToken,
): Promise<void> {
  const [row] = await ctx.db.execute<GrantRow>(sql`
    select ${grantColumns} from oidc_grants g where g.id = ${grantOfTokenId(claims.jti)} and g.user_id = ${userId}`);
  if (!row?.connection || claims.exp === undefined) throw unknown('its sign-in is gone');
  const grant = fromGrantRow(row);
  const scope = splitScope(claims.scope);
  const pending: PendingGrant = {
    loginId: randomUUID(),
    protocol: 'oauth2-password',
    connection: row.connection,
    audience: grant.audience,
    scope,
    body: {},
    sid: grant.sid,
    authenticatedAt: grant.authenticatedAt.getTime(),
    next: { kind: 'grant', scope, claims: grant.claims, methods: [] },
    standsFor: { mark: claims.gty },
  };
  await ctx.db.execute(sql`
    insert into oidc_mfa_tokens (token_hash, user_id, client_id, pending, expires_at)
    values (${hashSecret(value)}, ${userId}, ${grant.clientId}, ${json(pending)}, ${at(new Date(claims.exp * 1000))})
    on conflict (token_hash) do nothing`);
}

const unknown = (detail: string) =>
  new OAuthError('invalid_grant', 'Unknown or invalid mfa_token.', { detail });

/**
 * The request that a token stands for, with its person as they are now. With a client, the token must be its own. One
 * statement, and another for an access token, which must still be good. Throws `invalid_grant`, and `expired_token` when
 * its ten minutes are over.
 */
export async function findMfaToken(
  ctx: Context,
  value: string | undefined,
  client?: KnownClient,
): Promise<MfaToken> {
  if (value === undefined || value.length > 16_384) throw unknown('no token');
  if (isAccessToken(value)) await verifyMfaAccessToken(ctx, value, 'enroll');
  const [row] = await ctx.db
    .select({
      token: oidcMfaTokens,
      user: storedUserColumns,
      held: heldColumns(sql`${oidcMfaTokens.pending} ->> 'audience'`),
    })
    .from(oidcMfaTokens)
    .innerJoin(users, eq(users.userId, oidcMfaTokens.userId))
    .innerJoin(userActivity, eq(userActivity.userId, users.userId))
    .where(eq(oidcMfaTokens.tokenHash, hashSecret(value)));
  if (!row) throw unknown('not found');
  const { tokenHash, clientId, enrolling, expiresAt } = row.token;
  if (client && clientId !== client.clientId) throw unknown('of another client');
  if (expiresAt <= ctx.now()) throw new OAuthError('expired_token', 'mfa_token is expired');
  if (row.user.blocked) throw new OAuthError('unauthorized', 'user is blocked');
  // The column holds what `requireFactor` wrote, and nothing else writes it.
  const pending = row.token.pending as unknown as PendingGrant;
  const connection = await knownConnection(ctx, pending.connection);
  if (!connection) throw unknown('its connection is gone');
  return { tokenHash, clientId, enrolling, pending, user: row.user, held: row.held, connection };
}

/** Ends the token. Of two requests with one token, one is told that it did. */
export async function spendMfaToken(ctx: Context, { tokenHash }: MfaToken): Promise<void> {
  const spent = await ctx.db.execute(
    sql`delete from oidc_mfa_tokens where token_hash = ${tokenHash} returning 1`,
  );
  if (spent.length === 0) throw unknown('used already');
}
