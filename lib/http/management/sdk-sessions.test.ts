import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { selfScopes } from '@/lib/access';
import { testDatabase } from '@/lib/testing';
import type { UserView } from '@/lib/users';
import { api, callback } from '../oidc/scenario.fixture';
import { makeSdkTenant, type SdkTenant } from './sdk.fixture';

const database = testDatabase();
let tenant: SdkTenant;
let ada: UserView;
let ben: UserView;
beforeAll(async () => {
  tenant = await makeSdkTenant(database);
  ada = tenant.ada;
  ben = await tenant.makeUser({ email: 'ben@example.com' });
});
afterAll(() => tenant.close());
beforeEach(async () => {
  await tenant.management.users.sessions.delete(ada.user_id);
  await tenant.management.userGrants.deleteByUserId({ user_id: ada.user_id });
});

/** Somebody signs in at a browser and their application exchanges the code. */
async function signIn(fields: Record<string, string> = {}) {
  const browser = tenant.browser();
  const code = (await browser.logIn({ scope: 'openid offline_access', audience: api, ...fields })).get(
    'code',
  );
  const { body } = await tenant.token({
    grant_type: 'authorization_code',
    code: code ?? '',
    redirect_uri: callback,
  });
  return { browser, refreshToken: String(body.refresh_token), accessToken: String(body.access_token) };
}

const refresh = (refresh_token: string) => tenant.token({ grant_type: 'refresh_token', refresh_token });
const silent = async (browser: Awaited<ReturnType<typeof signIn>>['browser']) =>
  new URL((await browser.authorize({ prompt: 'none' })).headers.get('location') ?? '').searchParams.get(
    'error',
  );

describe('sessions', () => {
  it('are shown with device, applications and times, never with what the cookie holds', async () => {
    const { browser } = await signIn();
    const { data } = await tenant.management.users.sessions.list(ada.user_id);
    const now = tenant.ctx.now();
    expect(data).toEqual([
      {
        id: expect.stringMatching(/^[\w-]{32}$/),
        user_id: ada.user_id,
        created_at: now.toISOString(),
        updated_at: now.toISOString(),
        authenticated_at: now.toISOString(),
        idle_expires_at: new Date(now.getTime() + 3 * 86_400_000).toISOString(),
        expires_at: new Date(now.getTime() + 7 * 86_400_000).toISOString(),
        last_interacted_at: now.toISOString(),
        device: {
          initial_ip: '203.0.113.7',
          initial_user_agent: 'Test/1.0',
          last_ip: '203.0.113.7',
          last_user_agent: 'Test/1.0',
        },
        clients: [{ client_id: tenant.web.client_id }],
        authentication: { methods: [{ name: 'pwd', timestamp: now.toISOString() }] },
        cookie: { mode: 'persistent' },
        session_metadata: null,
      },
    ]);
    for (const secret of browser.cookies.values()) expect(JSON.stringify(data)).not.toContain(secret);
  });

  it('page by checkpoint, each once', async () => {
    for (let index = 0; index < 5; index++) await signIn();
    const seen = [];
    for await (const session of await tenant.management.users.sessions.list(ada.user_id, { take: 2 }))
      seen.push(session.id);
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  it('end one by one or together; the tokens that they led to end by revoke only', async () => {
    const { sessions, users } = tenant.management;
    const first = await signIn();
    const sid = String((await users.sessions.list(ada.user_id)).data[0]?.id);
    const second = await signIn();
    const ids = (await users.sessions.list(ada.user_id)).data.map(({ id }) => String(id));
    await sessions.delete(sid);
    await sessions.delete(sid);
    await expect(sessions.get(sid)).rejects.toMatchObject({ statusCode: 404 });
    const refreshed = [await refresh(first.refreshToken), await refresh(second.refreshToken)];
    expect(refreshed.map(({ status }) => status)).toEqual([200, 200]);
    const other = ids.find((id) => id !== sid) ?? '';
    await sessions.revoke(other);
    const after = [await refresh(first.refreshToken), await refresh(second.refreshToken)];
    expect(after.map(({ status }) => status)).toEqual([200, 403]);
    expect([await silent(first.browser), await silent(second.browser)]).toEqual([
      'login_required',
      'login_required',
    ]);
  });

  it('keep metadata, replaced as a whole, and refuse what is too much', async () => {
    await signIn();
    const [session] = (await tenant.management.users.sessions.list(ada.user_id)).data;
    const id = String(session?.id);
    const { sessions } = tenant.management;
    await sessions.update(id, { session_metadata: { a: '1', b: '2' } });
    expect((await sessions.update(id, { session_metadata: { c: '3' } })).session_metadata).toEqual({
      c: '3',
    });
    const many = Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`k${index}`, 'v']));
    await expect(sessions.update(id, { session_metadata: many })).rejects.toMatchObject({ statusCode: 400 });
    expect((await sessions.update(id, { session_metadata: null })).session_metadata).toBeNull();
  });

  it('that are over are not shown', async () => {
    await signIn();
    // Not the clock of the tenant: the SDK's token would be over too.
    await database.sql`update oidc_sessions set last_used_at = last_used_at - interval '3 days'`;
    expect((await tenant.management.users.sessions.list(ada.user_id)).data).toEqual([]);
  });
});

