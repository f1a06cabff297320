import { beforeAll, describe, expect, it } from 'vitest';
import { grantAdmin } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let count = 0;
beforeAll(async () => {
  tenant = await makeTenant(database);
});

async function make(body: object = {}) {
  const answer = await tenant.call('POST', '/connections', {
    body: { name: `Made-${++count}`, strategy: 'auth0', ...body },
  });
  expect(answer.status).toBe(201);
  return answer.body;
}

const idOfDefault = async (): Promise<string> =>
  (await tenant.call('GET', '/connections?name=Username-Password-Authentication')).body[0].id;

describe('connections', () => {
  it('are made with the recorded defaults, and read back as they were answered', async () => {
    const made = await make();
    expect(made).toEqual({
      id: expect.stringMatching(/^con_[A-Za-z0-9]{16}$/),
      name: `Made-${count}`,
      strategy: 'auth0',
      options: {
        mfa: { active: true, return_enroll_settings: true },
        passwordPolicy: 'good',
        strategy_version: 2,
        brute_force_protection: true,
      },
      metadata: {},
      realms: [`Made-${count}`],
      is_domain_connection: false,
      enabled_clients: [],
    });
    const { enabled_clients: _, ...shown } = made;
    expect((await tenant.call('GET', `/connections/${made.id}`)).body).toEqual(shown);
    const { body } = await tenant.call('GET', `/connections/${made.id}?fields=name,strategy`);
    expect(body).toEqual({ name: made.name, strategy: 'auth0' });
  });

  it('keep every option of a database exactly, those that the contract does not name as well', async () => {
    const options = {
      authentication_methods: { password: { enabled: true }, passkey: { enabled: false } },
      brute_force_protection: false,
      customScripts: { login: 'function login(e, p, cb) {}', get_user: '' },
      disable_signup: true,
      disable_self_service_change_password: true,
      enable_script_context: true,
      enabledDatabaseCustomization: true,
      import_mode: false,
      mfa: { active: false, return_enroll_settings: false },
      non_persistent_attrs: ['ssn'],
      passkey_options: { challenge_ui: 'both', local_enrollment_enabled: true },
      passwordPolicy: 'excellent',
      password_complexity_options: { min_length: 12 },
      password_history: { enable: true, size: 5 },
      password_no_personal_info: { enable: true },
      password_dictionary: { enable: true, dictionary: ['annex'] },
      precedence: ['username', 'email'],
      realm_fallback: false,
      requires_username: true,
      strategy_version: 2,
      validation: { username: { min: 3, max: 20 } },
      something_newer: { nested: [1, null, 'é'] },
    };
    const { id, options: answered } = await make({ options });
    expect(answered).toEqual(options);
    expect((await tenant.call('GET', `/connections/${id}`)).body.options).toEqual(options);
    const replaced = { attributes: { email: { identifier: { active: true }, unique: true } } };
    const { body } = await tenant.call('PATCH', `/connections/${id}`, {
      body: { options: { ...replaced, enabledDatabaseCustomization: true } },
    });
    expect(body.options).toEqual({ ...replaced, enabledDatabaseCustomization: true });
  });

  it.each([
    [{ passwordPolicy: 'strong' }, 'options.passwordPolicy'],
    [{ validation: { username: { min: 9, max: 3 } } }, 'options.validation.username'],
    [{ mfa: { active: 'yes' } }, 'options.mfa.active'],
    [{ customScripts: { login: 1 } }, 'options.customScripts.login'],
    [{ attributes: { email: {} }, requires_username: true }, 'options.attributes'],
    [{ attributes: { email: { identifier: { active: true } } }, validation: {} }, 'options.attributes'],
    [{ attributes: { email: { identifier: { active: false } } } }, 'options.attributes'],
    [{ attributes: { email: { unique: false, identifier: { active: true } } } }, 'options.attributes.email'],
    [{ password_options: {}, passwordPolicy: 'good' }, 'options.password_options'],
    [{ password_history: { size: 3 } }, 'options.password_history'],
    [{ configuration: { KEY: 1 } }, 'options.configuration.KEY'],
  ])('refuse the options %j by name', async (options, property) => {
    const { status, body } = await tenant.call('POST', '/connections', {
      body: { name: 'Refused', strategy: 'auth0', options },
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({ errorCode: 'invalid_body', message: expect.stringContaining(property) });
  });

  it.each([
    [{ name: 'two words' }],
    [{ name: '-x' }],
    [{ strategy: 'telepathy' }],
    [{ options: { a: 'x\0y' } }],
    [{ options: [] }],
    [{ metadata: { a: 1 } }],
    [{ enabled_clients: ['nobody'] }],
    [{ enabled_clients: ['AnnexConsoleAndProfilePages'] }],
    [{ unknown: 1 }],
  ])('refuse the body %j', async (wrong) => {
    const body = { name: 'Refused', strategy: 'auth0', ...wrong };
    expect((await tenant.call('POST', '/connections', { body })).status).toBe(400);
  });

  it('have names of their own: 409 for one in use', async () => {
    const { name } = await make();
    const { status, body } = await tenant.call('POST', '/connections', { body: { name, strategy: 'sms' } });
    expect([status, body.message]).toEqual([409, 'A connection with the same name already exists']);
  });

  it('change by named members; name and strategy stay, and metadata is replaced', async () => {
    const { id, name } = await make({ metadata: { a: '1', b: '2' }, display_name: 'One' });
    const { body } = await tenant.call('PATCH', `/connections/${id}`, {
      body: { metadata: { b: '3', c: null }, realms: ['example.com'], show_as_button: true },
    });
    expect(body).toMatchObject({
      name,
      metadata: { b: '3' },
      realms: ['example.com'],
      display_name: 'One',
      show_as_button: true,
    });
    for (const wrong of [{ name: 'Other' }, { strategy: 'sms' }]) {
      expect((await tenant.call('PATCH', `/connections/${id}`, { body: wrong })).status).toBe(400);
    }
    const restored = await tenant.call('PATCH', `/connections/${id}`, { body: { realms: [] } });
    expect(restored.body.realms).toEqual([name]);
  });

  it('are listed by strategy and name, in all three forms of pages', async () => {
    await make({ name: 'list-sms', strategy: 'sms' });
    await make({ name: 'list-email', strategy: 'email' });
    const query = 'strategy=sms&strategy=email&fields=name';
    expect((await tenant.call('GET', `/connections?${query}`)).body).toEqual([
      { name: 'list-email' },
      { name: 'list-sms' },
    ]);
    const totals = await tenant.call('GET', `/connections?${query}&include_totals=true&per_page=1&page=1`);
    expect(totals.body).toEqual({ start: 1, limit: 1, total: 2, connections: [{ name: 'list-sms' }] });
    const first = await tenant.call('GET', `/connections?${query}&include_totals=true&take=1`);
    expect(Object.keys(first.body).sort()).toEqual(['connections', 'next']);
    const second = await tenant.call('GET', `/connections?${query}&take=1&from=${first.body.next}`);
    expect(Object.keys(second.body)).toEqual(['connections']);
    const names = [first, second].map(({ body }) => body.connections[0].name).sort();
    expect(names).toEqual(['list-email', 'list-sms']);
    const whole = await tenant.call('GET', '/connections?include_totals=true');
    expect(whole.body.limit).toBe(100);
    expect((await tenant.call('GET', '/connections?strategy=telepathy')).status).toBe(400);
    expect((await tenant.call('GET', '/connections?per_page=101')).status).toBe(400);
  });

  it('ask for a token and for the scope of each call', async () => {
    const { id } = await make();
    const reader = await tenant.machineToken('read:connections');
    const calls = [
      ['GET', '/connections'],
      ['POST', '/connections', { name: 'x', strategy: 'sms' }],
      ['GET', `/connections/${id}`],
      ['PATCH', `/connections/${id}`, {}],
      ['DELETE', `/connections/${id}`],
      ['GET', `/connections/${id}/clients`],
      ['PATCH', `/connections/${id}/clients`, [{ client_id: tenant.web.client_id, status: true }]],
      ['GET', `/connections/${id}/status`],
      ['DELETE', `/connections/${id}/users?email=a@b.example`],
      ['GET', `/clients/${tenant.web.client_id}/connections`],
    ] as const;
    const other = await tenant.machineToken('read:rules');
    for (const [method, path, body] of calls) {
      expect((await tenant.call(method, path, { token: '', body })).status).toBe(401);
      expect((await tenant.call(method, path, { token: other, body })).status).toBe(403);
      if (method !== 'GET') {
        expect((await tenant.call(method, path, { token: reader, body })).status).toBe(403);
      }
    }
  });

  it('answer 404 for an id that is nobody’s', async () => {
    const id = 'con_0000000000000000';
    const calls = [
      ['GET', `/connections/${id}`],
      ['PATCH', `/connections/${id}`, {}],
      ['GET', `/connections/${id}/clients`],
      ['PATCH', `/connections/${id}/clients`, [{ client_id: tenant.web.client_id, status: true }]],
      ['GET', `/connections/${id}/status`],
      ['DELETE', `/connections/${id}/users?email=a@b.example`],
    ] as const;
    for (const [method, path, body] of calls) {
      const answer = await tenant.call(method, path, { body });
      expect([path, answer.status, answer.body.errorCode]).toEqual([path, 404, 'inexistent_connection']);
    }
    expect((await tenant.call('GET', '/clients/nobody/connections')).body.errorCode).toBe(
      'inexistent_client',
    );
  });

  it('are online when they are databases', async () => {
    const { id } = await make();
    expect(await tenant.call('GET', `/connections/${id}/status`)).toMatchObject({ status: 200, body: null });
    const away = await make({ strategy: 'ad' });
    expect((await tenant.call('GET', `/connections/${away.id}/status`)).status).toBe(404);
  });
});

describe('clients of a connection', () => {
  const clientsOf = async (id: string, query = '') =>
    (await tenant.call('GET', `/connections/${id}/clients${query}`)).body;

  it('are none until told, then those of the last word; paging by checkpoint', async () => {
    const { id } = await make();
    expect(await clientsOf(id)).toEqual({ clients: [] });
    const [web, spa] = [tenant.web.client_id, tenant.spa.client_id];
    const body = [
      { client_id: web, status: true },
      { client_id: spa, status: false },
      { client_id: spa, status: true },
    ];
    expect((await tenant.call('PATCH', `/connections/${id}/clients`, { body })).status).toBe(204);
    const ids = [web, spa].sort();
    expect(await clientsOf(id, '?take=1000')).toEqual({ clients: ids.map((client_id) => ({ client_id })) });
    const first = await clientsOf(id, '?take=1');
    const second = await clientsOf(id, `?take=1&from=${first.next}`);
    expect([first, second].map(({ clients }) => clients[0].client_id)).toEqual(ids);
    expect(second).not.toHaveProperty('next');
    const off = [{ client_id: web, status: false }];
    await tenant.call('PATCH', `/connections/${id}/clients`, { body: off });
    expect(await clientsOf(id)).toEqual({ clients: [{ client_id: spa }] });
    const { body: shown } = await tenant.call('GET', `/clients/${spa}/connections?strategy=auth0&fields=id`);
    expect(shown.connections).toContainEqual({ id });
  });

  it('are set whole by enabled_clients, at creation and after', async () => {
    const [web, spa] = [tenant.web.client_id, tenant.spa.client_id];
    const { id, enabled_clients } = await make({ enabled_clients: [web] });
    expect(enabled_clients).toEqual([web]);
    await tenant.call('PATCH', `/connections/${id}`, { body: { enabled_clients: [spa] } });
    expect(await clientsOf(id)).toEqual({ clients: [{ client_id: spa }] });
  });

  it.each([
    [[]],
    [[{ client_id: 'nobody', status: true }]],
    [[{ client_id: 'AnnexConsoleAndProfilePages', status: true }]],
    [[{ client_id: 'x' }]],
    [{ client_id: 'x', status: true }],
    [Array.from({ length: 51 }, () => ({ client_id: 'x', status: true }))],
  ])('refuse %j', async (body) => {
    const { id } = await make();
    expect((await tenant.call('PATCH', `/connections/${id}/clients`, { body })).status).toBe(400);
    expect((await tenant.call('GET', `/connections/${id}/clients?take=1001`)).status).toBe(400);
  });
});

describe('deleting', () => {
  it('takes the users along, each with a last row of history, and answers 202, then 204', async () => {
    const { id, name } = await make({ enabled_clients: [tenant.web.client_id] });
    const user = await tenant.makeUser({
      connection: name,
      user_metadata: { a: { b: null }, c: [1] },
      app_metadata: { d: 'e' },
      given_name: 'Gone',
    });
    const other = await tenant.makeUser();
    const deleted = await tenant.call('DELETE', `/connections/${id}`);
    expect(deleted).toMatchObject({ status: 202, body: { deleted_at: expect.stringMatching(/Z$/) } });
    expect((await tenant.call('DELETE', `/connections/${id}`)).status).toBe(204);
    expect((await tenant.call('GET', userPath(user.user_id))).status).toBe(404);
    expect((await tenant.call('GET', userPath(other.user_id))).status).toBe(200);
    const [last] = await database.sql`
      select version::int, changes from user_versions where user_id = ${user.user_id} order by version desc limit 1`;
    expect(last).toEqual({
      version: 2,
      changes: {
        email: { before: user.email },
        email_verified: { before: false },
        name: { before: user.name },
        nickname: { before: user.nickname },
        given_name: { before: 'Gone' },
        picture: { before: user.picture },
        'user_metadata.a': { before: { b: null } },
        'user_metadata.c': { before: [1] },
        'app_metadata.d': { before: 'e' },
      },
    });
    expect(await database.sql`select 1 from connection_clients where connection_id = ${id}`).toHaveLength(0);
    expect(await database.sql`select 1 from login_keys where user_id = ${user.user_id}`).toHaveLength(0);
  });

  it('is refused while an administrator is among the users, and nothing is lost', async () => {
    const { id, name } = await make();
    const admin = await tenant.makeUser({ connection: name });
    const neighbour = await tenant.makeUser({ connection: name });
    await grantAdmin(tenant.ctx, admin.user_id);
    const { status, body } = await tenant.call('DELETE', `/connections/${id}`);
    expect([status, body.errorCode]).toEqual([403, 'operation_not_supported']);
    for (const { user_id } of [admin, neighbour]) {
      expect((await tenant.call('GET', userPath(user_id))).status).toBe(200);
    }
    const query = `email=${encodeURIComponent(admin.email ?? '')}`;
    expect((await tenant.call('DELETE', `/connections/${id}/users?${query}`)).status).toBe(403);
  });

  it('unlinks its accounts from users of others for good (security lesson 29)', async () => {
    const { id, name } = await make({ enabled_clients: [tenant.web.client_id] });
    const primary = await tenant.makeUser();
    const linked = await tenant.makeUser({ connection: name, email: 'linked@example.com' });
    const link = { provider: 'auth0', user_id: linked.user_id };
    const path = userPath(primary.user_id);
    expect((await tenant.call('POST', `${path}/identities`, { body: link })).status).toBe(201);
    await database.sql`insert into admins (user_id, role, created_at) values (${primary.user_id}, 'admin', now())`;
    expect((await tenant.call('DELETE', `/connections/${id}`)).status).toBe(403);
    await database.sql`delete from admins where user_id = ${primary.user_id}`;
    expect((await tenant.call('DELETE', `/connections/${id}`)).status).toBe(202);
    expect((await tenant.call('GET', path)).body.identities).toHaveLength(1);
    await make({ name });
    const again = await tenant.makeUser({ connection: name, email: 'linked@example.com' });
    expect(again.user_id).not.toBe(primary.user_id);
    const left = await database.sql`select identity from credentials where user_id = ${primary.user_id}`;
    expect(left).toEqual([{ identity: '' }]);
  });

  it('a user by e-mail address, in any case and once, in databases alone', async () => {
    const { id, name } = await make();
    const user = await tenant.makeUser({ connection: name, email: 'One@example.com' });
    await tenant.makeUser({ email: 'one@example.com' });
    const path = (query: string) => `/connections/${id}/users${query}`;
    expect((await tenant.call('DELETE', path('?email=ONE@example.com'))).status).toBe(204);
    expect((await tenant.call('DELETE', path('?email=ONE@example.com'))).status).toBe(204);
    expect((await tenant.call('GET', userPath(user.user_id))).status).toBe(404);
    const left = await database.sql`select 1 from users where email = 'one@example.com'`;
    expect(left).toHaveLength(1);
    for (const query of ['', '?email=', '?email=nobody']) {
      expect((await tenant.call('DELETE', path(query))).status).toBe(400);
    }
    const social = await make({ strategy: 'google-oauth2' });
    const refused = await tenant.call('DELETE', `/connections/${social.id}/users?email=a@b.example`);
    expect(refused.body.errorCode).toBe('operation_not_supported');
  });
});

describe('the default connection', () => {
  it('is open to every application that was made', async () => {
    const { clients } = (await tenant.call('GET', `/connections/${await idOfDefault()}/clients`)).body;
    const ids = clients.map(({ client_id }: { client_id: string }) => client_id);
    for (const { client_id } of [tenant.web, tenant.spa, tenant.machine]) expect(ids).toContain(client_id);
  });
});
