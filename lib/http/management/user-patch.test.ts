import { beforeAll, describe, expect, it } from 'vitest';
import {
  createConnection,
  ensureConnection,
  getConnection,
  updateConnection,
  updateConnectionClients,
} from '@/lib/connections';
import { password } from '@/lib/http/oidc/scenario.fixture';
import { testDatabase } from '@/lib/testing';
import { insertUsers, newUser, type UserView, updateUser } from '@/lib/users';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
  await ensureConnection(tenant.ctx, 'Staff', { requires_username: true });
  const { id } = await getConnection(tenant.ctx, 'Staff');
  await updateConnectionClients(tenant.ctx, id, [{ client_id: tenant.web.client_id, status: true }]);
  await tenant.changesHeard();
});

const patch = (userId: string, body: unknown) => tenant.call('PATCH', userPath(userId), { body });
const get = async (userId: string) => (await tenant.call('GET', userPath(userId))).body;
let count = 0;

/** A user of an identity provider, as an import stores one. */
async function makeForeign(
  provider: string,
  { connection = provider, isSocial = false } = {},
): Promise<string> {
  const id = `foreign${++count}`;
  const input = { connection, email: `${id}@example.com`, name: 'Before', email_verified: true };
  const { state, changes } = newUser(input, id, tenant.ctx.now(), null);
  const userId = `${provider}|${id}`;
  const identities = [{ provider, identityUserId: id, connection, isSocial }];
  await insertUsers(tenant.ctx, [{ state: { ...state, userId, identities }, changes, passwordHash: null }]);
  return userId;
}

describe('attributes that only an identity provider writes', () => {
  it.each([
    ['google-oauth2', { isSocial: true }],
    ['samlp', { connection: 'acme' }],
  ])('of a %s user are refused, each by its name', async (provider, options) => {
    const userId = await makeForeign(provider, options);
    const { status, body } = await patch(userId, {
      name: 'New',
      picture: 'https://x.example/',
      nickname: null,
    });
    expect([status, body.errorCode]).toEqual([400, 'operation_not_supported']);
    expect(body.message).toMatch(
      /^The following user attributes cannot be updated: .*name.*nickname.*picture/,
    );
    for (const field of ['email', 'username', 'password']) {
      const value = { email: 'x@example.com', username: 'x', password: 'Another-Horse-9' }[field];
      const answer = await patch(userId, { [field]: value });
      expect([answer.status, answer.body.message]).toEqual([
        400,
        expect.stringContaining(`Cannot update ${field}`),
      ]);
    }
    expect(await get(userId)).toMatchObject({
      name: 'Before',
      nickname: 'foreign1'.replace('1', String(count)),
    });
    const free = await patch(userId, { user_metadata: { a: 1 }, app_metadata: { b: 1 }, blocked: false });
    expect(free.status).toBe(200);
  });

  it.each(['on_first_login', 'never_on_login'])('are anybody’s with %s, null included', async (sync) => {
    const name = `google-${sync.replaceAll('_', '-')}`;
    const options = { set_user_root_attributes: sync };
    await createConnection(tenant.ctx, { name, strategy: 'google-oauth2', options });
    const userId = await makeForeign('google-oauth2', { connection: name, isSocial: true });
    const { status, body } = await patch(userId, { name: 'New', nickname: null });
    expect([status, body.name, body.nickname]).toEqual([200, 'New', undefined]);
  });

  it('email_verified is not taken back from enterprise and SMS users', async () => {
    for (const [provider, expected] of [
      ['waad', 400],
      ['sms', 400],
      ['google-oauth2', 200],
      ['email', 200],
    ] as const) {
      const userId = await makeForeign(provider, { isSocial: provider === 'google-oauth2' });
      expect([provider, (await patch(userId, { email_verified: true })).status]).toEqual([provider, 200]);
      expect([provider, (await patch(userId, { email_verified: false })).status]).toEqual([
        provider,
        expected,
      ]);
    }
  });
});

