import { beforeAll, describe, expect, it } from 'vitest';
import { answered, callback, password } from '@/lib/http/oidc/scenario.fixture';
import { testDatabase } from '@/lib/testing';
import { restoreUser, type UserView } from '@/lib/users';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
});

/** Somebody signed in at a browser, with every kind of token, and a code that is not spent yet. */
async function signedIn(user: UserView) {
  const browser = tenant.browser();
  const state = answered(await browser.authorize({ scope: 'openid offline_access' })).get('state') ?? '';
  const result = await browser.fillIn(state, { identifier: user.email ?? '' });
  const spent = answered(result.redirectTo ?? '').get('code') ?? '';
  const { body } = await exchange(spent);
  const unspent = answered(await browser.authorize({ scope: 'openid' })).get('code') ?? '';
  return {
    browser,
    unspent,
    opaque: String(body.access_token),
    refresh: String(body.refresh_token),
    api: await tenant.userToken(user),
  };
}

const exchange = (code: string) =>
  tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback });

/** What still works: session, unspent code, opaque token at userinfo, refresh token, token for the API. */
async function alive(
  { browser, unspent, opaque, refresh, api }: Awaited<ReturnType<typeof signedIn>>,
  user: UserView,
) {
  const silent = answered(await browser.authorize({ prompt: 'none' }));
  const refreshed = await tenant.token({ grant_type: 'refresh_token', refresh_token: refresh });
  return {
    session: silent.has('code'),
    code: (await exchange(unspent)).status === 200,
    userinfo: (await tenant.userinfo(opaque)).status === 200,
    refresh: refreshed.status === 200,
    api: (await tenant.call('GET', userPath(user.user_id), { token: api })).status === 200,
  };
}

const everything = { session: true, code: true, userinfo: true, refresh: true, api: true };
const nothing = { session: false, code: false, userinfo: false, refresh: false, api: false };

const patch = (user: UserView, body: object) => tenant.call('PATCH', userPath(user.user_id), { body });

describe('what was opened before', () => {
  it('a new password ends, at once and for good', async () => {
    const user = await tenant.makeUser();
    const before = await signedIn(user);
    expect((await patch(user, { password: 'Another-Horse-9' })).status).toBe(200);
    expect(await alive(before, user)).toEqual(nothing);
    expect(await database.sql`select 1 from oidc_sessions where user_id = ${user.user_id}`).toHaveLength(0);
    expect(
      await database.sql`select 1 from oidc_refresh_tokens where user_id = ${user.user_id}`,
    ).toHaveLength(0);
    const open = await database.sql`
      select 1 from oidc_grants where user_id = ${user.user_id} and revoked_at is null`;
    expect(open).toHaveLength(0);
  });

  it('the same password set anew ends too', async () => {
    const user = await tenant.makeUser();
    const before = await signedIn(user);
    await patch(user, { password });
    expect(await alive(before, user)).toEqual(nothing);
    expect(await alive(await signedIn(user), user)).toEqual(everything);
  });

  it('a block ends, and lifting the block does not bring it back', async () => {
    const user = await tenant.makeUser();
    const before = await signedIn(user);
    await patch(user, { blocked: true });
    expect(await alive(before, user)).toEqual(nothing);
    await patch(user, { blocked: false });
    expect(await alive(before, user)).toEqual(nothing);
    expect(await alive(await signedIn(user), user)).toEqual(everything);
  });

  it('a block that a restore brings back ends too', async () => {
    const user = await tenant.makeUser({ blocked: true });
    await patch(user, { blocked: false });
    const before = await signedIn(user);
    await restoreUser(tenant.ctx, user.user_id, 1);
    expect(await alive(before, user)).toEqual(nothing);
  });

  it('a delete ends', async () => {
    const user = await tenant.makeUser();
    const before = await signedIn(user);
    await tenant.call('DELETE', userPath(user.user_id));
    expect(await alive(before, user)).toEqual(nothing);
  });

  it('no other change ends, and no change of another user', async () => {
    const [user, other] = [await tenant.makeUser(), await tenant.makeUser()];
    const before = await signedIn(user);
    await patch(user, { email_verified: true, name: 'New', blocked: false, user_metadata: { a: 1 } });
    await patch(other, { password: 'Another-Horse-9' });
    await patch(other, { blocked: true });
    expect(await alive(before, user)).toEqual(everything);
  });

  it('nothing ends when the change is refused', async () => {
    const user = await tenant.makeUser();
    const before = await signedIn(user);
    expect((await patch(user, { password: 'weak' })).status).toBe(400);
    const stale = { body: { blocked: true }, headers: { 'if-match': '"99"' } };
    expect((await tenant.call('PATCH', userPath(user.user_id), stale)).status).toBe(412);
    expect(await alive(before, user)).toEqual(everything);
  });
});

it('ending takes no statement of its own', async () => {
  const user = await tenant.makeUser();
  await signedIn(user);
  const count = async (body: object) => (await database.queries.during(() => patch(user, body))).length;
  expect(await count({ blocked: true })).toBe(2);
  // One more reads the connection's password policy, and one queues the Actions that run after a change.
  expect(await count({ password: 'Another-Horse-9' })).toBe(4);
});

it('a change of password and a refresh at one moment leave no token that works', async () => {
  for (let round = 0; round < 5; round++) {
    const user = await tenant.makeUser();
    const before = await signedIn(user);
    const refresh = () => tenant.token({ grant_type: 'refresh_token', refresh_token: before.refresh });
    const [changed, ...raced] = await Promise.all([
      patch(user, { blocked: true }),
      ...Array.from({ length: 4 }, refresh),
    ]);
    expect(changed.status).toBe(200);
    for (const { body } of raced) {
      if (body.access_token) expect((await tenant.userinfo(body.access_token)).status).toBe(401);
      if (!body.refresh_token) continue;
      const again = await tenant.token({
        grant_type: 'refresh_token',
        refresh_token: String(body.refresh_token),
      });
      expect(again.status).not.toBe(200);
    }
  }
});
