import { beforeAll, describe, expect, it } from 'vitest';
import { managementScopes, type Scope } from '@/lib/access';
import { isRemembered, proveFactor, rememberBrowser } from '@/lib/factors';
import { enrolFor } from '@/lib/factors/factors.fixture';
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

const table: [string, string, Scope, number, unknown][] = [
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
  ['POST', '/recovery-code-regeneration', 'update:users', 404, notEnrolled],
];

describe('the second factors of a user who has none', () => {
  it.each(table)('%s %s with %s answers %i', async (method, path, scope, expected, shown) => {
    const token = await tenant.machineToken(scope);
    const { status, body } = await tenant.call(method, `${userPath(tenant.ada.user_id)}${path}`, { token });
    expect(status).toBe(expected);
    if (expected === 404) expect(body).toMatchObject(Object(shown));
    else expect(body).toEqual(shown);
  });

  it.each(table)('%s %s without %s is refused, and of nobody is not found', async (method, path, scope) => {
    const others = managementScopes.filter((each) => each !== scope);
    const own = `${userPath(tenant.ada.user_id)}${path}`;
    expect((await tenant.call(method, own, { token: '' })).status).toBe(401);
    for (const token of [await tenant.machineToken(...others), await tenant.userToken(tenant.ada)])
      expect((await tenant.call(method, own, { token })).status).toBe(403);
    const { status, body } = await tenant.call(method, `/users/auth0%7Cnobody${path}`);
    expect([status, body.errorCode]).toEqual([404, 'inexistent_user']);
  });

  it('knows the factors that the contract names and no other', async () => {
    const path = `${userPath(tenant.ada.user_id)}/multifactor/sms`;
    const { status, body } = await tenant.call('DELETE', path);
    expect([status, body.errorCode]).toEqual([400, 'invalid_uri']);
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
    for (const method of ['GET', 'DELETE']) expect((await tenant.call(method, path)).status).toBe(404);
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

  it('of an administrator are neither removed nor recovered by a machine', async () => {
    const { at, user, id } = await enrolled();
    await database.sql`insert into admins (user_id, role, created_at) values (${user.user_id}, 'admin', now())`;
    const token = await tenant.machineToken(...managementScopes);
    const writes = [
      ['DELETE', '/multifactor/google-authenticator'],
      ['DELETE', '/authenticators'],
      ['DELETE', '/authentication-methods'],
      ['DELETE', `/authentication-methods/${encodeURIComponent(id)}`],
      ['POST', '/recovery-code-regeneration'],
    ] as const;
    for (const [method, path] of writes) {
      const { status, body } = await tenant.call(method, at(path), { token });
      expect([path, status, body.errorCode]).toEqual([path, 403, 'insufficient_scope']);
    }
    expect(await methodsOf(at)).toHaveLength(2);
  });
});
