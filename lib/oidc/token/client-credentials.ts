import { type MachineActions, runMachineActions } from '@/lib/actions';
import type { KnownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { logEvent, logInsert } from '@/lib/logs';
import type { ResourceServer } from '@/lib/resource-servers';
import { missingParameter, OAuthError } from '../errors';
import { loginEvent } from '../events';
import { findApi } from '../find-api';
import { splitScope } from '../scope';
import { actionDetails } from '../settle';
import { signAccessToken, type TokenResponse } from '../tokens';
import { writeTogether } from '../write-together';
import { bodyForRules, type TokenRequest } from './token-request';

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

type Machine = { client: KnownClient; api: ResourceServer; scope: string[] };

/** The Actions of credentials-exchange. */
function decide(ctx: Context, { client, parameters }: TokenRequest, { api, scope }: Machine) {
  return runMachineActions(ctx, {
    client: { clientId: client.clientId, name: client.name, metadata: client.clientMetadata },
    request: { method: 'POST', query: {}, body: bodyForRules(parameters) },
    audience: api.identifier,
    requestedScopes: splitScope(parameters.get('scope')),
    scope,
  });
}

/** Records the success, with the execution of the Actions where there was one. One statement. */
async function record(ctx: Context, { client, api, scope }: Machine, decided: MachineActions): Promise<void> {
  const about = { client, audience: api.identifier, scope, details: actionDetails(decided) };
  const event = loginEvent('seccft', about);
  if (decided.writes.length === 0) return logEvent(ctx, event);
  return writeTogether(ctx, [logInsert(ctx, event), ...decided.writes]);
}

/** An Action may put any scope on a token for the tenant's own APIs; on one for the Management API none that widens it. */
function allowedScope({ api, scope }: Machine, wanted: string[]): string[] {
  return api.isSystem ? wanted.filter((name) => scope.includes(name)) : wanted;
}

async function exchange(ctx: Context, request: TokenRequest): Promise<TokenResponse> {
  const { client, parameters } = request;
  const asked = parameters.get('audience');
  const api = await findApi(ctx, client, asked);
  if (!api && asked === undefined) throw missingParameter('audience');
  if (!api) throw new OAuthError('access_denied', `Service not found: ${asked}`);
  if (client.isPublic) {
    throw new OAuthError('unauthorized_client', 'A public client cannot use client credentials.');
  }
  const due = grantedScope(client, api, splitScope(parameters.get('scope')));
  const machine = { client, api, scope: due };
  const decided = await decide(ctx, request, machine);
  if (decided.kind === 'deny') {
    if (decided.writes.length > 0) await writeTogether(ctx, decided.writes);
    throw new OAuthError(decided.error, decided.description);
  }
  const scope = allowedScope(machine, decided.scope);
  const sub = `${client.clientId}@clients`;
  const [accessToken] = await Promise.all([
    signAccessToken(ctx, {
      client,
      api,
      sub,
      scope,
      custom: decided.claims,
      permissions: api.enforcePolicies ? scope : null,
      mark: 'client-credentials',
    }),
    record(ctx, { ...machine, scope }, decided),
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