describe('refresh tokens', () => {
  it('are shown a family each, with what they are for, and still after an exchange', async () => {
    const { refreshToken } = await signIn();
    await refresh(refreshToken);
    const { data } = await tenant.management.users.refreshToken.list(ada.user_id);
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      user_id: ada.user_id,
      client_id: tenant.web.client_id,
      rotating: false,
      resource_servers: [{ audience: api, scopes: 'openid offline_access' }],
      last_exchanged_at: tenant.ctx.now().toISOString(),
      device: { initial_ip: '203.0.113.7', last_user_agent: 'Test/1.0' },
    });
    expect(JSON.stringify(data)).not.toContain(refreshToken);
    const id = String(data[0]?.id);
    const { refreshTokens } = tenant.management;
    const changed = await refreshTokens.update(id, { refresh_token_metadata: { device: 'phone' } });
    expect(changed.refresh_token_metadata).toEqual({ device: 'phone' });
    expect(await refreshTokens.get(id)).toEqual(changed);
    const page = await refreshTokens.list({ user_id: ada.user_id, client_id: 'other' });
    expect(page.data).toEqual([]);
  });

  it.each([
    ['by id', (id: string) => tenant.management.refreshTokens.delete(id)],
    ['by a list', (id: string) => tenant.management.refreshTokens.revoke({ ids: [id] })],
    ['by user', () => tenant.management.users.refreshToken.delete(ada.user_id)],
    [
      'by application and API',
      () => tenant.management.refreshTokens.revoke({ client_id: tenant.web.client_id, audience: api }),
    ],
    ['with all access', () => tenant.management.users.revokeAccess(ada.user_id, {})],
    ['as a device credential', (id: string) => tenant.management.deviceCredentials.delete(id)],
  ])('end %s', async (_, end) => {
    const { refreshToken } = await signIn();
    const [token] = (await tenant.management.users.refreshToken.list(ada.user_id)).data;
    await end(String(token?.id));
    expect((await refresh(refreshToken)).status).toBe(403);
    expect((await tenant.management.users.refreshToken.list(ada.user_id)).data).toEqual([]);
  });

  it('stay when access is revoked but for them', async () => {
    const { refreshToken, browser } = await signIn();
    await tenant.management.users.revokeAccess(ada.user_id, { preserve_refresh_tokens: true });
    expect((await refresh(refreshToken)).status).toBe(200);
    expect(await silent(browser)).toBe('login_required');
  });

  it('of one session end with it, and nobody else’s session is touched under another user’s id', async () => {
    await signIn();
    const [session] = (await tenant.management.users.sessions.list(ada.user_id)).data;
    const body = { session_id: String(session?.id) };
    await expect(tenant.management.users.revokeAccess(ben.user_id, body)).rejects.toMatchObject({
      statusCode: 404,
    });
    await tenant.management.users.revokeAccess(ada.user_id, body);
    expect((await tenant.management.users.sessions.list(ada.user_id)).data).toEqual([]);
  });

  it('are never revoked all at once by a call that names nobody', async () => {
    const { refreshToken } = await signIn();
    for (const body of [{}, { audience: api }])
      await expect(tenant.management.refreshTokens.revoke(body)).rejects.toMatchObject({ statusCode: 400 });
    expect((await refresh(refreshToken)).status).toBe(200);
  });
});

