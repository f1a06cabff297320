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
import { issue } from '../issue';
import type { Parameters } from '../parameters';
import { grantableScope, splitScope, userScopesOf } from '../scope';
import { actionDetails, afterLogin, countLogin } from '../settle';
import type { TokenResponse } from '../tokens';
import { usableConnection } from '../usable-connection';
import { writeTogether } from '../write-together';
import { grantTokens } from './grant-tokens';
import { type PendingGrant, requireFactor } from './mfa-token';
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
    interaction: 'token',
  });
  const { user } = issued;
  const counted = [countLogin(ctx, user.userId), ...writes];
  const { connection } = account;
  if (issued.kind === 'granted') {
    const made = { loginId, client, connection, api, issued, authenticatedAt, sid: null };
    return grantTokens(ctx, { ...made, mark: 'password', event: 'sepft', writes: counted });
  }
  const details = { login_id: loginId, ...actionDetails(issued) };
  const about = { client, user, connection, audience, scope: grantable, details };
  if (issued.kind === 'factor') {
    const { enrols, next } = issued;
    const pending: PendingGrant = {
      loginId,
      protocol: 'oauth2-password',
      connection: connection.name,
      audience,
      scope: grantable,
      body: bodyForRules(parameters),
      sid: null,
      authenticatedAt: authenticatedAt.getTime(),
      next,
    };
    const { error, insert } = requireFactor(ctx, { client, user, enrols, pending });
    const log = logInsert(ctx, loginEvent('mfar', about));
    await writeTogether(ctx, [...counted, ...issued.writes, insert, log]);
    throw error;
  }
  const error =
    issued.kind === 'refused' ? issued.error : new OAuthError('interaction_required', 'Login required');
  const log = logInsert(ctx, loginEvent('fepft', { ...about, description: error.description }));
  await writeTogether(ctx, [...counted, ...issued.writes, log]);
  throw error;
}
