import { beforeAll, describe, expect, it } from 'vitest';
import { managementScopes, type Scope } from '@/lib/access';
import { isRemembered, proveFactor, rememberBrowser } from '@/lib/factors';
import { enrolFor } from '@/lib/factors/factors.fixture';
import { codeOf } from '@/lib/http/oidc/factors.fixture';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
});

const emptyTotals = { start: 0, limit: 50, total: 0, authenticators: [] };
const notEnrolled = { statusCode: 404, errorCode: 'enrollment_not_found' };
const noMethod = { statusCode: 404, errorCode: 'inexistent_authentication_method' };

const totp_secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const app = { type: 'totp', totp_secret };

/** Statuses of whoever may not, by the scope that may; where a call takes a body, it is right. */
const table: [string, string, Scope, number, unknown, unknown?][] = [
  ['GET', '/enrollments', 'read:users', 200, []],
  ['DELETE', '/multifactor/duo', 'update:users', 204, null],
  ['DELETE', '/multifactor/google-authenticator', 'update:users', 204, null],
  ['POST', '/multifactor/actions/invalidate-remember-browser', 'update:users', 204, null],
  ['DELETE', '/authenticators', 'delete:guardian_enrollments', 204, null],
  ['GET', '/authentication-methods', 'read:authentication_methods', 200, []],
  ['GET', '/authentication-methods?include_totals=true', 'read:authentication_methods', 200, emptyTotals],
  ['DELETE', '/authentication-methods', 'delete:authentication_methods', 204, null],
  ['GET', '/authentication-methods/x', 'read:authentication_methods', 404, noMethod],
  ['DELETE', '/authentication-methods/x', 'delete:authentication_methods', 404, noMethod],
  ['PATCH', '/authentication-methods/x', 'update:authentication_methods', 404, noMethod, { name: 'Phone' }],
  ['PUT', '/authentication-methods', 'update:authentication_methods', 200, [], []],
  ['POST', '/recovery-code-regeneration', 'update:users', 404, notEnrolled],
];

const making: (typeof table)[number] = [
  'POST',
  '/authentication-methods',
  'create:authentication_methods',
  201,
  null,
  app,
];

describe('the second factors of a user who has none', () => {
  it.each(table)('%s %s with %s answers %i', async (method, path, scope, expected, shown, sent) => {
    const token = await tenant.machineToken(scope);
    const { status, body } = await tenant.call(method, `${userPath(tenant.ada.user_id)}${path}`, {
      token,
      body: sent,
    });
    expect(status).toBe(expected);
    if (expected === 404) expect(body).toMatchObject(Object(shown));
    else expect(body).toEqual(shown);
  });

  it.each([...table, making])(
    '%s %s without %s is refused, and of nobody is not found',
    async (...[method, path, scope, , , body]) => {
      const others = managementScopes.filter((each) => each !== scope);
      const own = `${userPath(tenant.ada.user_id)}${path}`;
      expect((await tenant.call(method, own, { token: '', body })).status).toBe(401);
      for (const token of [await tenant.machineToken(...others), await tenant.userToken(tenant.ada)])
        expect((await tenant.call(method, own, { token, body })).status).toBe(403);
      const of = await tenant.call(method, `/users/auth0%7Cnobody${path}`, { body });
      expect([of.status, of.body.errorCode]).toEqual([404, 'inexistent_user']);
    },
  );

  it('knows the factors that the contract names and no other', async () => {
    const path = `${userPath(tenant.ada.user_id)}/multifactor/sms`;
    const { status, body } = await tenant.call('DELETE', path);
    expect([status, body.errorCode]).toEqual([400, 'invalid_uri']);
  });
});

