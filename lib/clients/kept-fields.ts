import { z } from 'zod';
import { anyObject, httpsUrl, text, webUrl } from './text';

const page = text(500_000);
const names = z.array(text(600)).max(100);

/** What would be a promise about sign-ins that Annex does not keep is refused, not kept. */
const notOffered = (what: string) => z.literal(false, `Annex does not offer ${what}`);

/**
 * Fields of the contract that nothing in Annex reads (`reference/management-api.md` 8.1): given back as they came. On
 * a write null removes one.
 */
export const keptFields = {
  description: text(140),
  logo_uri: webUrl,
  oidc_conformant: z.boolean(),
  client_aliases: names,
  allowed_clients: names,
  sso: z.boolean(),
  cross_origin_authentication: z.boolean(),
  cross_origin_loc: text(2048),
  custom_login_page_on: z.boolean(),
  custom_login_page: page,
  custom_login_page_preview: page,
  form_template: page,
  mobile: anyObject,
  initiate_login_uri: httpsUrl,
  native_social_login: anyObject,
  fedcm_login: anyObject,
  oidc_logout: anyObject,
  session_transfer: anyObject,
  token_exchange: anyObject,
  token_quota: anyObject,
  token_vault_privileged_access: anyObject,
  express_configuration: anyObject,
  b2b_integration_configuration: anyObject,
  my_organization_configuration: anyObject,
  identity_assertion_authorization_grant: anyObject,
  anonymous_sessions: anyObject,
  default_organization: anyObject,
  organization_usage: z.enum(['deny', 'allow', 'require']),
  organization_require_behavior: z.enum(['no_prompt', 'pre_login_prompt', 'post_login_prompt']),
  organization_discovery_methods: z.array(z.enum(['email', 'organization_name'])).max(2),
  async_approval_notification_channels: z.array(z.enum(['guardian-push', 'email'])).max(2),
  skip_non_verifiable_callback_uri_confirmation_prompt: z.boolean(),
  par_request_expiry: z.number().int().min(10).max(600),
  third_party_security_mode: z.enum(['strict', 'permissive']),
  redirection_policy: z.enum(['allow_always', 'open_redirect_protection']),
  resource_server_identifier: text(600),
  require_proof_of_possession: notOffered('proof of possession (DPoP)'),
  signed_request_object: z.strictObject({ required: notOffered('signed request objects') }),
  compliance_level: z.literal('none', 'Annex does not offer the FAPI profiles'),
};

/** As the others, and a key: the scopes of keys decide who sees and who writes it. */
export const encryptionKey = z.strictObject({
  pub: text(10_000).optional(),
  cert: text(20_000).optional(),
  subject: text(500).optional(),
});
