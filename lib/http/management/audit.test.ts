import { beforeAll, describe, expect, it } from 'vitest';
import { defaultConnection } from '@/lib/connections';
import { password } from '@/lib/http/oidc/scenario.fixture';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';
import { placeOf, secret, withNames, writes } from './writes.fixture';

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

const headers = {
  'x-correlation-id': `${'c'.repeat(64)}-cut`,
  'auth0-client': Buffer.from('{"name":"node-auth0","version":"7.1.0"}').toString('base64'),
};

describe('a write of the Management API has one sapi row, with its request and none of its secrets (security lesson 28)', () => {
  it.each(Object.entries(writes))('%s', async (_, calls) => {
    const names: Record<string, string> = { ADA: tenant.ada.user_id, SPA: tenant.spa.client_id };
    for (const [method, path, template] of calls) {
      const label = `${method} ${path}`;
      const body = withNames(template, names);
      let status = 0;
      const rows = await rowsOf(async () => {
        const answer = await tenant.call(method, placeOf(path, names), { token, body, headers });
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
            path: `/api/v2${decodeURIComponent(placeOf(path, names))}`,
            query: {},
            channel: 'api',
            ip: '203.0.113.7',
            auth: { strategy: 'jwt', user: {} },
          },
          response: { statusCode: status },
        },
      });
      const told = audit[0]?.details.request.body;
      expect(told && Object.keys(told).sort()).toEqual(template ? Object.keys(template).sort() : null);
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
