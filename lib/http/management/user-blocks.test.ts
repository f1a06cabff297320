import { beforeAll, describe, expect, it } from 'vitest';
import { ensureConnection } from '@/lib/connections';
import { form, password } from '@/lib/http/oidc/scenario.fixture';
import { addressHeader } from '@/lib/http/request-context';
import { sweepExpired } from '@/lib/oidc';
import { grantAdmin } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import type { UserView } from '@/lib/users';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
const connection = 'Username-Password-Authentication';
let tenant: Tenant;
let count = 0;
beforeAll(async () => {
  tenant = await makeTenant(database);
  await ensureConnection(tenant.ctx, 'Unlimited', { brute_force_protection: false });
});

/** A sign-in from an address; what is said of it. */
async function signIn(username: string, typed: string, ip: string): Promise<string> {
  const fields = { grant_type: 'password', username, password: typed, ...tenant.credentials(tenant.web) };
  const init = form(fields);
  const response = await tenant.request('/oauth/token', {
    ...init,
    headers: { ...Object(init.headers), [addressHeader]: ip },
  });
  const body: { error?: string } = await response.json();
  return body.error ?? 'signed in';
}

/** Wrong passwords until there is a block. */
async function block(username: string, ip: string): Promise<void> {
  await Promise.all(Array.from({ length: 10 }, () => signIn(username, 'wrong', ip)));
  expect(await signIn(username, 'wrong', ip)).toBe('too_many_attempts');
}

const freshIp = () => `198.51.100.${++count}`;
const blocksOf = (user: UserView, query = '') =>
  tenant.call('GET', `/user-blocks/${encodeURIComponent(user.user_id)}${query}`);
const byName = (identifier: string, method = 'GET', token?: string) =>
  tenant.call(method, `/user-blocks?identifier=${encodeURIComponent(identifier)}`, { token });
const events = (type: string, name: string) =>
  database.sql`select type, user_id, user_name, connection, ip from logs where type = ${type} and user_name = ${name}`;

describe('a brute-force block', () => {
  it('is shown by user and by name, from when it begins to when it ends', async () => {
    const user = await tenant.makeUser();
    const name = user.email ?? '';
    const ip = freshIp();
    expect((await blocksOf(user)).body).toEqual({ blocked_for: [] });
    await Promise.all(Array.from({ length: 10 }, () => signIn(name, 'wrong', ip)));
    expect((await blocksOf(user)).body).toEqual({ blocked_for: [] });
    expect(await signIn(name.toUpperCase(), password, ip)).toBe('too_many_attempts');
    const expected = { blocked_for: [{ identifier: name, ip, connection }] };
    expect((await blocksOf(user)).body).toEqual(expected);
    expect((await byName(name.toUpperCase())).body).toEqual(expected);
    expect((await blocksOf(user, '?consider_brute_force_enablement=true')).body).toEqual(expected);
    tenant.ctx.clock.advance(900);
    expect((await blocksOf(user)).body).toEqual({ blocked_for: [] });
    await sweepExpired(tenant.ctx);
    expect(await database.sql`select * from sign_in_blocks`).toEqual([]);
    expect(await signIn(name, password, ip)).toBe('signed in');
  });

  it('is one event when it begins, of the user whose name it is', async () => {
    const user = await tenant.makeUser();
    const ip = freshIp();
    await block(user.email ?? '', ip);
    for (let round = 0; round < 3; round++) await signIn(user.email ?? '', 'wrong', ip);
    expect(await events('limit_wc', user.email ?? '')).toEqual([
      { type: 'limit_wc', user_id: user.user_id, user_name: user.email, connection, ip },
    ]);
    expect(await events('f', user.email ?? '')).toHaveLength(3);
  });

  it('holds for its address alone, and is lifted there and everywhere', async () => {
    const user = await tenant.makeUser();
    const name = user.email ?? '';
    const [one, other] = [freshIp(), freshIp()];
    await block(name, one);
    expect(await signIn(name, password, other)).toBe('signed in');
    await block(name, other);
    expect((await blocksOf(user)).body.blocked_for.map(({ ip }: { ip: string }) => ip)).toEqual([one, other]);
    const path = `/user-blocks/${encodeURIComponent(user.user_id)}`;
    const { status, body } = await tenant.call('DELETE', path);
    expect([status, body]).toEqual([204, null]);
    expect((await blocksOf(user)).body).toEqual({ blocked_for: [] });
    expect(await signIn(name, password, one)).toBe('signed in');
    expect(await signIn(name, password, other)).toBe('signed in');
    expect(await events('ublkdu', name)).toMatchObject([
      { user_id: user.user_id },
      { user_id: user.user_id },
    ]);
    expect((await tenant.call('DELETE', path)).status).toBe(204);
  });

  it('of a linked account is one of the user whom it signs in', async () => {
    const [primary, secondary] = [await tenant.makeUser(), await tenant.makeUser()];
    await tenant.call('POST', `${userPath(primary.user_id)}/identities`, {
      body: { provider: 'auth0', user_id: secondary.user_id },
    });
    await block(secondary.email ?? '', freshIp());
    expect((await blocksOf(primary)).body.blocked_for).toMatchObject([{ identifier: secondary.email }]);
  });

  it('of a name that is nobody’s is shown and lifted by name, and tells that there is nobody', async () => {
    const ip = freshIp();
    await block('nobody@example.com', ip);
    expect((await byName('nobody@example.com')).body).toEqual({
      blocked_for: [{ identifier: 'nobody@example.com', ip, connection }],
    });
    expect((await byName('nobody@example.com', 'DELETE')).status).toBe(204);
    expect((await byName('nobody@example.com')).body).toEqual({ blocked_for: [] });
    expect(await events('ublkdu', 'nobody@example.com')).toMatchObject([{ user_id: null }]);
  });

  it('of an administrator is lifted by no machine, which could go on guessing', async () => {
    const admin = await tenant.makeUser();
    await grantAdmin(tenant.ctx, admin.user_id);
    const name = admin.email ?? '';
    await block(name, freshIp());
    const path = `/user-blocks/${encodeURIComponent(admin.user_id)}`;
    for (const answer of [await tenant.call('DELETE', path), await byName(name, 'DELETE')])
      expect([answer.status, answer.body.errorCode]).toEqual([403, 'insufficient_scope']);
    expect((await blocksOf(admin)).body.blocked_for).toHaveLength(1);
  });
});

it('the scopes are read:users and update:users, the user has to be there, and a name has to be named', async () => {
  const path = `/user-blocks/${encodeURIComponent(tenant.ada.user_id)}`;
  const reader = await tenant.machineToken('read:users');
  const writer = await tenant.machineToken('update:users');
  const own = await tenant.userToken(tenant.ada);
  for (const [method, good, bad] of [
    ['GET', reader, writer],
    ['DELETE', writer, reader],
  ] as const) {
    for (const place of [path, '/user-blocks?identifier=ada%40example.com']) {
      expect((await tenant.call(method, place, { token: '' })).status).toBe(401);
      for (const token of [bad, own]) expect((await tenant.call(method, place, { token })).status).toBe(403);
      expect((await tenant.call(method, place, { token: good })).status).toBe(method === 'GET' ? 200 : 204);
    }
    const nobody = await tenant.call(method, '/user-blocks/auth0%7Cnobody');
    expect([nobody.status, nobody.body.errorCode]).toEqual([404, 'inexistent_user']);
    for (const query of ['', '?identifier=', '?identifier=a%00', '?name=x'])
      expect([query, (await tenant.call(method, `/user-blocks${query}`)).status]).toEqual([query, 400]);
  }
});
