import { randomUUID } from 'node:crypto';
import type { KnownClient } from '@/lib/clients';
import { defaultConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { logInsert } from '@/lib/logs';
import { tenantSettings } from '@/lib/settings';
import { checkPassword } from '../check-password';
import { missingParameter, OAuthError } from '../errors';
import { loginEvent } from '../events';
import { findApi } from '../find-api';
import { insertGrant, mintAccessToken, mintRefreshToken } from '../grants';
import { issue } from '../issue';
import type { Parameters } from '../parameters';
import { grantableScope, splitScope, userScopesOf } from '../scope';
import { actionDetails, afterLogin, countLogin } from '../settle';
import { type TokenResponse, tokenResponse } from '../tokens';
import { usableConnection } from '../usable-connection';
import { writeTogether } from '../write-together';
import { bodyForRules, type TokenRequest } from './token-request';

function required(parameters: Parameters, name: string): string {
  const value = parameters.get(name);
  if (value === undefined) throw missingParameter(name);
  return value;
}

/** The `password` grant: at the realm it names, else the tenant's default directory, else the first connection. */
export async function passwordGrant(ctx: Context, request: TokenRequest): Promise<TokenResponse> {
  const realm = request.parameters.get('realm') ?? (await tenantSettings(ctx)).defaultDirectory;
  return byPassword(ctx, request, realm ?? defaultConnection);
}

/** The password-realm grant, which must name its connection. */
export async function passwordRealmGrant(ctx: Context, request: TokenRequest): Promise<TokenResponse> {
  return byPassword(ctx, request, required(request.parameters, 'realm'));
}

async function credentials(
  ctx: Context,
  client: KnownClient,
  parameters: Parameters,
  { realm, audience }: { realm: string; audience: string | null },
) {
  const connection = await usableConnection(ctx, client, realm);
  const identifier = required(parameters, 'username');
  const password = required(parameters, 'password');
  if (identifier.length > 320 || password.length > 1024) {
    throw new OAuthError('invalid_grant', 'Wrong email or password.');
  }
  const checked = await checkPassword(ctx, { client, connection, identifier, password, audience });
  switch (checked.kind) {
    case 'right':
      return checked;
    case 'wrong':
      throw new OAuthError('invalid_grant', 'Wrong email or password.');
    case 'blocked':
      throw new OAuthError('unauthorized', 'user is blocked');
    case 'limited':
      throw new OAuthError(
        'too_many_attempts',
        'Your account has been blocked after multiple consecutive login attempts.',
      );
    case 'failed':
      throw new OAuthError('access_denied', 'The password could not be checked by the connection.');
  }
}

/**
 * Tokens for a name and password. The rules run; what they cannot ask for here (a redirect) is refused. Three
 * statements: the count of tries, the account, everything that is written.
 */
async function byPassword(
  ctx: Context,
  { client, parameters }: TokenRequest,
  realm: string,
): Promise<TokenResponse> {
  const api = await findApi(ctx, client, parameters.get('audience'));
  const asked = parameters.has('scope') ? splitScope(parameters.get('scope')) : userScopesOf(api);
  const grantable = grantableScope(asked, client, api);
  const audience = api?.identifier ?? null;
  const { account, writes } = await credentials(ctx, client, parameters, { realm, audience });
  const loginId = randomUUID();
  const authenticatedAt = ctx.now();
  const issued = await issue(ctx, {
    loginId,
    client,
    user: afterLogin(ctx, account.user),
    held: account.held,
    connection: account.connection,
    protocol: 'oauth2-password',
    request: { method: 'POST', query: {}, body: bodyForRules(parameters) },
    scope: grantable,
    audience,
    authenticatedAt,
    interaction: 'impossible',
  });
  const { user } = issued;
  const scope = issued.kind === 'granted' ? issued.scope : grantable;
  const details = { login_id: loginId, ...actionDetails(issued) };
  const about = { client, user, connection: account.connection, audience, scope, details };
  const counted = [countLogin(ctx, user.userId), ...writes, ...issued.writes];
  if (issued.kind !== 'granted') {
    const error =
      issued.kind === 'refused' ? issued.error : new OAuthError('interaction_required', 'Login required');
    const log = logInsert(ctx, loginEvent('fepft', { ...about, description: error.description }));
    await writeTogether(ctx, [...counted, log]);
    throw error;
  }
  const { userId } = user;
  const { clientId } = client;
  const { claims } = issued;
  const connection = account.connection.name;
  const made = { id: loginId, userId, clientId, connection, sid: null };
  const grant = { ...made, audience, scope, claims, authenticatedAt };
  const refresh = scope.includes('offline_access') ? mintRefreshToken(ctx, client, grant) : null;
  const opaque = api ? null : mintAccessToken(ctx, grant.id, null);
  await writeTogether(ctx, [
    ...counted,
    insertGrant(ctx, grant),
    ...[refresh, opaque].flatMap((mint) => mint?.insert ?? []),
    logInsert(ctx, loginEvent('sepft', about)),
  ]);
  return tokenResponse(ctx, {
    client,
    grant,
    api,
    opaque: opaque?.value ?? null,
    scope,
    nonce: null,
    refreshToken: refresh?.value ?? null,
    mark: 'password',
  });
}
