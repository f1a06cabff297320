import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type UpdateClientInput, updateClient } from '@/lib/clients';
import { testDatabase } from '@/lib/testing';
import { answered, callback, form, makeScenario, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

async function set(patch: UpdateClientInput): Promise<void> {
  await updateClient(tenant.ctx, tenant.web.client_id, patch);
  await tenant.changesHeard();
}

async function idToken(browser = tenant.browser()): Promise<string> {
  const code = (await browser.logIn()).get('code') ?? '';
  const { body } = await tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback });
  return String(body.id_token);
}

describe('jwt_configuration', () => {
  it('says how long an ID token lives', async () => {
    await set({ jwt_configuration: { lifetime_in_seconds: 600 } });
    const { exp = 0, iat = 0 } = decodeJwt(await idToken());
    expect(exp - iat).toBe(600);
  });

  it('may ask for HS256: signed with the secret itself, or with the bytes that it is base64 of', async () => {
    const secret = tenant.web.client_secret ?? '';
    for (const secret_encoded of [false, true]) {
      await set({ jwt_configuration: { alg: 'HS256', secret_encoded } });
      const token = await idToken();
      expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' });
      const key = Buffer.from(secret, secret_encoded ? 'base64' : 'utf8');
      const options = { audience: tenant.web.client_id, currentDate: tenant.ctx.clock.now };
      expect((await jwtVerify(token, key, options)).payload.sub).toBe(tenant.ada.user_id);
      await expect(jwtVerify(token, Buffer.from('x'.repeat(43)), options)).rejects.toThrow();
    }
  });

  it('with HS256 lets the ID token be a hint, and no token that another secret signed', async () => {
    await set({ jwt_configuration: { alg: 'HS256', secret_encoded: false } });
    const browser = tenant.browser();
    const hint = await idToken(browser);
    const logout = (id_token_hint: string) =>
      browser.request(`/oidc/logout?${new URLSearchParams({ id_token_hint })}`);
    expect((await logout(`${hint.slice(0, -6)}AAAAAA`)).status).toBe(400);
    await set({ jwt_configuration: { alg: 'RS256' } });
    expect((await logout(hint)).status).toBe(400);
    await set({ jwt_configuration: { alg: 'HS256' } });
    expect((await logout(hint)).status).toBe(200);
    expect(browser.cookies.has('annex_session')).toBe(false);
    await set({ jwt_configuration: { alg: 'RS256' } });
    expect(decodeProtectedHeader(await idToken()).alg).toBe('RS256');
  });
});

describe('sso_disabled', () => {
  it('asks for a sign-in each time, and says so to a silent request', async () => {
    const browser = tenant.browser();
    await browser.logIn();
    expect(answered(await browser.authorize()).has('code')).toBe(true);
    await set({ sso_disabled: true });
    expect(answered(await browser.authorize()).has('code')).toBe(false);
    expect(answered(await browser.authorize({ prompt: 'none' })).get('error')).toBe('login_required');
    expect((await browser.logIn()).has('code')).toBe(true);
    await set({ sso_disabled: false });
  });
});

describe('require_pushed_authorization_requests', () => {
  it('closes /authorize, since there is nowhere to push a request to', async () => {
    await set({ require_pushed_authorization_requests: true });
    const answer = answered(await tenant.browser().authorize());
    expect(answer.get('error')).toBe('invalid_request');
    await set({ require_pushed_authorization_requests: false });
  });
});

describe('is_token_endpoint_ip_header_trusted', () => {
  const attempt = async (address: string, fields: Record<string, string> = {}) => {
    const client = { client_id: tenant.web.client_id, client_secret: tenant.web.client_secret ?? '' };
    const init = form({
      grant_type: 'password',
      username: 'nobody@example.com',
      password: 'wrong',
      ...client,
      ...fields,
    });
    await tenant.request('/oauth/token', {
      ...init,
      headers: { ...init.headers, 'auth0-forwarded-for': address },
    });
    const [row] = await database.sql`select ip from logs where type = 'fu' order by log_id desc limit 1`;
    return row?.ip;
  };

  it('makes the named address the caller’s, where it is one and the client has proven itself', async () => {
    expect(await attempt('198.51.100.1')).toBe('203.0.113.7');
    await set({ is_token_endpoint_ip_header_trusted: true });
    expect(await attempt('198.51.100.1')).toBe('198.51.100.1');
    expect(await attempt('not an address')).toBe('203.0.113.7');
    expect(await attempt('198.51.100.2', { client_secret: 'wrong' })).toBe('203.0.113.7');
  });
});
