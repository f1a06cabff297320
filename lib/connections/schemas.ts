import { z } from 'zod';
import { isStorableJson } from '@/lib/storable-json';
import { jsonObject } from '@/lib/users/schemas';

/** Providers of identities that the contract knows (`reference/management-api.md` 8.2). Annex signs in by `auth0`. */
export const strategies = [
  'ad',
  'adfs',
  'amazon',
  'apple',
  'asana',
  'atlassian',
  'auth0',
  'auth0-adldap',
  'auth0-oidc',
  'baidu',
  'bitbucket',
  'bitly',
  'box',
  'cloudflare-mcp',
  'custom',
  'daccount',
  'dropbox',
  'dwolla',
  'email',
  'evernote',
  'evernote-sandbox',
  'exact',
  'facebook',
  'fitbit',
  'github',
  'gitlab',
  'google-apps',
  'google-oauth2',
  'hubspot-mcp',
  'instagram',
  'ip',
  'line',
  'linear-mcp',
  'linkedin',
  'notion-mcp',
  'oauth1',
  'oauth2',
  'office365',
  'oidc',
  'okta',
  'paypal',
  'paypal-sandbox',
  'pingfederate',
  'planningcenter',
  'salesforce',
  'salesforce-community',
  'salesforce-sandbox',
  'samlp',
  'sentry-mcp',
  'sharepoint',
  'shop',
  'shopify',
  'slack',
  'sms',
  'soundcloud',
  'thirtysevensignals',
  'twitter',
  'untappd',
  'vkontakte',
  'waad',
  'weibo',
  'windowslive',
  'wordpress',
  'yahoo',
  'yandex',
] as const;

export const connectionName = z
  .string()
  .max(128)
  .regex(
    /^[A-Za-z0-9](-?[A-Za-z0-9])*$/,
    'A name is letters, digits and hyphens, and begins and ends with a letter or digit',
  );

const printable = z.string().refine((value) => value.isWellFormed() && !/\p{Cc}/u.test(value), {
  error: 'Control characters are not allowed',
});

/** At most 10 keys, keys and values to 255 characters; a value of null is as good as none. */
const metadata = z
  .record(printable.min(1).max(255), printable.max(255).nullable())
  .refine((value) => Object.keys(value).length <= 10, 'At most 10 keys are allowed');

const active = z.strictObject({ active: z.boolean() });

const settings = {
  display_name: printable.min(1).max(128).optional(),
  realms: z.array(printable.min(1).max(255)).max(100).optional(),
  is_domain_connection: z.boolean().optional(),
  show_as_button: z.boolean().optional(),
  authentication: active.optional(),
  connected_accounts: active.optional(),
  cross_app_access_requesting_app: active.optional(),
  cross_app_access_resource_app: z.strictObject({ status: z.enum(['enabled', 'disabled']) }).optional(),
};

/** Any JSON object that can be stored; those of database connections are looked at again. */
const options = jsonObject.refine(isStorableJson, 'U+0000 and unpaired surrogates cannot be stored');
const clientIds = z.array(z.string().max(128)).max(10_000);

/** Body of `POST /api/v2/connections`. */
export const createConnectionInput = z.strictObject({
  name: connectionName,
  strategy: z.enum(strategies),
  options: options.optional(),
  enabled_clients: clientIds.optional(),
  metadata: metadata.optional(),
  ...settings,
});

/** Body of `PATCH /api/v2/connections/{id}`: name and strategy stay as they are. */
export const updateConnectionInput = z.strictObject({
  options: options.optional(),
  enabled_clients: clientIds.nullable().optional(),
  metadata: metadata.optional(),
  ...settings,
});

/** Body of `PATCH /api/v2/connections/{id}/clients`. */
export const connectionClientsInput = z
  .array(z.strictObject({ client_id: z.string().max(128), status: z.boolean() }))
  .min(1)
  .max(50);

/** A connection as the contract shows it; `options` only to who may read them. */
export const connectionView = z.strictObject({
  id: z.string(),
  name: z.string(),
  strategy: z.string(),
  options: jsonObject.optional(),
  metadata: z.record(z.string(), z.string()),
  ...settings,
  realms: z.array(z.string()),
  is_domain_connection: z.boolean(),
  /** In the answer to a creation alone. */
  enabled_clients: z.array(z.string()).optional(),
});

export type CreateConnectionInput = z.input<typeof createConnectionInput>;
export type UpdateConnectionInput = z.input<typeof updateConnectionInput>;
export type ConnectionClientsInput = z.input<typeof connectionClientsInput>;
export type ConnectionView = z.infer<typeof connectionView>;
