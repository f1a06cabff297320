import type { SQL } from 'drizzle-orm';
import type { KnownClient } from '@/lib/clients';
import type { KnownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { logInsert } from '@/lib/logs';
import type { ResourceServer } from '@/lib/resource-servers';
import { editMetadata, type Metadata } from '@/lib/sessions';
import { type LoginEventType, loginEvent } from '../events';
import { cappedRefresh, insertGrant, mintAccessToken, mintRefreshToken, refreshEnd } from '../grants';
import type { Issued } from '../issue';
import { actionDetails } from '../settle';
import { type GrantTypeMark, type TokenResponse, tokenResponse } from '../tokens';
import { writeTogether } from '../write-together';

type Granting = {
  loginId: string;
  client: KnownClient;
  connection: KnownConnection;
  api: ResourceServer | null;
  issued: Extract<Issued, { kind: 'granted' }>;
  authenticatedAt: Date;
  /** Of the session that it comes from, if it comes from one. */
  sid: string | null;
  mark: GrantTypeMark | undefined;
  event: LoginEventType;
  /** Metadata of the refresh token that this one comes from. */
  before?: Metadata | undefined;
  /** When that ends: what comes from it ends no later. Null: never; absent where it comes from none. */
  end?: Date | null | undefined;
  /** To be made with the rest. */
  writes: SQL[];
};

/** The tokens of a new grant that no browser took part in. One statement writes all of it. */
export async function grantTokens(ctx: Context, granting: Granting): Promise<TokenResponse> {
  const { loginId, client, connection, api, issued, authenticatedAt, sid, mark, event } = granting;
  const { user, scope, claims } = issued;
  const audience = api?.identifier ?? null;
  const made = { id: loginId, userId: user.userId, clientId: client.clientId, connection: connection.name };
  const grant = { ...made, sid, audience, scope, claims, authenticatedAt };
  const { metadata, ...asks } = issued.asks.refreshToken;
  const end = refreshEnd(ctx, client, { asks, current: granting.end });
  const refresh = scope.includes('offline_access') ? mintRefreshToken(ctx, client, grant, end) : null;
  const opaque = api ? null : mintAccessToken(ctx, grant.id, null);
  const details = { login_id: loginId, ...actionDetails(issued) };
  await writeTogether(ctx, [
    ...granting.writes,
    ...issued.writes,
    insertGrant(ctx, grant, granting.before || metadata ? editMetadata(granting.before, metadata) : null),
    ...[refresh, opaque].flatMap((mint) => mint?.insert ?? []),
    logInsert(ctx, loginEvent(event, { client, user, connection, audience, scope, details })),
    ...(refresh && end.isCapped ? [cappedRefresh(ctx, { client, user, connection })] : []),
  ]);
  return tokenResponse(ctx, {
    client,
    grant,
    api,
    opaque: opaque?.value ?? null,
    scope,
    nonce: null,
    refreshToken: refresh?.value ?? null,
    mark,
  });
}
