import { and, eq, gte, isNotNull, ne, type SQL } from 'drizzle-orm';
import { oidcGrants, oidcRefreshTokens, userActivity, users } from '@/db/schema';
import type { Json, JsonObject } from '@/db/schema/columns';
import type { KnownClient } from '@/lib/clients';
import { type KnownConnection, knownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { hashSecret } from '@/lib/ids';
import { logEvent, logInsert } from '@/lib/logs';
import { type Held, heldColumns } from '@/lib/roles';
import { type StoredUser, storedUserColumns } from '@/lib/users';
import { OAuthError } from '../errors';
import { loginEvent } from '../events';
import { type Grant, revokeGrant } from '../grants';
import type { GrantClaims, Issued } from '../issue';

export type RefreshToken = typeof oidcRefreshTokens.$inferSelect;

export type Refreshable = {
  token: RefreshToken;
  grant: Grant &
    Pick<
      typeof oidcGrants.$inferSelect,
      'createdAt' | 'ip' | 'userAgent' | 'lastIp' | 'lastUserAgent' | 'refreshTokenMetadata'
    >;
  user: StoredUser;
  held: Held;
  connection: KnownConnection;
};

/** One text for every fault: auth0-spa-js looks for it (`reference/authentication-api.md` 5). */
export function unknownToken(detail: string): OAuthError {
  return new OAuthError('invalid_grant', 'Unknown or invalid refresh token.', { detail });
}

async function load(ctx: Context, value: string) {
  const [row] = await ctx.db
    .select({
      token: oidcRefreshTokens,
      grant: oidcGrants,
      user: storedUserColumns,
      held: heldColumns(oidcGrants.audience),
    })
    .from(oidcRefreshTokens)
    .innerJoin(oidcGrants, eq(oidcGrants.id, oidcRefreshTokens.grantId))
    .innerJoin(users, eq(users.userId, oidcGrants.userId))
    .innerJoin(userActivity, eq(userActivity.userId, users.userId))
    .where(eq(oidcRefreshTokens.tokenHash, hashSecret(value)));
  const connection = row && (await knownConnection(ctx, row.grant.connection ?? row.user.connection));
  return connection ? { ...row, connection } : null;
}

/** Whether a token that was exchanged may be used once more: soon after, and only by who lost the answer. */
async function isWithinLeeway(ctx: Context, client: KnownClient, { token }: Refreshable): Promise<boolean> {
  if (!token.usedAt) return false;
  if (ctx.now().getTime() - token.usedAt.getTime() > client.refreshToken.leeway * 1000) return false;
  if (client.refreshToken.leeway === 0) return false;
  const [laterUse] = await ctx.db
    .select({ tokenHash: oidcRefreshTokens.tokenHash })
    .from(oidcRefreshTokens)
    .where(
      and(
        eq(oidcRefreshTokens.grantId, token.grantId),
        ne(oidcRefreshTokens.tokenHash, token.tokenHash),
        gte(oidcRefreshTokens.createdAt, token.usedAt),
        isNotNull(oidcRefreshTokens.usedAt),
      ),
    )
    .limit(1);
  return laterUse === undefined;
}

/** Ends the family of a token that two parties hold (RFC 9700 section 4.14.2) and gives the error to throw. */
export async function revokeFamily(
  ctx: Context,
  client: KnownClient,
  token: RefreshToken,
): Promise<OAuthError> {
  await ctx.db.execute(revokeGrant(ctx, token.grantId));
  const description = 'A refresh token was used again; every token of its family is revoked.';
  await logEvent(ctx, { ...loginEvent('ferrt', { client, description }), userId: token.userId });
  return unknownToken('used again');
}

type Family = {
  client: KnownClient;
  /** As Actions know it. */
  id: Json | undefined;
  sid: string | null;
};

/** The writes that end the family of a token where Actions revoked it. */
export function revokedToken(ctx: Context, { user, revokes }: Issued, { client, id, sid }: Family): SQL[] {
  if (!revokes?.refreshToken || typeof id !== 'string') return [];
  const details: JsonObject = sid === null ? {} : { session_id: sid };
  return [revokeGrant(ctx, id), logInsert(ctx, loginEvent('srrt', { client, user, details }))];
}

/** The error of a token that nothing can be had for, logged with the reason. */
async function refuse(ctx: Context, client: KnownClient, detail: string): Promise<OAuthError> {
  await logEvent(ctx, loginEvent('fertft', { client, description: `The refresh token: ${detail}.` }));
  return unknownToken(detail);
}

/** The refresh token of this client with all that an issuance needs. One statement. Throws `invalid_grant`. */
export async function findRefreshToken(
  ctx: Context,
  client: KnownClient,
  value: string,
): Promise<Refreshable> {
  const row = await load(ctx, value);
  if (!row) throw await refuse(ctx, client, 'not found');
  const { token, grant, user, held, connection } = row;
  if (token.clientId !== client.clientId) throw await refuse(ctx, client, 'of another client');
  if (grant.revokedAt) throw await refuse(ctx, client, 'revoked');
  if (token.expiresAt && token.expiresAt <= ctx.now()) throw await refuse(ctx, client, 'expired');
  if (token.idleExpiresAt && token.idleExpiresAt <= ctx.now()) {
    throw await refuse(ctx, client, 'not used for too long');
  }
  const found: Refreshable = {
    token,
    // The column holds what `insertGrant` wrote, and nothing else writes it.
    grant: { ...grant, scope: grant.scope.split(' ').filter(Boolean), claims: grant.claims as GrantClaims },
    user,
    held,
    connection,
  };
  if (token.usedAt && !(await isWithinLeeway(ctx, client, found)))
    throw await revokeFamily(ctx, client, token);
  return found;
}
