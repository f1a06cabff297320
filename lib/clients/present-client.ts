import type { clients } from '@/db/schema';
import { holds } from '@/lib/access';
import type { Actor } from '@/lib/context';
import { env } from '@/lib/env';
import { open } from '@/lib/secrets';
import { tenantOf } from '@/lib/tenant-name';
import { type ClientView, summaryMembers } from './schemas';

type ClientRow = typeof clients.$inferSelect;

type Keys = Pick<ClientView, 'client_secret' | 'encryption_key' | 'client_authentication_methods'>;

/** Only programs are shown keys: the console shows a secret once, when it is made. */
function keysFor(row: ClientRow, actor: Actor): Keys {
  if (actor.type !== 'client') return {};
  const { clientSecret, kept, authenticationMethods } = row;
  const seesKeys = holds(actor, 'read:client_keys');
  const seesMethods = seesKeys || holds(actor, 'read:client_credentials');
  return {
    ...(seesKeys && clientSecret ? { client_secret: open(clientSecret) } : {}),
    ...(seesKeys && kept.encryption_key
      ? { encryption_key: kept.encryption_key as Keys['encryption_key'] }
      : {}),
    ...(seesMethods && authenticationMethods ? { client_authentication_methods: authenticationMethods } : {}),
  };
}

/** The contract's shape (`reference/management-api.md` 8.1), with the keys that this actor may see. */
export function presentClient(row: ClientRow, actor: Actor): ClientView {
  const { encryption_key: _, ...kept } = row.kept;
  return {
    client_id: row.clientId,
    tenant: tenantOf(env().ANNEX_URL),
    global: row.global,
    name: row.name,
    // The column holds what the schema of a write let in.
    ...(kept as Partial<ClientView>),
    ...(row.appType === null ? {} : { app_type: row.appType }),
    ...(row.tokenEndpointAuthMethod && { token_endpoint_auth_method: row.tokenEndpointAuthMethod }),
    grant_types: row.grantTypes,
    callbacks: row.callbacks,
    allowed_logout_urls: row.allowedLogoutUrls,
    allowed_origins: row.allowedOrigins,
    web_origins: row.webOrigins,
    client_metadata: row.clientMetadata,
    refresh_token: row.refreshToken,
    jwt_configuration: row.jwtConfiguration,
    is_first_party: row.isFirstParty,
    sso_disabled: row.ssoDisabled,
    is_token_endpoint_ip_header_trusted: row.ipHeaderTrusted,
    require_pushed_authorization_requests: row.pushedRequestsOnly,
    ...(row.addons ? { addons: JSON.parse(open(row.addons)) } : {}),
    ...keysFor(row, actor),
  };
}

/** What the actor's scopes show of it: everything, or the summary and what its scopes over keys add. */
export function presentVisible(row: ClientRow, actor: Actor): Partial<ClientView> {
  const view = presentClient(row, actor);
  if (holds(actor, 'read:clients', 'read:client_keys')) return view;
  const { client_authentication_methods: methods } = view;
  const summary = summaryMembers.flatMap((name) => (name in view ? [[name, view[name]] as const] : []));
  return { ...Object.fromEntries(summary), ...(methods ? { client_authentication_methods: methods } : {}) };
}
