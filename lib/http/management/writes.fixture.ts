import { defaultConnection } from '@/lib/connections';
import { api } from '@/lib/http/oidc/scenario.fixture';
import { script } from './random-requests.fixture';

/** In every place of a body where a caller puts a secret. */
export const secret = 'Canary-Horse-4711';
const permissions = [{ resource_server_identifier: api, permission_name: 'read:orders' }];
const action = {
  name: 'Audited',
  supported_triggers: [{ id: 'post-login', version: 'v3' }],
  code: 'exports.onExecutePostLogin = async () => {};',
  secrets: [{ name: 'KEY', value: secret }],
};
const template = {
  template: 'welcome_email',
  body: 'Hi',
  from: 'a@example.com',
  subject: 'S',
  syntax: 'liquid',
  enabled: true,
};
const credentials = { smtp_host: 'h.example', smtp_port: 587, smtp_user: 'u', smtp_pass: secret };

export type Write = [method: string, path: string, body?: unknown];

/**
 * Writes of each resource, in order, with a secret wherever a body takes one. ID is that of what the first one made,
 * ADA and SPA are the scenario's.
 */
export const writes: Record<string, Write[]> = {
  users: [
    ['POST', '/users', { connection: defaultConnection, email: 'audit@example.com', password: secret }],
    ['PATCH', '/users/ID', { user_metadata: { color: 'blue', api_token: secret } }],
    ['PATCH', '/users/ID', { password: `${secret}-2` }],
    ['PATCH', '/users/ID', { email: 'other@example.com' }],
    ['DELETE', '/users/ID'],
  ],
  rules: [
    ['POST', '/rules', { name: 'Audited', script }],
    ['PATCH', '/rules/ID', { enabled: false }],
    ['DELETE', '/rules/ID'],
  ],
  'rules-configs': [
    ['PUT', '/rules-configs/AUDIT', { value: secret }],
    ['DELETE', '/rules-configs/AUDIT'],
  ],
  clients: [
    ['POST', '/clients', { name: 'Audited' }],
    ['PATCH', '/clients/ID', { description: 'd', client_secret: secret.repeat(3) }],
    ['POST', '/clients/ID/rotate-secret'],
    ['DELETE', '/clients/ID'],
  ],
  connections: [
    [
      'POST',
      '/connections',
      { name: 'audited', strategy: 'auth0', options: { configuration: { K: secret } } },
    ],
    ['PATCH', '/connections/ID', { options: { configuration: { K: secret } } }],
    ['DELETE', '/connections/ID'],
  ],
  'tenants/settings': [['PATCH', '/tenants/settings', { friendly_name: 'Audited' }]],
  roles: [
    ['POST', '/roles', { name: 'Auditor' }],
    ['PATCH', '/roles/ID', { description: 'Reads' }],
    ['POST', '/roles/ID/permissions', { permissions }],
    ['DELETE', '/roles/ID/permissions', { permissions }],
    ['POST', '/roles/ID/users', { users: ['ADA'] }],
    ['DELETE', '/users/ADA/roles', { roles: ['ID'] }],
    ['POST', '/users/ADA/roles', { roles: ['ID'] }],
    ['POST', '/users/ADA/permissions', { permissions }],
    ['DELETE', '/users/ADA/permissions', { permissions }],
    ['DELETE', '/roles/ID'],
  ],
  'resource-servers': [
    ['POST', '/resource-servers', { identifier: 'https://audited/', name: 'Audited' }],
    ['PATCH', '/resource-servers/ID', { name: 'Audited API' }],
    ['DELETE', '/resource-servers/ID'],
  ],
  'client-grants': [
    ['POST', '/client-grants', { client_id: 'SPA', audience: api, scope: ['read:orders'] }],
    ['PATCH', '/client-grants/ID', { scope: [] }],
    ['DELETE', '/client-grants/ID'],
  ],
  actions: [
    ['POST', '/actions/actions', action],
    ['PATCH', '/actions/actions/ID', { secrets: [{ name: 'KEY', value: `${secret}-3` }] }],
    ['DELETE', '/actions/actions/ID'],
  ],
  'email-templates': [
    ['POST', '/email-templates', template],
    ['PATCH', '/email-templates/welcome_email', { subject: 'T' }],
  ],
  'emails/provider': [
    ['POST', '/emails/provider', { name: 'smtp', credentials }],
    ['PATCH', '/emails/provider', { enabled: false }],
    ['DELETE', '/emails/provider'],
  ],
  'keys/signing': [['POST', '/keys/signing/rotate']],
};

/** A path of `writes` with its names filled in, encoded. */
export const placeOf = (path: string, names: Record<string, string>): string =>
  path
    .split('/')
    .map((part) => encodeURIComponent(names[part] ?? part))
    .join('/');

/** A body of `writes` with its names filled in. */
export const withNames = (template: unknown, names: Record<string, string>): unknown =>
  template === undefined
    ? undefined
    : JSON.parse(JSON.stringify(template), (_, item) =>
        typeof item === 'string' ? (names[item] ?? item) : item,
      );
