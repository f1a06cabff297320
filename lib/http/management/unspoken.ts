/**
 * Resources of Auth0's API that Annex does not speak, and the resource that their scopes name. They are answered as to
 * a token without the scope, which is true: no token of Annex can hold these scopes, and auth0-deploy-cli goes on to
 * the next resource (`reference/management-api.md` 9). The compatibility page lists them from here.
 */
export const unspoken: readonly { path: string; resource: string }[] = [
  { path: '/anomaly', resource: 'anomaly_blocks' },
  { path: '/attack-protection', resource: 'attack_protection' },
  { path: '/blacklists', resource: 'blacklist' },
  { path: '/branding', resource: 'branding' },
  { path: '/connection-profiles', resource: 'connection_profiles' },
  { path: '/connections/{id}/directory-provisioning', resource: 'directory_provisionings' },
  { path: '/connections/{id}/keys', resource: 'connections_keys' },
  { path: '/connections/{id}/scim-configuration', resource: 'scim_config' },
  { path: '/connections-directory-provisionings', resource: 'directory_provisionings' },
  { path: '/custom-domains', resource: 'custom_domains' },
  { path: '/event-streams', resource: 'event_streams' },
  { path: '/flows', resource: 'flows' },
  { path: '/forms', resource: 'forms' },
  { path: '/groups', resource: 'groups' },
  { path: '/guardian', resource: 'guardian_factors' },
  { path: '/hooks', resource: 'hooks' },
  { path: '/keys/custom-signing', resource: 'custom_signing_keys' },
  { path: '/keys/encryption', resource: 'encryption_keys' },
  { path: '/log-streams', resource: 'log_streams' },
  { path: '/network-acls', resource: 'network_acls' },
  { path: '/organizations', resource: 'organizations' },
  { path: '/prompts', resource: 'prompts' },
  { path: '/rate-limit-policies', resource: 'rate_limit_policies' },
  { path: '/risk-assessments', resource: 'risk_assessments' },
  { path: '/self-service-profiles', resource: 'self_service_profiles' },
  { path: '/supplemental-signals', resource: 'supplemental_signals' },
  { path: '/token-exchange-profiles', resource: 'token_exchange_profiles' },
  { path: '/user-attribute-profiles', resource: 'user_attribute_profiles' },
  { path: '/users/{id}/connected-accounts', resource: 'connected_accounts' },
  { path: '/users/{id}/federated-connections-tokensets', resource: 'federated_connections_tokens' },
  { path: '/users/{id}/groups', resource: 'groups' },
  { path: '/users/{id}/organizations', resource: 'organizations' },
  { path: '/users/{id}/risk-assessments', resource: 'risk_assessments' },
  { path: '/verifiable-credentials', resource: 'vcs_templates' },
];

const verbs: Record<string, string> = {
  GET: 'read',
  POST: 'create',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};

const patterns = unspoken.map(({ path, resource }) => ({
  matches: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}(/|$)`),
  resource,
}));

/** The scope that Auth0 asks for at this path below `/api/v2`; null for a path that is nobody's. */
export function unspokenScope(method: string, path: string): string | null {
  const found = patterns.find(({ matches }) => matches.test(path));
  const verb = verbs[method];
  return found && verb ? `${verb}:${found.resource}` : null;
}
