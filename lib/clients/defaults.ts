import type { RefreshTokenPolicy } from '@/db/schema';
import type { ClientRow } from './internal';

/** What an application is until its maker says something else. */
export type Defaults = Omit<
  ClientRow,
  | 'clientId'
  | 'name'
  | 'clientSecret'
  | 'authenticationMethods'
  | 'addons'
  | 'global'
  | 'internal'
  | 'createdAt'
>;

const lastingTokens: RefreshTokenPolicy = {
  rotation_type: 'non-rotating',
  expiration_type: 'non-expiring',
  leeway: 0,
  token_lifetime: 2_592_000,
  infinite_token_lifetime: true,
  idle_token_lifetime: 1_296_000,
  infinite_idle_token_lifetime: true,
};

/** As Auth0's API makes one (recorded; `reference/management-api.md` 8.1). */
export const contractDefaults: Defaults = {
  appType: null,
  tokenEndpointAuthMethod: null,
  grantTypes: ['authorization_code', 'implicit', 'refresh_token', 'client_credentials'],
  callbacks: [],
  allowedLogoutUrls: [],
  allowedOrigins: [],
  webOrigins: [],
  clientMetadata: {},
  refreshToken: lastingTokens,
  jwtConfiguration: { lifetime_in_seconds: 36_000, secret_encoded: false },
  isFirstParty: true,
  ssoDisabled: false,
  ipHeaderTrusted: false,
  pushedRequestsOnly: false,
  kept: { oidc_conformant: false, cross_origin_authentication: false, custom_login_page_on: true },
};

/** What suits the kind: only the ways to a token that it needs, tokens that end, rotation where there is no secret. */
export function sensibleDefaults(appType: string = 'regular_web'): Defaults {
  const isOpen = appType === 'spa' || appType === 'native';
  return {
    ...contractDefaults,
    appType,
    tokenEndpointAuthMethod: isOpen ? 'none' : 'client_secret_post',
    grantTypes:
      appType === 'non_interactive' ? ['client_credentials'] : ['authorization_code', 'refresh_token'],
    refreshToken: mergePolicy(lastingTokens, {
      rotation_type: isOpen ? 'rotating' : 'non-rotating',
      expiration_type: 'expiring',
      infinite_idle_token_lifetime: true,
    }),
    kept: { ...contractDefaults.kept, oidc_conformant: true },
  };
}

/**
 * The policy after a write of some of its members. A policy that starts to expire has both its ends, and one that
 * stops has neither, where the write does not say (recorded).
 */
export function mergePolicy(
  stored: RefreshTokenPolicy,
  patch: { [M in keyof RefreshTokenPolicy]?: RefreshTokenPolicy[M] | undefined },
): RefreshTokenPolicy {
  const { expiration_type = stored.expiration_type } = patch;
  const infinite = expiration_type === 'non-expiring';
  const derived =
    expiration_type === stored.expiration_type
      ? {}
      : { infinite_token_lifetime: infinite, infinite_idle_token_lifetime: infinite };
  return { ...stored, ...derived, ...patch } as RefreshTokenPolicy;
}
