import { z } from 'zod';
import { sortKeyShape } from '@/lib/search/schemas';

const storable = (value: string) => value.isWellFormed() && !value.includes('\0');

const text = (most: number) =>
  z.string().max(most).refine(storable, 'U+0000 and unpaired surrogates are not allowed');

/** One line that may stand in a page or the head of a mail. */
const line = (most: number) => text(most).regex(/^[^\p{Cc}]*$/u, 'Control characters are not allowed');

const isUrl = (value: string, protocols: RegExp) => protocols.test(URL.parse(value)?.protocol ?? '');

/** Empty text stands for nothing set, as at Auth0. */
const webAddress = line(2048).refine(
  (value) => value === '' || isUrl(value, /^https?:$/),
  'An address such as https://example.com is needed',
);
const secureAddress = line(2048).refine(
  (value) => value === '' || isUrl(value, /^https:$/),
  'An address that begins with https:// is needed',
);
/** An absolute address with a scheme that cannot run script; an application's own scheme is one. */
const logoutUrl = line(2048).refine(
  (value) => URL.canParse(value) && !isUrl(value, /^(javascript|data|vbscript|file|blob):$/),
  'An address such as https://app.example.com is needed',
);

const hours = z.number().min(1).max(8760);
const minutes = z.number().int().min(1).max(525_600);

const html = text(500_000);
const page = z.strictObject({ enabled: z.boolean().optional(), html: html.optional() });
const errorPage = z.strictObject({
  html: html.optional(),
  show_log_link: z.boolean().optional(),
  url: webAddress.optional(),
});

/** Any switch is kept; `reference/management-api.md` 8.3 lists none that decides something here. */
const flags = z
  .record(z.string().regex(/^[a-z][a-z0-9_]{0,99}$/, 'This is not the name of a flag'), z.boolean())
  .refine((value) => Object.keys(value).length <= 100, 'At most 100 flags are allowed');

const locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z]{2}|-[0-9]{3})?$/, 'A locale such as en or pt-BR is needed');

/** Node versions that Auth0 has offered. Any may be set; scripts run on the one that Annex has. */
export const sandboxVersions = ['22', '18', '16', '12'] as const;

const quota = z.strictObject({
  client_credentials: z.strictObject({
    enforce: z.boolean().optional(),
    per_day: z.number().int().min(1).optional(),
    per_hour: z.number().int().min(1).optional(),
  }),
});

/** What decides something, or is shown. */
const deciding = {
  friendly_name: line(255).optional(),
  picture_url: webAddress.optional(),
  support_email: z.union([z.literal(''), z.email().max(254)]).optional(),
  support_url: webAddress.optional(),
  default_audience: line(600).optional(),
  default_directory: line(255).optional(),
  default_redirection_uri: secureAddress.optional(),
  allowed_logout_urls: z.array(logoutUrl).max(100).optional(),
  session_cookie: z.strictObject({ mode: z.enum(['persistent', 'non-persistent']) }).nullish(),
  sessions: z
    .strictObject({
      oidc_logout_prompt_enabled: z.boolean().optional(),
      anonymous: z
        .strictObject({ lifetime_in_minutes: minutes.optional(), activate_cookie: z.boolean().optional() })
        .nullish(),
    })
    .nullish(),
  error_page: errorPage.nullish(),
  /** Ours: searches of users are refused where Auth0 refuses them. */
  strict_search: z.boolean().nullish(),
  /** Ours: keys of metadata that users can be sorted by, such as `user_metadata.age`. */
  search_sort_keys: z
    .array(
      z.string().regex(sortKeyShape, 'A key such as user_metadata.age or app_metadata.plan.tier is needed'),
    )
    .max(5)
    .refine((keys) => new Set(keys).size === keys.length, 'A key is given twice')
    .nullish(),
  /** Ours: for how long what rules and Actions did in each sign-in is kept, 7 days unless it is set; 0: not at all. */
  sign_in_retention_days: z.number().int().min(0).max(365).nullish(),
};