describe('null', () => {
  const profile = { given_name: 'Ada', family_name: 'L', name: 'Ada L', nickname: 'ada' };
  const none = { given_name: null, family_name: null, name: null, nickname: null, picture: null };

  it('removes no profile attribute of our own store, and the refusal names each', async () => {
    const user = await tenant.makeUser(profile);
    const { status, body } = await patch(user.user_id, none);
    expect([status, body.message]).toEqual([
      400,
      'The following user attributes cannot be removed: name, nickname, given_name, family_name, picture.',
    ]);
    expect(await get(user.user_id)).toEqual(user);
  });

  it('removes them of a custom database that imports nothing, and those that the connection does not keep', async () => {
    await ensureConnection(tenant.ctx, 'Custom', {
      enabledDatabaseCustomization: true,
      import_mode: true,
    });
    await ensureConnection(tenant.ctx, 'Importing', {
      enabledDatabaseCustomization: true,
      import_mode: true,
    });
    await ensureConnection(tenant.ctx, 'Some', { non_persistent_attrs: ['given_name'] });
    const make = (connection: string) => tenant.makeUser({ connection, ...profile });
    const customUser = await make('Custom');
    const { id } = await getConnection(tenant.ctx, 'Custom');
    const options = { enabledDatabaseCustomization: true, import_mode: false };
    await updateConnection(tenant.ctx, id, { options });
    const custom = await patch(customUser.user_id, none);
    expect(custom.status).toBe(200);
    for (const field of Object.keys(none)) expect(custom.body).not.toHaveProperty(field);
    expect((await patch((await make('Importing')).user_id, none)).status).toBe(400);
    const some = (await make('Some')).user_id;
    expect((await patch(some, none)).body.message).toContain(
      'removed: name, nickname, family_name, picture.',
    );
    expect((await patch(some, { given_name: null })).status).toBe(200);
  });

  it.each(['email', 'username', 'password'])('takes away no %s', async (field) => {
    const user = await tenant.makeUser();
    const { status, body } = await patch(user.user_id, { [field]: null });
    expect([status, body.message]).toEqual([
      400,
      `The following user attributes cannot be removed: ${field}.`,
    ]);
  });

  it('takes a phone number away', async () => {
    const user = await tenant.makeUser({ phone_number: '+4912345' });
    const { status, body } = await patch(user.user_id, { phone_number: null });
    expect([status, body.phone_number]).toEqual([200, undefined]);
  });
});

it('what says how to act is taken, and what is unknown is refused by name', async () => {
  const { user_id } = await tenant.makeUser();
  const body = { verify_phone_number: false, client_id: tenant.web.client_id, nickname: 'n' };
  expect((await patch(user_id, body)).status).toBe(200);
  const { status, body: error } = await patch(user_id, { nick_name: 'n', admin: true });
  expect([status, error.message]).toEqual([
    400,
    "Payload validation error: 'Additional properties not allowed: nick_name,admin'.",
  ]);
});

