import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let count = 0;
beforeAll(async () => {
  tenant = await makeTenant(database);
});

/** A connection that an application may use; others take no users by the API. */
async function make(body: object = {}) {
  const answer = await tenant.call('POST', '/connections', {
    body: {
      name: `Made-${++count}`,
      strategy: 'auth0',
      enabled_clients: [tenant.web.client_id],
      ...body,
    },
  });
  expect(answer.status).toBe(201);
  return answer.body;
}

describe('options', () => {
  it('are shown to holders of read:connections_options and written by holders of update:connections_options', async () => {
    const { id } = await make();
    const narrow = await tenant.machineToken('read:connections', 'update:connections');
    const one = await tenant.call('GET', `/connections/${id}`, { token: narrow });
    expect(one.body).not.toHaveProperty('options');
    const list = await tenant.call('GET', '/connections?fields=options', { token: narrow });
    expect(list.body.every((item: object) => Object.keys(item).length === 0)).toBe(true);
    const patch = { token: narrow, body: { options: { passwordPolicy: 'none' } } };
    const refused = await tenant.call('PATCH', `/connections/${id}`, patch);
    expect(refused).toMatchObject({
      status: 403,
      body: { message: 'Insufficient scope, expected any of: update:connections_options' },
    });
    const renamed = { token: narrow, body: { display_name: 'New' } };
    expect((await tenant.call('PATCH', `/connections/${id}`, renamed)).status).toBe(200);
  });

  it('of other strategies are sealed whole, given back whole, and in no audit row (security lesson 28)', async () => {
    const options = {
      client_id: 'app',
      client_secret: 'hush-social',
      scope: ['email'],
      twilio: { token: 't' },
    };
    const { id } = await make({ strategy: 'google-oauth2', options });
    expect((await tenant.call('GET', `/connections/${id}`)).body.options).toEqual(options);
    const [row] = await database.sql`select options, sealed_options from connections where id = ${id}`;
    expect(row?.options).toEqual({});
    expect(String(row?.sealed_options)).not.toContain('hush');
    await tenant.call('PATCH', `/connections/${id}`, { body: { options: { client_secret: 'hush-again' } } });
    const logs = await database.sql`select details::text from logs where details::text like '%hush%'`;
    expect(logs).toEqual([]);
  });

  it('hold configuration as encrypted values, which sent back mean the stored ones', async () => {
    const { id, options } = await make({ options: { configuration: { KEY: 'hush-config', OLD: 'x' } } });
    const { configuration } = options;
    expect(configuration.KEY).toMatch(/^2\.0\$[0-9a-f]{64}$/);
    const merged = { ...options, configuration: { KEY: configuration.KEY, NEW: 'hush-new', OLD: null } };
    const { body } = await tenant.call('PATCH', `/connections/${id}`, { body: { options: merged } });
    expect(Object.keys(body.options.configuration)).toEqual(['KEY', 'NEW']);
    expect(body.options.configuration.KEY).toBe(configuration.KEY);
    const tables = await database.sql`
      select options::text as text from connections union all select details::text from logs`;
    expect(tables.some(({ text }) => text.includes('hush-'))).toBe(false);
    const stolen = { configuration: { OTHER: configuration.KEY } };
    const refused = await tenant.call('PATCH', `/connections/${id}`, { body: { options: stolen } });
    expect([refused.status, refused.body.message]).toEqual([
      400,
      "Payload validation error: 'An encrypted value that is not the stored one' on property options.configuration.OTHER.",
    ]);
  });

  it('keep enabledDatabaseCustomization while the connection has users', async () => {
    const { id, name } = await make();
    const turn = (enabledDatabaseCustomization: boolean) =>
      tenant.call('PATCH', `/connections/${id}`, { body: { options: { enabledDatabaseCustomization } } });
    expect((await turn(true)).status).toBe(200);
    expect((await turn(false)).status).toBe(200);
    await tenant.makeUser({ connection: name });
    expect((await turn(true)).body.errorCode).toBe('operation_not_supported');
    expect((await turn(false)).status).toBe(200);
  });
});

describe('options decide over new users', () => {
  const add = async (connection: string, fields: object) => {
    const body = { connection, email: `new${++count}@example.com`, password: 'Correct-Horse-9', ...fields };
    const { status, body: answered } = await tenant.call('POST', '/users', { body });
    return status === 201 ? 201 : answered.message;
  };
  const missing = (name: string) => `Payload validation error: 'Missing required property: ${name}'.`;
  const length = "Payload validation error: 'A username has 3 to 5 characters here' on property username.";

  it('by requires_username and validation', async () => {
    const validation = { username: { min: 3, max: 5 } };
    const { name } = await make({ options: { requires_username: true, validation } });
    expect(await add(name, {})).toBe(missing('username'));
    expect(await add(name, { username: 'ab' })).toBe(length);
    expect(await add(name, { username: 'abcdef' })).toBe(length);
    expect(await add(name, { username: 'abc' })).toBe(201);
    const [row] = await database.sql`select user_id from users where username = 'abc'`;
    const patch = (username: string) => tenant.call('PATCH', userPath(row?.user_id), { body: { username } });
    expect((await patch('ab')).body.message).toBe(length);
    expect((await patch('abcd')).status).toBe(200);
  });

  it('by attributes', async () => {
    const username = {
      identifier: { active: true },
      signup: { status: 'optional' },
      validation: { min_length: 3, max_length: 5 },
    };
    const phone_number = { profile_required: true };
    const { name } = await make({ options: { attributes: { username, phone_number } } });
    const phone = { phone_number: '+491111' };
    expect(await add(name, {})).toBe(missing('phone_number'));
    expect(await add(name, { ...phone, email: undefined, username: 'ab' })).toBe(length);
    expect(await add(name, { ...phone, email: undefined, username: 'abc' })).toBe(201);
    expect(await add(name, { phone_number: '+492222' })).toBe(201);
    const { name: bare } = await make({
      options: { attributes: { email: { identifier: { active: true } } } },
    });
    expect(await add(bare, { username: 'abc' })).toMatch(/^Cannot set username/);
  });

  it('by password_complexity_options and password_options', async () => {
    const long = await make({ options: { password_complexity_options: { min_length: 20 } } });
    expect(await add(long.name, {})).toBe('PasswordStrengthError: Password is too weak');
    const loose = await make({ options: { password_options: { complexity: { min_length: 4 } } } });
    expect(await add(loose.name, { password: 'aaaa' })).toBe(201);
  });

  it('and other strategies take none by hand', async () => {
    const { name } = await make({ strategy: 'google-oauth2' });
    expect(await add(name, {})).toBe(
      `Users of ${name} come from its identity provider and cannot be created here.`,
    );
  });
});
