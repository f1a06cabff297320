import type { KnownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { logEvent } from '@/lib/logs';
import type { ResourceServer } from '@/lib/resource-servers';
import { missingParameter, OAuthError } from '../errors';
import { loginEvent } from '../events';
import { findApi } from '../find-api';
import { splitScope } from '../scope';
import { signAccessToken, type TokenResponse } from '../tokens';
import type { TokenRequest } from './token-request';

/**
 * What the application may do at the API: all it was granted of the scopes that the API has, or the part of it that it
 * asks for.
 */
function grantedScope({ clientId, grants }: KnownClient, api: ResourceServer, asked: string[]): string[] {
  const { identifier } = api;
  const grant = Object.hasOwn(grants, identifier) ? grants[identifier] : undefined;
  if (!grant) {
    throw new OAuthError(
      'access_denied',
      `Client is not authorized to access "${identifier}". Create a client grant for "${clientId}".`,
    );
  }
  const ofApi = api.scopes.map(({ value }) => value);
  const granted = grant.allScopes ? ofApi : grant.scope.filter((scope) => ofApi.includes(scope));
  const beyond = asked.filter((scope) => !granted.includes(scope));
  if (beyond.length > 0) {
    throw new OAuthError('access_denied', `Client has not been granted scopes: ${beyond.join(', ')}`);
  }
  return asked.length > 0 ? asked : granted;
}

async function exchange(ctx: Context, { client, parameters }: TokenRequest): Promise<TokenResponse> {
  const asked = parameters.get('audience');
  const api = await findApi(ctx, client, asked);
  if (!api && asked === undefined) throw missingParameter('audience');
  if (!api) throw new OAuthError('access_denied', `Service not found: ${asked}`);
  const audience = api.identifier;
  if (client.isPublic) {
    throw new OAuthError('unauthorized_client', 'A public client cannot use client credentials.');
  }
  const scope = grantedScope(client, api, splitScope(parameters.get('scope')));
  const sub = `${client.clientId}@clients`;
  const [accessToken] = await Promise.all([
    signAccessToken(ctx, {
      client,
      api,
      sub,
      scope,
      permissions: api.enforcePolicies ? scope : null,
      mark: 'client-credentials',
    }),
    logEvent(ctx, loginEvent('seccft', { client, audience, scope })),
  ]);
  return {
    access_token: accessToken,
    ...(scope.length > 0 ? { scope: scope.join(' ') } : {}),
    expires_in: api.tokenLifetime,
    token_type: 'Bearer',
  };
}

/** A token for the application itself: no user, no rules, no refresh. One statement, the log row. */
export async function clientCredentialsGrant(ctx: Context, request: TokenRequest): Promise<TokenResponse> {
  try {
    return await exchange(ctx, request);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const { client, parameters } = request;
    const audience = parameters.get('audience');
    await logEvent(ctx, loginEvent('feccft', { client, audience, description: error.description }));
    throw error;
  }
}
