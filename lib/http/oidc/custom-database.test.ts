import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '@/db/schema/columns';
import { createConnection, deleteEmptyConnection, updateConnection } from '@/lib/connections';
import { asActor } from '@/lib/context';
import { grantAdmin } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import { createUser, deleteConnectionWithUsers, updateUser } from '@/lib/users';
import { answered, asJson, makeScenario, password, realmGrant, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
let id = '';
let count = 0;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

/** A database whose `login` knows one password; `profile` is an expression of `email`. */
const login = (profile: string) => `function login(email, password, callback) {
  if (password !== configuration.PASSWORD) return callback(new WrongUsernameOrPasswordError(email));
  callback(null, ${profile});
}`;

const legacyPassword = 'legacy password';
const simple = login('{ user_id: "old-" + email, email: email, email_verified: true, nickname: "legacy" }');

async function connect(options: { import_mode: boolean } & JsonObject, scripts: Record<string, string> = {}) {
  const made = await createConnection(tenant.ctx, {
    name: `Legacy-${++count}`,
    strategy: 'auth0',
    enabled_clients: [tenant.web.client_id],
    options: {
      enabledDatabaseCustomization: true,
      configuration: { PASSWORD: legacyPassword },
      customScripts: { login: simple, ...scripts },
      ...options,
    },
  });
  id = made.id;
  await tenant.changesHeard();
  return made;
}

/** Changes the login script and leaves the rest. */
async function script(source: string, import_mode = true) {
  const options = { enabledDatabaseCustomization: true, import_mode, customScripts: { login: source } };
  await updateConnection(tenant.ctx, id, { options });
  await tenant.changesHeard();
}

afterEach(async () => {
  await database.sql`delete from admins`;
  await database.sql`delete from logs`;
  if (id) await deleteConnectionWithUsers(tenant.ctx, id);
  id = '';
  await tenant.changesHeard();
});

const signIn = (email: string, given = legacyPassword) =>
  tenant.token({
    grant_type: realmGrant,
    realm: `Legacy-${count}`,
    username: email,
    password: given,
    scope: 'openid',
  });
const said = async (email: string, given?: string) => {
  const { status, body } = await signIn(email, given);
  return status === 200 ? 'in' : body.error;
};
const usersHere = () => database.sql`
  select u.*, c.password_hash is not null as has_password from users u left join credentials c using (user_id)
  where connection like 'Legacy-%' order by user_id`;
const logged = async () =>
  (await database.sql`select description from logs where type = 'f'`).map((row) => row.description).join();

describe('a custom database in import mode', () => {
  it('lets the script decide the first sign-in, and the password that it proved every later one', async () => {
    await connect({ import_mode: true });
    expect(await said('max@example.com')).toBe('in');
    const [user] = await usersHere();
    expect(user).toMatchObject({
      user_id: 'auth0|old-max@example.com',
      email: 'max@example.com',
      email_verified: true,
      nickname: 'legacy',
      has_password: true,
    });
    await script('function () { throw new Error("never run") }');
    expect(await said('max@example.com')).toBe('in');
    expect(await said('max@example.com', 'another')).toBe('invalid_grant');
    const [version] = await database.sql`
      select actor, cause from user_versions where user_id = 'auth0|old-max@example.com'`;
    expect(version).toEqual({ actor: { type: 'system', reason: 'custom database' }, cause: 'import' });
  });

  it('imports once, whoever comes at the same moment', async () => {
    await connect({ import_mode: true });
    const both = await Promise.all([said('max@example.com'), said('max@example.com')]);
    expect(both).toEqual(['in', 'in']);
    expect(await usersHere()).toHaveLength(1);
  });

  it('signs in by the page as well', async () => {
    await connect({ import_mode: true });
    const browser = tenant.browser();
    const state = answered(await browser.authorize({ connection: `Legacy-${count}` })).get('state') ?? '';
    const typed = { identifier: 'max@example.com', password: legacyPassword };
    expect(answered((await browser.fillIn(state, typed)).redirectTo ?? '').get('code')).not.toBeNull();
  });

  it('makes nobody of a wrong password, and says what it says for any', async () => {
    await connect({ import_mode: true });
    expect(await signIn('max@example.com', 'wrong')).toEqual({
      status: 403,
      body: { error: 'invalid_grant', error_description: 'Wrong email or password.' },
    });
    await script('(email, password, callback) => callback(null)');
    expect(await said('max@example.com')).toBe('invalid_grant');
    expect(await usersHere()).toHaveLength(0);
  });

  it.each([
    ['throws', 'function (e, p, cb) { throw new Error("broken") }', 'broken'],
    ['calls back with an error', 'function (e, p, cb) { cb(new Error("down")) }', 'down'],
    ['rejects', 'async function (e, p, cb) { throw new Error("rejected") }', 'rejected'],
    ['never calls back', 'function (e, p, cb) {}', 'without calling callback'],
    ['gives no object', 'function (e, p, cb) { cb(null, "yes") }', 'no object'],
    ['gives no user_id', 'function (e, p, cb) { cb(null, { email: e }) }', 'user_id'],
    [
      'gives an id with U+0000',
      'function (e, p, cb) { cb(null, { user_id: "a\\0b", email: e }) }',
      'user_id',
    ],
    [
      'asks an address inside of the network',
      'function (e, p, cb) { require("http").get("http://10.0.0.1/").on("error", cb) }',
      '10.0.0.1',
    ],
    [
      'writes metadata',
      'async (e, p, cb) => { await auth0.users.updateAppMetadata("auth0|x", {}) }',
      'auth0.users',
    ],
    ['is two functions', 'function a() {} function b() {}', 'not one function'],
    ['is not there', '', 'no script login'],
  ])('refuses when the script %s, and the log says why', async (_, source, why) => {
    await connect({ import_mode: true }, { login: source });
    expect(await said('max@example.com')).toBe('access_denied');
    expect(await logged()).toContain(why);
    expect(await usersHere()).toHaveLength(0);
  });

  it('cannot be made to hand over an account that is here (security lesson 1)', async () => {
    await connect({ import_mode: true });
    const connection = `Legacy-${count}`;
    const { user } = await createUser(tenant.ctx, { connection, email: 'root@example.com', password });
    await grantAdmin(tenant.ctx, user.user_id);
    const before = await usersHere();
    const bareId = user.user_id.slice('auth0|'.length);
    for (const profile of [
      `{ user_id: "${bareId}", email: email }`,
      '{ user_id: "x", email: "root@example.com" }',
      `{ user_id: "${tenant.ada.user_id.slice('auth0|'.length)}", email: email }`,
    ]) {
      await script(`function (email, password, callback) { callback(null, ${profile}); }`);
      expect(await said('mallory@example.com')).toBe('access_denied');
    }
    expect(await said('root@example.com')).toBe('invalid_grant');
    expect(await said('root@example.com', password)).toBe('in');
    expect(await usersHere()).toEqual(before);
  });

  it('takes no sign-up of an address that get_user knows', async () => {
    const get_user = `function (email, callback) {
      callback(null, email === 'taken@example.com' ? { user_id: '1', email } : null);
    }`;
    await connect({ import_mode: true }, { get_user });
    const signUp = async (email: string) => {
      const body = { client_id: tenant.web.client_id, connection: `Legacy-${count}`, email, password };
      return (await tenant.request('/dbconnections/signup', asJson(body))).json();
    };
    expect(await signUp('taken@example.com')).toMatchObject({ code: 'user_exists' });
    expect(await signUp('free@example.com')).toMatchObject({ email: 'free@example.com' });
  });
});

describe('a custom database without import', () => {
  it('is asked each time; the profile follows it, metadata is given once, and no password is kept', async () => {
    const first = login('{ user_id: 7, email: email, name: "One", user_metadata: { a: 1 } }');
    await connect({ import_mode: false }, { login: first });
    expect(await said('max@example.com')).toBe('in');
    await updateUser(tenant.ctx, 'auth0|7', { user_metadata: { a: 2 } }, { metadata: 'merge' });
    await script(
      'function (email, p, cb) { cb(null, { user_id: 7, email, name: "Two", user_metadata: {} }) }',
      false,
    );
    expect(await said('max@example.com', 'anything')).toBe('in');
    expect(await usersHere()).toMatchObject([
      { user_id: 'auth0|7', name: 'Two', user_metadata: { a: 2 }, has_password: false },
    ]);
    await script('function (email, p, cb) { cb(null) }', false);
    expect(await said('max@example.com')).toBe('invalid_grant');
  });

  it('takes no users and no passwords of ours, since no script of it would learn of them', async () => {
    await connect({ import_mode: false });
    const connection = `Legacy-${count}`;
    await expect(createUser(tenant.ctx, { connection, email: 'a@b.example', password })).rejects.toThrow(
      'does not run its script create',
    );
    await said('max@example.com');
    const change = updateUser(
      tenant.ctx,
      'auth0|old-max@example.com',
      { password: 'Another-Horse-9' },
      { metadata: 'merge' },
    );
    await expect(change).rejects.toThrow('does not run its script change_password');
    const body = { client_id: tenant.web.client_id, connection, email: 'a@b.example', password };
    expect((await tenant.request('/dbconnections/signup', asJson(body))).status).toBe(400);
  });

  it('signs no administrator in', async () => {
    await connect({ import_mode: false });
    expect(await said('max@example.com')).toBe('in');
    await grantAdmin(tenant.ctx, 'auth0|old-max@example.com');
    expect(await said('max@example.com')).toBe('invalid_grant');
    await script('function (e, p, cb) { cb(null, { user_id: "old-max@example.com", email: e }) }', false);
    expect(await said('mallory@example.com')).toBe('access_denied');
  });
});

describe('scripts of a connection with an administrator', () => {
  it('are for administrators to change, not for a machine', async () => {
    const { options } = await connect({ import_mode: true });
    const connection = `Legacy-${count}`;
    const { user } = await createUser(tenant.ctx, { connection, email: 'root@example.com', password });
    await grantAdmin(tenant.ctx, user.user_id);
    const scopes = ['update:connections', 'update:connections_options', 'read:connections_options'];
    const machine = asActor(tenant.ctx, { type: 'client', clientId: 'machine', scopes }, 'api');
    const change = (patch: object) =>
      updateConnection(machine, id, { options: { ...options, ...patch } as JsonObject });
    for (const patch of [
      { import_mode: false },
      { customScripts: { login: 'function () {}' } },
      { configuration: { PASSWORD: 'other' } },
    ]) {
      await expect(change(patch)).rejects.toThrow('Only an administrator may change');
    }
    expect((await change({ disable_signup: true })).options).toMatchObject({ disable_signup: true });
    await expect(deleteEmptyConnection(tenant.ctx, id)).rejects.toThrow('still has users');
  });
});
