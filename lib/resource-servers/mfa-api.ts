import { mfaScopes } from '@/lib/access';
import { env } from '@/lib/env';
import type { ResourceServer } from './find-resource-server';

/** The audience of tokens by which people manage their own second factors (`reference/authentication-api.md` 4). */
export const mfaAudience = (): string => `${env().ANNEX_URL}/mfa/`;

/**
 * The API of that audience. It is part of every tenant and no row: no call lists, changes or deletes it, and no client
 * can be granted it for itself. Its tokens are good for ten minutes.
 */
export function mfaApi(): ResourceServer {
  return {
    identifier: mfaAudience(),
    id: 'mfa',
    name: 'Multi-factor Authentication API',
    scopes: mfaScopes.map((value) => ({ value })),
    signingAlg: 'RS256',
    tokenLifetime: 600,
    tokenLifetimeForWeb: 600,
    tokenDialect: 'access_token',
    enforcePolicies: false,
    allowOfflineAccess: true,
    skipConsent: true,
    isSystem: true,
    createdAt: new Date(0),
  };
}