/** What is kept for tools that copy tenants, and decides nothing here. */
const kept = {
  flags: flags.optional(),
  change_password: page.nullish(),
  guardian_mfa_page: page.nullish(),
  enabled_locales: z.array(locale).min(1).max(200).optional(),
  sandbox_version: z.enum(sandboxVersions).optional(),
  legacy_sandbox_version: z.string().max(10).optional(),
  device_flow: z
    .strictObject({ charset: z.enum(['base20', 'digits']).optional(), mask: line(20).optional() })
    .nullish(),
  oidc_logout: z
    .strictObject({ rp_logout_end_session_endpoint_discovery: z.boolean().optional() })
    .optional(),
  mtls: z.strictObject({ enable_endpoint_aliases: z.boolean().optional() }).nullish(),
  acr_values_supported: z.array(line(200)).max(100).nullish(),
  default_token_quota: z
    .strictObject({ clients: quota.optional(), organizations: quota.optional() })
    .nullish(),
  country_codes: z
    .strictObject({
      list: z
        .array(z.string().regex(/^[A-Z]{2}$/))
        .min(1)
        .max(300),
      mode: z.enum(['allow', 'deny']).optional(),
    })
    .nullish(),
  allow_organization_name_in_authentication_api: z.boolean().nullish(),
  customize_mfa_in_postlogin_action: z.boolean().nullish(),
  pushed_authorization_requests_supported: z.boolean().nullish(),
  authorization_response_iss_parameter_supported: z.boolean().nullish(),
  skip_non_verifiable_callback_uri_confirmation_prompt: z.boolean().nullish(),
  resource_parameter_profile: z.enum(['audience', 'compatibility']).optional(),
  dynamic_client_registration_security_mode: z.enum(['strict', 'permissive']).optional(),
  client_id_metadata_document_supported: z.boolean().optional(),
  enable_ai_guide: z.boolean().optional(),
  phone_consolidated_experience: z.boolean().optional(),
  include_session_metadata_in_tenant_logs: z.boolean().optional(),
};

/** Each can be given in hours or in minutes. */
export const lifetimes = [
  'session_lifetime',
  'idle_session_lifetime',
  'ephemeral_session_lifetime',
  'idle_ephemeral_session_lifetime',
] as const;
export type Lifetime = (typeof lifetimes)[number];

const inHours = {
  session_lifetime: hours.optional(),
  idle_session_lifetime: hours.optional(),
  ephemeral_session_lifetime: hours.optional(),
  idle_ephemeral_session_lifetime: hours.optional(),
} satisfies Record<Lifetime, z.ZodType>;

const inMinutes = {
  session_lifetime_in_minutes: minutes.optional(),
  idle_session_lifetime_in_minutes: minutes.optional(),
  ephemeral_session_lifetime_in_minutes: minutes.optional(),
  idle_ephemeral_session_lifetime_in_minutes: minutes.optional(),
} satisfies Record<`${Lifetime}_in_minutes`, z.ZodType>;

/** A patch of the tenant's settings: null and empty text take a setting back, `flags` are merged, the rest replaced. */
export const updateTenantSettingsInput = z
  .strictObject({ ...deciding, ...kept, ...inHours, ...inMinutes })
  .refine((patch) => Object.keys(patch).length > 0, 'At least one property is needed')
  .superRefine((patch, check) => {
    for (const name of lifetimes) {
      if (patch[name] === undefined || patch[`${name}_in_minutes`] === undefined) continue;
      const message = `Give ${name} or ${name}_in_minutes, not both`;
      check.addIssue({ code: 'custom', path: [name], message });
    }
  });

/** What is stored: lifetimes in minutes, nothing that is not set. */
export const storedSettings = z.strictObject({ ...deciding, ...kept, ...inMinutes });

/** As the API shows them: lifetimes in hours, also a part of one. */
export const tenantSettingsView = z.strictObject({
  ...deciding,
  ...kept,
  session_lifetime: z.number(),
  idle_session_lifetime: z.number(),
  ephemeral_session_lifetime: z.number().optional(),
  idle_ephemeral_session_lifetime: z.number().optional(),
  sandbox_versions_available: z.array(z.string()),
});

export type UpdateTenantSettingsInput = z.input<typeof updateTenantSettingsInput>;
export type TenantSettingsPatch = z.output<typeof updateTenantSettingsInput>;
export type StoredSettings = z.output<typeof storedSettings>;
export type TenantSettingsView = z.output<typeof tenantSettingsView>;