describe('an app that an application gives to a user', () => {
  const at = (user: { user_id: string }, id?: string) =>
    `${userPath(user.user_id)}/authentication-methods${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;
  const prove = async ({ user_id }: { user_id: string }, secret = totp_secret) => {
    tenant.ctx.clock.advance(60);
    return (await proveFactor(tenant.ctx, user_id, { code: await codeOf(tenant.ctx, secret) })).kind;
  };
  const listed = async (user: { user_id: string }) =>
    (await tenant.call('GET', at(user))).body as { id: string; type: string; name?: string }[];

  it('is confirmed at once, is named, and is replaced with all that there was', async () => {
    const user = await tenant.makeUser();
    const create = await tenant.machineToken('create:authentication_methods');
    const update = await tenant.machineToken('update:authentication_methods');
    const given = { ...app, totp_secret: totp_secret.toLowerCase(), name: 'Her phone' };
    const made = await tenant.call('POST', at(user), { token: create, body: given });
    expect([made.status, made.body]).toEqual([
      201,
      {
        id: expect.stringMatching(/^totp\|dev_\w{16}$/),
        type: 'totp',
        name: 'Her phone',
        confirmed: true,
        created_at: expect.any(String),
      },
    ]);
    expect(await prove(user)).toBe('proven');
    const { id } = made.body;
    const named = await tenant.call('PATCH', at(user, id), { token: update, body: { name: 'Old phone' } });
    expect([named.status, named.body]).toEqual([200, { ...made.body, name: 'Old phone' }]);
    expect((await tenant.call('PATCH', at(user, id), { token: update })).body).toEqual(named.body);
    expect((await tenant.call('GET', at(user, id))).body).toMatchObject({ id, name: 'Old phone' });
    await tenant.call('POST', `${userPath(user.user_id)}/recovery-code-regeneration`);
    expect(await listed(user)).toHaveLength(2);
    await tenant.ctx.db.execute(rememberBrowser(tenant.ctx, user.user_id).insert);
    const other = 'ABCDEFGHIJKLMNOPABCDEFGHIJKLMNOP';
    const set = await tenant.call('PUT', at(user), { token: update, body: [{ ...app, totp_secret: other }] });
    expect([set.status, set.body]).toEqual([200, [expect.objectContaining({ type: 'totp' })]]);
    expect((await listed(user)).map((each) => each.id)).toEqual([set.body[0].id]);
    expect([await prove(user), await prove(user, other)]).toEqual(['wrong', 'proven']);
    const left = await database.sql`select 1 from remembered_browsers where user_id = ${user.user_id}`;
    expect(left).toHaveLength(0);
    const told = JSON.stringify([made.body, named.body, set.body, await database.sql`select * from logs`]);
    for (const hidden of [totp_secret, other]) expect(told.toUpperCase()).not.toContain(hidden);
    const [row] = await database.sql`
      select details -> 'after' as after from logs
      where user_id = ${user.user_id} and details ->> 'kind' = 'user' order by log_id desc limit 1`;
    expect(row?.after).toEqual({ authenticators: [{ id: set.body[0].id, type: 'otp' }] });
  });

  it('is no second one: neither by POST, nor by two in PUT, nor for two who come together', async () => {
    const user = await tenant.makeUser();
    const both = await Promise.all([1, 2].map(() => tenant.call('POST', at(user), { body: app })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const again = await tenant.call('POST', at(user), { body: app });
    expect([again.status, again.body.errorCode]).toEqual([409, 'authentication_method_exists']);
    expect((await tenant.call('PUT', at(user), { body: [app, app] })).status).toBe(400);
    expect(await listed(user)).toHaveLength(1);
  });

  it.each([
    ['phone', { type: 'phone', phone_number: '+491234567' }, /type phone/],
    ['email', { type: 'email', email: 'a@example.com' }, /type email/],
    ['passkey', { type: 'passkey' }, /type passkey/],
    ['webauthn-roaming', { type: 'webauthn-roaming', key_id: 'x' }, /type webauthn-roaming/],
    ['recovery-code', { type: 'recovery-code' }, /recovery-code-regeneration/],
    ['no type', { totp_secret }, /Missing required property: type/],
    ['no key', { type: 'totp' }, /totp_secret/],
    ['a short key', { type: 'totp', totp_secret: 'GEZDGNBVGY3TQ' }, /16 to 128/],
    ['no Base32', { type: 'totp', totp_secret: '0189'.repeat(8) }, /Base32/],
    ['an empty name', { ...app, name: '' }, /name/],
  ])('is refused by name where it is %s', async (_, body, message) => {
    for (const [method, sent] of [
      ['POST', body],
      ['PUT', [body]],
    ] as const) {
      const answer = await tenant.call(method, at(tenant.ada), { body: sent });
      expect([answer.status, answer.body.errorCode]).toEqual([400, 'invalid_body']);
      expect(answer.body.message).toMatch(message);
    }
    expect(await listed(tenant.ada)).toEqual([]);
  });

  it('has no preferred way of being sent', async () => {
    const body = { preferred_authentication_method: 'sms' };
    expect((await tenant.call('PATCH', at(tenant.ada, 'x'), { body })).status).toBe(400);
  });
});

describe('the second factors of a user who has enrolled an app', () => {
  const newest = async () => {
    const [log] = await database.sql`select * from logs where type = 'sapi' order by log_id desc limit 1`;
    return log;
  };
  const enrolled = async () => {
    const user = await tenant.makeUser();
    const made = await enrolFor(tenant.ctx, user.user_id);
    const at = (path: string) => `${userPath(user.user_id)}${path}`;
    return { user, ...made, at };
  };
  const methodsOf = async (at: (path: string) => string) =>
    (await tenant.call('GET', at('/authentication-methods'))).body as { id: string; type: string }[];

  it('are listed without any key or code', async () => {
    const { at, id, secret, recoveryCode } = await enrolled();
    const listed = await tenant.call('GET', at('/enrollments'));
    expect(listed.body).toEqual([
      {
        id: id.replace('totp|', ''),
        status: 'confirmed',
        type: 'authenticator',
        auth_method: 'authenticator',
        enrolled_at: expect.any(String),
        last_auth: expect.any(String),
      },
    ]);
    const page = await tenant.call(
      'GET',
      at('/authentication-methods?include_totals=true&per_page=1&page=1'),
    );
    expect(page.body).toEqual({
      start: 1,
      limit: 1,
      total: 2,
      authenticators: [expect.objectContaining({ type: 'recovery-code', confirmed: true })],
    });
    const one = await tenant.call('GET', at(`/authentication-methods/${encodeURIComponent(id)}`));
    expect(one.body).toMatchObject({ id, type: 'totp' });
    const told = JSON.stringify([listed.body, page.body, one.body]);
    for (const hidden of [secret, recoveryCode]) expect(told).not.toContain(hidden);
  });

  it.each([
    ['/multifactor/google-authenticator', 'update:users'],
    ['/authenticators', 'delete:guardian_enrollments'],
    ['/authentication-methods', 'delete:authentication_methods'],
  ] as const)('go by DELETE %s, once told in the log, with the remembered browsers', async (path, scope) => {
    const { at, user } = await enrolled();
    await tenant.ctx.db.execute(rememberBrowser(tenant.ctx, user.user_id).insert);
    const token = await tenant.machineToken(scope);
    expect((await tenant.call('DELETE', at(path), { token })).status).toBe(204);
    expect(await methodsOf(at)).toEqual([]);
    const log = await newest();
    expect(log).toMatchObject({ user_id: user.user_id });
    const left = await database.sql`select 1 from remembered_browsers where user_id = ${user.user_id}`;
    expect(left).toHaveLength(0);
    expect((await tenant.call('DELETE', at(path), { token })).status).toBe(204);
    expect((await newest())?.log_id).toBe(log?.log_id);
  });

  it('are named on the user wherever users are shown, and not any more when they are gone', async () => {
    const { at, user } = await enrolled();
    const path = userPath(user.user_id);
    const email = encodeURIComponent(user.email ?? '');
    const shown = async () => {
      const answers = await Promise.all([
        tenant.call('GET', path),
        tenant.call('PATCH', path, { body: { nickname: 'n' } }),
        tenant.call('GET', `/users?q=email:"${email}"`),
        tenant.call('GET', `/users-by-email?email=${email}`),
        tenant.call('GET', `${path}?fields=multifactor,multifactor_last_modified`),
      ]);
      const found = answers.map(({ body }) => [body].flat()[0]);
      return found.map(({ multifactor, multifactor_last_modified: since }) => ({ multifactor, since }));
    };
    const since = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(await shown()).toEqual(Array.from({ length: 5 }, () => ({ multifactor: ['guardian'], since })));
    await tenant.call('DELETE', at('/authenticators'));
    expect(await shown()).toEqual(Array.from({ length: 5 }, () => ({})));
  });

  it('go one by one, the recovery code with the app', async () => {
    const { at, id } = await enrolled();
    const [, code] = await methodsOf(at);
    const one = (method: string) => at(`/authentication-methods/${encodeURIComponent(method)}`);
    expect((await tenant.call('DELETE', one(code?.id ?? ''))).status).toBe(204);
    expect((await tenant.call('DELETE', one(code?.id ?? ''))).status).toBe(404);
    expect((await methodsOf(at)).map(({ type }) => type)).toEqual(['totp']);
    expect((await tenant.call('DELETE', one(id))).status).toBe(204);
    const other = await enrolled();
    await tenant.call('DELETE', other.at(`/authentication-methods/${encodeURIComponent(other.id)}`));
    expect(await methodsOf(other.at)).toEqual([]);
    expect((await tenant.call('DELETE', at('/multifactor/duo'))).status).toBe(204);
  });

  it('of another user are none of this one', async () => {
    const [one, other] = [await enrolled(), await enrolled()];
    const path = one.at(`/authentication-methods/${encodeURIComponent(other.id)}`);
    for (const method of ['GET', 'DELETE', 'PATCH']) {
      const body = method === 'PATCH' ? { name: 'Mine' } : undefined;
      expect((await tenant.call(method, path, { body })).status).toBe(404);
    }
    expect(await methodsOf(other.at)).toHaveLength(2);
  });

  it('get a new recovery code, which is told once and kept as a hash', async () => {
    const { at, user, recoveryCode } = await enrolled();
    const { status, body } = await tenant.call('POST', at('/recovery-code-regeneration'));
    expect([status, body]).toEqual([200, { recovery_code: expect.stringMatching(/^[A-Z2-9]{24}$/) }]);
    const prove = (code: string) => proveFactor(tenant.ctx, user.user_id, { recoveryCode: code });
    expect((await prove(recoveryCode)).kind).toBe('wrong');
    expect((await prove(body.recovery_code)).kind).toBe('proven');
    expect(JSON.stringify(await database.sql`select * from logs`)).not.toContain(body.recovery_code);
  });

  it('are asked for again in every browser after invalidate-remember-browser', async () => {
    const { at, user } = await enrolled();
    const { cookie, insert } = rememberBrowser(tenant.ctx, user.user_id);
    await tenant.ctx.db.execute(insert);
    expect(await isRemembered(tenant.ctx, user.user_id, cookie)).toBe(true);
    const path = at('/multifactor/actions/invalidate-remember-browser');
    expect((await tenant.call('POST', path)).status).toBe(204);
    expect(await isRemembered(tenant.ctx, user.user_id, cookie)).toBe(false);
    expect(await methodsOf(at)).toHaveLength(2);
  });

  it('of an administrator are neither removed, made, named nor recovered by a machine', async () => {
    const { at, user, id } = await enrolled();
    await database.sql`insert into admins (user_id, role, created_at) values (${user.user_id}, 'admin', now())`;
    const token = await tenant.machineToken(...managementScopes);
    const writes = [
      ['DELETE', '/multifactor/google-authenticator'],
      ['DELETE', '/authenticators'],
      ['DELETE', '/authentication-methods'],
      ['DELETE', `/authentication-methods/${encodeURIComponent(id)}`],
      ['POST', '/recovery-code-regeneration'],
      ['POST', '/authentication-methods', app],
      ['PUT', '/authentication-methods', []],
      ['PATCH', `/authentication-methods/${encodeURIComponent(id)}`, { name: 'Mine' }],
    ] as const;
    for (const [method, path, sent] of writes) {
      const { status, body } = await tenant.call(method, at(path), { token, body: sent });
      expect([path, status, body.errorCode]).toEqual([path, 403, 'insufficient_scope']);
    }
    expect(await methodsOf(at)).toHaveLength(2);
  });
});
