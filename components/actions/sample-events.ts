import { formatJson, type JsonObject } from '@/components/metadata/json';
import type { RunnableTrigger } from './trigger-words';

const request = {
  ip: '203.0.113.7',
  method: 'POST',
  hostname: 'id.example.com',
  user_agent: 'Mozilla/5.0',
  geoip: {},
  query: {},
  body: {},
};

const user = {
  user_id: 'auth0|ada',
  email: 'ada@example.com',
  email_verified: true,
  name: 'Ada Lovelace',
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  identities: [
    { connection: 'Username-Password-Authentication', provider: 'auth0', user_id: 'ada', isSocial: false },
  ],
  user_metadata: {},
  app_metadata: { plan: 'free' },
};

const client = { client_id: 'app', name: 'Shop', metadata: {} };
const connection = {
  id: 'con_1',
  name: 'Username-Password-Authentication',
  strategy: 'auth0',
  metadata: {},
};
const tenant = { id: 'example' };
const bare = { requested_scopes: [], acr_values: [], ui_locales: [] };

const events: Record<RunnableTrigger, JsonObject> = {
  'post-login': {
    user,
    client,
    connection,
    tenant,
    request,
    stats: { logins_count: 1 },
    transaction: { id: 'transaction', protocol: 'oidc-basic-profile', metadata: {}, ...bare },
    authentication: { methods: [{ name: 'pwd', timestamp: '2026-01-01T00:00:00.000Z' }] },
    authorization: { roles: [] },
  },
  'credentials-exchange': {
    client: { client_id: 'job', name: 'Nightly job', metadata: {} },
    tenant,
    request,
    resource_server: { identifier: 'https://api.example.com' },
    accessToken: { customClaims: {}, scope: ['read:orders'] },
    transaction: { requested_scopes: ['read:orders'], target_scopes: ['read:orders'] },
  },
  'pre-user-registration': {
    user: { email: 'ada@example.com', user_metadata: {}, app_metadata: {} },
    client,
    connection,
    tenant,
    request,
    transaction: bare,
  },
  'post-user-registration': { user, client, connection, tenant, request, transaction: bare },
  'post-change-password': { user, connection, tenant, request },
};

/** An event as the trigger's Actions see it, with somebody made up, to begin a test with. */
export const sampleEvent = (trigger: RunnableTrigger): string => formatJson(events[trigger]);
