import { beforeAll, describe, expect, it } from 'vitest';
import { managementScopes, type Scope } from '@/lib/access';
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
