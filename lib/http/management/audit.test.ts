import { beforeAll, describe, expect, it } from 'vitest';
import { defaultConnection } from '@/lib/connections';
import { api, password } from '@/lib/http/oidc/scenario.fixture';
import { testDatabase } from '@/lib/testing';
import { script } from './random-requests.fixture';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let token: string;
beforeAll(async () => {
  tenant = await makeTenant(database);
  token = await tenant.machineToken();
});

/** The rows that `work` leaves. */
async function rowsOf(work: () => Promise<unknown>) {
  const known = (await database.sql`select log_id from logs`).map((row) => String(row.log_id));
  await work();
  return database.sql`select * from logs where log_id <> all(${known}) order by log_id`;
}

const secret = 'Canary-Horse-4711';
const headers = {
  'x-correlation-id': `${'c'.repeat(64)}-cut`,
  'auth0-client': Buffer.from('{"name":"node-auth0","version":"7.1.0"}').toString('base64'),
};

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

type Write = [method: string, path: string, body?: unknown];

/**
 * Writes of each resource, in order, with a secret wherever a body takes one. ID is that of what the first one made,
 * ADA and SPA are the scenario's.
 */
const writes: Record<string, Write[]> = {
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

describe('a write of the Management API has one sapi row, with its request and none of its secrets (security lesson 28)', () => {
  it.each(Object.entries(writes))('%s', async (_, calls) => {
    const names: Record<string, string> = { ADA: tenant.ada.user_id, SPA: tenant.spa.client_id };
    const fill = (text: string) => names[text] ?? text;
    for (const [method, path, template] of calls) {
      const label = `${method} ${path}`;
      const place = path.split('/').map(fill).map(encodeURIComponent).join('/');
      const body: unknown = JSON.parse(JSON.stringify(template ?? null), (__, item) =>
        typeof item === 'string' ? fill(item) : item,
      );
      let status = 0;
      const rows = await rowsOf(async () => {
        const answer = await tenant.call(method, place, { token, body: body ?? undefined, headers });
        status = answer.status;
        names.ID ??= answer.body?.id ?? answer.body?.user_id ?? answer.body?.client_id;
      });
      const audit = rows.filter((row) => row.type === 'sapi');
      expect([label, Math.floor(status / 100), audit.length]).toEqual([label, 2, 1]);
      expect([label, JSON.stringify(rows).includes(secret)]).toEqual([label, false]);
      const { scopes } = audit[0]?.details.request.auth.credentials ?? {};
      expect(scopes).toContain('read:users');
      expect(audit[0]).toMatchObject({
        client_id: tenant.machine.client_id,
        client_name: 'Machine',
        correlation_id: 'c'.repeat(64),
        auth0_client: { name: 'node-auth0', version: '7.1.0' },
        ip: '203.0.113.7',
        details: {
          request: {
            method: method.toLowerCase(),
            path: `/api/v2${path.split('/').map(fill).join('/')}`,
            query: {},
            channel: 'api',
            ip: '203.0.113.7',
            auth: { strategy: 'jwt', user: {} },
          },
          response: { statusCode: status },
        },
      });
      const told = audit[0]?.details.request.body;
      expect(told && Object.keys(told).sort()).toEqual(body && Object.keys(body).sort());
    }
  });
});

describe('a write of the Management API', () => {
  it('by a person names the person, and the user whom it is about', async () => {
    const own = await tenant.userToken(tenant.ada);
    const rows = await rowsOf(() =>
      tenant.call('PATCH', userPath(tenant.ada.user_id), { token: own, body: { user_metadata: { a: 1 } } }),
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      type: 'sapi',
      description: `Update user ${tenant.ada.user_id}`,
      user_id: tenant.ada.user_id,
      user_name: 'ada@example.com',
      client_name: 'Shop',
      details: { request: { auth: { user: { user_id: tenant.ada.user_id } } }, after: { version: 2 } },
    });
  });

  it('that is refused or changes nothing has none', async () => {
    const path = userPath(tenant.ada.user_id);
    const none = await rowsOf(async () => {
      await tenant.call('PATCH', path, { token, body: { nickname: tenant.ada.nickname } });
      await tenant.call('PATCH', path, { token, body: { email: 1 } });
      await tenant.call('DELETE', '/users/auth0%7Cnobody', { token });
    });
    expect(none).toEqual([]);
    const reader = await tenant.machineToken('read:users');
    const refused = await rowsOf(() => tenant.call('PATCH', path, { token: reader, body: { name: secret } }));
    expect(refused.map((row) => row.type)).toEqual(['fapi']);
    expect(JSON.stringify(refused)).not.toContain(secret);
  });
});

describe('what happened to a user has its own row, in the statement of the change', () => {
  it('ss, scp, sce, sdu', async () => {
    let id = '';
    const typesOf = async (method: string, body?: object) => {
      const path = method === 'POST' ? '/users' : userPath(id);
      const rows = await rowsOf(async () => {
        const answer = await tenant.call(method, path, { token, body });
        id ||= answer.body.user_id;
      });
      expect(rows.every((row) => row.user_id === id && row.strategy === 'auth0')).toBe(true);
      return rows.map((row) => row.type).sort();
    };
    const made = { connection: defaultConnection, email: 'events@example.com', password };
    expect(await typesOf('POST', made)).toEqual(['sapi', 'ss']);
    expect(await typesOf('PATCH', { password: 'Another-Horse-9' })).toEqual(['sapi', 'scp']);
    expect(await typesOf('PATCH', { email: 'events2@example.com' })).toEqual(['sapi', 'sce']);
    expect(await typesOf('PATCH', { name: 'N' })).toEqual(['sapi']);
    const statements = await database.queries.during(async () => {
      expect(await typesOf('DELETE')).toEqual(['sapi', 'sdu']);
    });
    // the user, and the deletion with its rows
    expect(statements).toHaveLength(2);
  });
});

describe('a read that gave secrets away', () => {
  it('is recorded as mgmt_api_read, and no other read is', async () => {
    const path = `/clients/${tenant.web.client_id}`;
    const plain = await tenant.machineToken('read:clients');
    expect(await rowsOf(() => tenant.call('GET', path, { token: plain }))).toEqual([]);
    expect(await rowsOf(() => tenant.call('GET', userPath(tenant.ada.user_id), { token }))).toEqual([]);
    const rows = await rowsOf(() => tenant.call('GET', path, { token }));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ type: 'mgmt_api_read', details: { request: { method: 'GET' } } });
    expect(JSON.stringify(rows)).not.toContain(tenant.web.client_secret);
    // Only writes take a name of the caller's.
    expect((await rowsOf(() => tenant.call('GET', path, { token, headers })))[0]?.correlation_id).toBeNull();
  });
});
