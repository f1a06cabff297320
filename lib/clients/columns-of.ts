import type { z } from 'zod';
import type { JsonObject } from '@/db/schema/columns';
import { seal } from '@/lib/secrets';
import { isPublicClient } from './authentication';
import { contractDefaults, type Defaults, mergePolicy } from './defaults';
import type { ClientRow } from './internal';
import { keptFields } from './kept-fields';
import { refuse } from './refuse';
import type { createClientInput, updateClientInput } from './schemas';

export type ClientPatch = Omit<
  z.output<typeof createClientInput> | z.output<typeof updateClientInput>,
  'client_id' | 'client_authentication_methods'
>;

/** Fields that are replaced as they come, by the column that holds each. */
const plain = {
  name: 'name',
  app_type: 'appType',
  token_endpoint_auth_method: 'tokenEndpointAuthMethod',
  grant_types: 'grantTypes',
  callbacks: 'callbacks',
  allowed_logout_urls: 'allowedLogoutUrls',
  allowed_origins: 'allowedOrigins',
  web_origins: 'webOrigins',
  is_first_party: 'isFirstParty',
  sso_disabled: 'ssoDisabled',
  is_token_endpoint_ip_header_trusted: 'ipHeaderTrusted',
  require_pushed_authorization_requests: 'pushedRequestsOnly',
} as const satisfies Partial<Record<keyof ClientPatch, keyof ClientRow>>;

/** Later values over earlier ones; null removes, and undefined says nothing. */
function merged(stored: object, patch: object): Record<string, unknown> {
  const said = Object.entries(patch).filter(([, value]) => value !== undefined);
  const all = new Map<string, unknown>([...Object.entries(stored), ...said]);
  return Object.fromEntries([...all].filter(([, value]) => value !== null));
}

function mergedMetadata(stored: Record<string, string>, patch: object): Record<string, string> {
  const metadata = merged(stored, patch);
  if (Object.keys(metadata).length > 10) refuse('client_metadata', 'At most 10 keys are allowed');
  return metadata as Record<string, string>;
}

/** The columns that a write of these fields changes, with their values; `stored` is what partial values go over. */
export function columnsOf(patch: ClientPatch, stored: Defaults): Partial<ClientRow> {
  const entries = Object.entries(patch);
  const replaced = Object.entries(plain).flatMap(([field, column]) => {
    const value = patch[field as keyof typeof plain];
    return value === undefined ? [] : [[column, value] as const];
  });
  const kept = Object.fromEntries(
    entries.filter(([name]) => name in keptFields || name === 'encryption_key'),
  );
  const { client_metadata, jwt_configuration, refresh_token, addons, client_secret } = patch;
  return {
    ...(Object.fromEntries(replaced) as Partial<ClientRow>),
    ...(Object.keys(kept).length > 0 ? { kept: merged(stored.kept, kept) as JsonObject } : {}),
    ...(client_metadata && { clientMetadata: mergedMetadata(stored.clientMetadata, client_metadata) }),
    ...(jwt_configuration && {
      jwtConfiguration: { ...stored.jwtConfiguration, ...jwt_configuration } as ClientRow['jwtConfiguration'],
    }),
    ...(refresh_token && { refreshToken: mergePolicy(stored.refreshToken, refresh_token) }),
    ...(refresh_token === null && { refreshToken: contractDefaults.refreshToken }),
    ...(addons !== undefined && { addons: addons && seal(JSON.stringify(addons)) }),
    ...(client_secret !== undefined && { clientSecret: seal(client_secret) }),
  };
}

/** Refuses an application whose settings contradict each other. */
export function assertConsistent(
  row: Pick<ClientRow, 'appType' | 'tokenEndpointAuthMethod' | 'authenticationMethods' | 'jwtConfiguration'>,
): void {
  if (row.authenticationMethods && row.tokenEndpointAuthMethod) {
    const reason = 'It must be null beside client_authentication_methods';
    refuse('token_endpoint_auth_method', reason);
  }
  const hasSecret = !row.authenticationMethods && !isPublicClient(row);
  if (row.jwtConfiguration.alg === 'HS256' && !hasSecret) {
    refuse('jwt_configuration.alg', 'HS256 needs an application that keeps a secret');
  }
}