describe('grants', () => {
  it('are one for each user, application and API, with totals, and end what was built on them', async () => {
    const first = await signIn();
    await signIn();
    tenant.ctx.clock.advance(1);
    await signIn({ audience: '', scope: 'openid email' });
    const { data } = await tenant.management.userGrants.list({ user_id: ada.user_id });
    expect(data.map(({ audience, scope, clientID }) => [audience, scope, clientID])).toEqual([
      [api, ['offline_access', 'openid'], tenant.web.client_id],
      [undefined, ['email', 'openid'], tenant.web.client_id],
    ]);
    await tenant.management.userGrants.delete(String(data[0]?.id));
    expect((await refresh(first.refreshToken)).status).toBe(403);
    expect((await tenant.management.userGrants.list({ user_id: ada.user_id })).data).toHaveLength(1);
  });
});

describe('device credentials', () => {
  const key = {
    device_name: 'Phone',
    type: 'public_key',
    value: 'MIIB',
    device_id: 'd1',
    client_id: 'c',
  } as const;

  it('public keys are made by their user, listed beside refresh tokens, and deleted by their user alone', async () => {
    await signIn();
    const own = await tenant.userToken(ada, selfScopes);
    const made = await tenant.call('POST', '/device-credentials', { token: own, body: key });
    expect([made.status, made.body]).toEqual([201, { id: expect.stringMatching(/^dcr_\w{16}$/) }]);
    const { data } = await tenant.management.deviceCredentials.list({ user_id: ada.user_id });
    expect(data.map(({ type }) => type).sort()).toEqual(['public_key', 'refresh_token']);
    expect(JSON.stringify(data)).not.toContain('MIIB');
    const stranger = await tenant.userToken(ben, selfScopes);
    const path = `/device-credentials/${made.body.id}`;
    await tenant.call('DELETE', path, { token: stranger });
    const keys = () => tenant.management.deviceCredentials.list({ type: 'public_key' });
    expect((await keys()).data).toHaveLength(1);
    expect((await tenant.call('DELETE', path, { token: own })).status).toBe(204);
    expect((await keys()).data).toEqual([]);
  });

  it('are made by nobody for another: a machine client is refused', async () => {
    await expect(tenant.management.deviceCredentials.createPublicKey(key)).rejects.toMatchObject({
      statusCode: 403,
    });
  });
});

describe('every one of these routes', () => {
  it.each([
    ['GET', '/users/x/sessions', 'read:sessions'],
    ['DELETE', '/users/x/sessions', 'delete:sessions'],
    ['POST', '/users/x/revoke-access', 'delete:sessions,delete:refresh_tokens'],
    ['GET', '/sessions/x', 'read:sessions'],
    ['PATCH', '/sessions/x', 'update:sessions'],
    ['DELETE', '/sessions/x', 'delete:sessions'],
    ['POST', '/sessions/x/revoke', 'delete:sessions'],
    ['GET', '/users/x/refresh-tokens', 'read:refresh_tokens'],
    ['DELETE', '/users/x/refresh-tokens', 'delete:refresh_tokens'],
    ['GET', '/refresh-tokens?user_id=x', 'read:refresh_tokens'],
    ['POST', '/refresh-tokens/revoke', 'delete:refresh_tokens'],
    ['GET', '/refresh-tokens/x', 'read:refresh_tokens'],
    ['PATCH', '/refresh-tokens/x', 'update:refresh_tokens'],
    ['DELETE', '/refresh-tokens/x', 'delete:refresh_tokens'],
    ['GET', '/grants', 'read:grants'],
    ['DELETE', '/grants?user_id=x', 'delete:grants'],
    ['DELETE', '/grants/x', 'delete:grants'],
    ['GET', '/device-credentials', 'read:device_credentials'],
  ])('%s %s asks for %s, of people too', async (method, path, scope) => {
    for (const token of [await tenant.machineToken('read:users'), await tenant.userToken(ada)]) {
      const { status, body } = await tenant.call(method, path, { token });
      expect([status, body.message]).toEqual([403, `Insufficient scope, expected any of: ${scope}`]);
    }
  });

  it('takes one statement to list', async () => {
    await signIn();
    const { data } = await tenant.management.users.sessions.list(ada.user_id);
    expect(data).toHaveLength(1);
    for (const path of ['sessions', 'refresh-tokens']) {
      const list = () => tenant.call('GET', `/users/${encodeURIComponent(ada.user_id)}/${path}`);
      expect(await database.queries.during(list)).toHaveLength(1);
    }
  });
});