describe('with connection, the name, address or password of a linked account', () => {
  let primary: UserView;
  let secondary: UserView;
  const connection = 'Staff';
  beforeAll(async () => {
    primary = await tenant.makeUser();
    secondary = await tenant.makeUser({ connection, username: 'linked', email_verified: true });
    await tenant.call('POST', `${userPath(primary.user_id)}/identities`, {
      body: { provider: 'auth0', user_id: secondary.user_id },
    });
  });
  const signsIn = async (username: string, typed = password) =>
    (await tenant.token({ grant_type: 'password', realm: connection, username, password: typed })).status;
  const linked = (body: UserView) => body.identities[1]?.profileData;

  it('changes in its place and nowhere else, and the next search sees it', async () => {
    const { status, body } = await patch(primary.user_id, { connection, email: 'Moved@Example.com' });
    expect(status).toBe(200);
    expect(linked(body)).toMatchObject({
      email: 'moved@example.com',
      email_verified: false,
      username: 'linked',
    });
    expect([body.email, body.email_verified]).toEqual([primary.email, primary.email_verified]);
    const q = encodeURIComponent('identities.profileData.email:"moved@example.com"');
    expect((await tenant.call('GET', `/users?q=${q}`)).body).toMatchObject([{ user_id: primary.user_id }]);
    expect([await signsIn('moved@example.com'), await signsIn(secondary.email ?? '')]).toEqual([200, 403]);
    const [row] = await database.sql`
      select changes from user_versions where user_id = ${primary.user_id} order by version desc limit 1`;
    expect(row?.changes).toMatchObject({
      [`identities.${secondary.user_id}.email`]: { before: secondary.email, after: 'moved@example.com' },
    });
  });

  it('is changed with the metadata of the user, and verified', async () => {
    const body = { connection, username: 'Renamed', user_metadata: { a: 1 } };
    const { body: after } = await patch(primary.user_id, body);
    expect([linked(after)?.username, after.username, after.user_metadata]).toEqual([
      'renamed',
      undefined,
      { a: 1 },
    ]);
    expect([await signsIn('renamed'), await signsIn('linked')]).toEqual([200, 403]);
    const { body: verified } = await patch(primary.user_id, { connection, email_verified: true });
    expect(linked(verified)?.email_verified).toBe(true);
  });

  it('its password is its own, and every session of the user ends with it', async () => {
    const before = await tenant.token({
      grant_type: 'password',
      username: primary.email ?? '',
      password,
      scope: 'openid',
    });
    const { status, body } = await patch(primary.user_id, { connection, password: 'Linked-Horse-9' });
    expect([status, body.last_password_reset]).toEqual([200, undefined]);
    expect([await signsIn('renamed', 'Linked-Horse-9'), await signsIn('renamed')]).toEqual([200, 403]);
    expect((await tenant.userinfo(before.body.access_token)).status).toBe(401);
    const main = { grant_type: 'password', username: primary.email ?? '', password };
    expect((await tenant.token(main)).status).toBe(200);
    const [row] = await database.sql`
      select changes from user_versions where user_id = ${primary.user_id} order by version desc limit 1`;
    expect(row?.changes).toEqual({ [`identities.${secondary.user_id}.password`]: {} });
  });

  it('refuses what is not its own, a taken name, and pairs that do not go together', async () => {
    const other = await tenant.makeUser({ connection, username: 'other' });
    const before = await get(primary.user_id);
    const bad: [object, number, RegExp][] = [
      [
        { connection, name: 'x', nickname: 'y' },
        400,
        /cannot be updated: name, nickname\. They are those of a linked/,
      ],
      [{ connection, given_name: null }, 400, /cannot be updated: given_name/],
      [
        { connection: 'google-oauth2', email: 'x@example.com' },
        400,
        /no identity of the connection google-oauth2/,
      ],
      [{ connection, email: other.email }, 409, /already exists/],
      [{ connection, username: 'other' }, 409, /already exists/],
      [
        { connection, username: 'x', password: 'Another-Horse-9' },
        400,
        /username and password simultaneously/,
      ],
      [{ connection, password: 'weak' }, 400, /PasswordStrengthError/],
      [{ connection, email: null }, 400, /cannot be removed: email/],
    ];
    for (const [body, expected, message] of bad) {
      const answer = await patch(primary.user_id, body);
      expect([body, answer.status]).toEqual([body, expected]);
      expect(answer.body.message).toMatch(message);
    }
    expect(await get(primary.user_id)).toEqual(before);
  });

  it('of two accounts of one connection says that it does not know which', async () => {
    const third = await tenant.makeUser({ connection, username: 'third' });
    await tenant.call('POST', `${userPath(primary.user_id)}/identities`, {
      body: { provider: 'auth0', user_id: third.user_id },
    });
    const { status, body } = await patch(primary.user_id, { connection, email: 'x@example.com' });
    expect([status, body.message]).toEqual([400, expect.stringContaining('several identities')]);
  });
});

