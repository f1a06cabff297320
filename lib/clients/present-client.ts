import type { clients } from '@/db/schema';
import { holds, type Scope } from '@/lib/access';
import type { Actor, Context } from '@/lib/context';
import { env } from '@/lib/env';
import { signingCertificate } from '@/lib/keys';
import { open } from '@/lib/secrets';
import { tenantOf } from '@/lib/tenant-name';
import { type ClientView, summaryMembers } from './schemas';

type ClientRow = typeof clients.$inferSelect;

/** The contract's shape (`reference/management-api.md` 8.1) without keys. */
export function presentClient(row: ClientRow): ClientView {
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
  };
}

type Keys = Pick<
  ClientView,
  'client_secret' | 'encryption_key' | 'signing_keys' | 'client_authentication_methods'
>;

/** Only programs are shown keys: the console shows a secret once, when it is made. */
async function keysFor(ctx: Context): Promise<(row: ClientRow) => Keys> {
  const sees = (...scopes: Scope[]) => ctx.actor.type === 'client' && holds(ctx.actor, ...scopes);
  const seesKeys = sees('read:client_keys');
  const seesMethods = sees('read:client_keys', 'read:client_credentials');
  const certificate = seesKeys ? await signingCertificate(ctx) : null;
  return ({ clientSecret, kept, authenticationMethods }) => ({
    ...(seesKeys && clientSecret ? { client_secret: open(clientSecret) } : {}),
    ...(seesKeys && kept.encryption_key
      ? { encryption_key: kept.encryption_key as Keys['encryption_key'] }
      : {}),
    ...(certificate ? { signing_keys: [certificate] } : {}),
    ...(seesMethods && authenticationMethods ? { client_authentication_methods: authenticationMethods } : {}),
  });
}

/** How clients look to the caller who may see them whole: with the keys that the caller's scopes show. */
export async function wholePresenter(ctx: Context): Promise<(row: ClientRow) => ClientView> {
  const keys = await keysFor(ctx);
  return (row) => ({ ...presentClient(row), ...keys(row) });
}

const isWhole = (actor: Actor) => holds(actor, 'read:clients', 'read:client_keys');

/** How clients look to any reader: whole, or a summary and what scopes over keys add. */
export async function visiblePresenter(ctx: Context): Promise<(row: ClientRow) => Partial<ClientView>> {
  if (isWhole(ctx.actor)) return wholePresenter(ctx);
  const keys = await keysFor(ctx);
  return (row) => {
    const view = presentClient(row);
    const summary = summaryMembers.flatMap((name) => (name in view ? [[name, view[name]] as const] : []));
    return { ...Object.fromEntries(summary), ...keys(row) };
  };
}