describe('a person who may only add to their metadata (create:current_user_metadata)', () => {
  it('adds keys and neither changes nor removes one', async () => {
    const user = await tenant.makeUser({ user_metadata: { mine: 1, deep: { a: [1] } } });
    const token = await tenant.userToken(user, ['create:current_user_metadata']);
    const own = (user_metadata: unknown) =>
      tenant.call('PATCH', userPath(user.user_id), { token, body: { user_metadata } });
    expect((await own({ added: 1 })).body.user_metadata).toEqual({ mine: 1, deep: { a: [1] }, added: 1 });
    expect((await own({ deep: { a: [1] }, more: 2 })).status).toBe(200);
    for (const bag of [{ mine: 2 }, { mine: null }, { deep: { a: [1, 2] } }, {}, null]) {
      const { status, body } = await own(bag);
      expect([bag, status, body.errorCode]).toEqual([bag, 403, 'insufficient_scope']);
    }
    for (const body of [{ app_metadata: {} }, { name: 'x' }, { password: 'Another-Horse-9' }])
      expect((await tenant.call('PATCH', userPath(user.user_id), { token, body })).status).toBe(403);
    expect((await get(user.user_id)).user_metadata).toEqual({ mine: 1, deep: { a: [1] }, added: 1, more: 2 });
  });
});

describe('a connection that no application may use', () => {
  const name = 'Closed';
  const reason = `The connection ${name} is disabled: it is enabled for no application.`;
  const names = { email: 'moved@example.com', password: 'Another-Horse-9' };
  let id: string;
  beforeAll(async () => {
    await ensureConnection(tenant.ctx, name);
    id = (await getConnection(tenant.ctx, name)).id;
  });

  it.each(Object.entries(names))(
    'takes no new %s of its users, linked ones included',
    async (field, value) => {
      const main = await tenant.makeUser({ connection: name });
      const primary = await tenant.makeUser();
      const linked = await tenant.makeUser({ connection: name });
      const link = { provider: 'auth0', user_id: linked.user_id };
      await tenant.call('POST', `${userPath(primary.user_id)}/identities`, { body: link });
      for (const [userId, extra] of [
        [main.user_id, {}],
        [primary.user_id, { connection: name }],
      ] as const) {
        const before = await get(userId);
        const { status, body } = await patch(userId, { [field]: value, ...extra });
        expect([status, body.errorCode, body.message]).toEqual([400, 'operation_not_supported', reason]);
        expect(await get(userId)).toEqual(before);
      }
      expect((await patch(main.user_id, { name: 'Renamed', blocked: true })).status).toBe(200);
    },
  );

  it('takes no new users from an application', async () => {
    const body = { connection: name, email: 'none@example.com', password };
    const { status, body: error } = await tenant.call('POST', '/users', { body });
    expect([status, error.errorCode, error.message]).toEqual([400, 'operation_not_supported', reason]);
  });

  it('takes them as soon as one may, or those of third parties; administrators are never bound', async () => {
    const user = await tenant.makeUser({ connection: name });
    await updateUser(tenant.ctx, user.user_id, { email: 'console@example.com' }, { metadata: 'merge' });
    const openings: [() => Promise<unknown>, () => Promise<unknown>][] = [
      [
        () => updateConnection(tenant.ctx, id, { is_domain_connection: true }),
        () => updateConnection(tenant.ctx, id, { is_domain_connection: false }),
      ],
      [
        () => updateConnectionClients(tenant.ctx, id, [{ client_id: tenant.web.client_id, status: true }]),
        () => updateConnectionClients(tenant.ctx, id, [{ client_id: tenant.web.client_id, status: false }]),
      ],
    ];
    for (const [open, close] of openings) {
      await open();
      expect((await patch(user.user_id, { email: names.email })).status).toBe(200);
      await close();
      expect((await patch(user.user_id, { email: 'x@example.com' })).status).toBe(400);
    }
  });
});
