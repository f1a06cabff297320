import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '@/lib/clients';
import { createConnection, defaultConnection } from '@/lib/connections';
import { cookieNames } from '@/lib/oidc';
import { updateTenantSettings } from '@/lib/settings';
import type { UpdateTenantSettingsInput } from '@/lib/settings/schemas';
import { testDatabase } from '@/lib/testing';
import { createUser } from '@/lib/users';
import { answered, api, callback, makeScenario, password, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

const unset: UpdateTenantSettingsInput = {
  default_audience: '',
  default_directory: '',
  allowed_logout_urls: [],
  session_cookie: null,
  sessions: null,
  error_page: null,
  session_lifetime: 168,
  idle_session_lifetime: 72,
};
const set = (patch: UpdateTenantSettingsInput) => updateTenantSettings(tenant.ctx, patch);
afterEach(() => set(unset));

const isJwt = (token: unknown) => String(token).split('.').length === 3;
const exchange = async (code: string | null) => {
  const { body } = await tenant.token({
    grant_type: 'authorization_code',
    code: code ?? '',
    redirect_uri: callback,
  });
  return body;
};
const silently = async (browser: ReturnType<Scenario['browser']>) =>
  answered(await browser.authorize({ prompt: 'none' })).get('error');

describe('the lifetime of a session', () => {
  it('without use is the tenant’s idle_session_lifetime', async () => {
    const browser = tenant.browser();
    await browser.logIn();
    await set({ idle_session_lifetime_in_minutes: 10 });
    tenant.ctx.clock.advance(599);
    expect(await silently(browser)).toBeNull();
    tenant.ctx.clock.advance(600);
    expect(await silently(browser)).toBe('login_required');
  });

  it('in all is the tenant’s session_lifetime, used or not, also when it was shortened later', async () => {
    await set({ session_lifetime: 1 });
    const browser = tenant.browser();
    await browser.logIn();
    tenant.ctx.clock.advance(3599);
    expect(await silently(browser)).toBeNull();
    await set({ session_lifetime: 2 });
    tenant.ctx.clock.advance(1);
    expect(await silently(browser)).toBe('login_required');
    await browser.logIn();
    await set({ session_lifetime_in_minutes: 5 });
    tenant.ctx.clock.advance(300);
    expect(await silently(browser)).toBe('login_required');
  });

  it('outlives the browser only when session_cookie says so', async () => {
    const cookieOf = async () => {
      const browser = tenant.browser();
      const state = answered(await browser.authorize()).get('state') ?? '';
      const { cookies = [] } = await browser.fillIn(state);
      return cookies.find(({ name }) => name === cookieNames().session);
    };
    expect(await cookieOf()).toMatchObject({ maxAge: 168 * 3600 });
    await set({ session_cookie: { mode: 'non-persistent' } });
    expect(await cookieOf()).not.toHaveProperty('maxAge');
  });
});

describe('default_audience', () => {
  it('is the API of requests that name none, at every grant', async () => {
    await set({ default_audience: api });
    const code = (await tenant.browser().logIn()).get('code');
    expect(isJwt((await exchange(code)).access_token)).toBe(true);
    const grant = { grant_type: 'password', username: 'ada@example.com', password, scope: 'openid' };
    expect(isJwt((await tenant.token(grant)).body.access_token)).toBe(true);
    const machine = await tenant.token({ grant_type: 'client_credentials' });
    expect(machine.body).toMatchObject({ scope: 'read:orders', expires_in: 7200 });
  });

  it('is not pressed on who names another, nor on Annex’s own console', async () => {
    await set({ default_audience: api });
    const named = await tenant
      .browser()
      .logIn({ audience: `${new URL('/userinfo', 'http://localhost:3000')}` });
    expect(isJwt((await exchange(named.get('code'))).access_token)).toBe(false);
    const input = { name: 'Console', callbacks: [callback] };
    const console = await createClient(tenant.ctx, input, { internal: true });
    const code = (await tenant.browser().logIn({ client_id: console.client_id })).get('code') ?? '';
    const fields = { grant_type: 'authorization_code', code, redirect_uri: callback };
    expect(isJwt((await tenant.token(fields, console)).body.access_token)).toBe(false);
  });

  it('without it, a request for an API must say which', async () => {
    const { status, body } = await tenant.token({ grant_type: 'client_credentials' });
    expect([status, body.error_description]).toEqual([400, 'Missing required parameter: audience']);
  });
});

it('default_directory is where a password grant that names no realm looks', async () => {
  const enabled_clients = [tenant.web.client_id];
  await createConnection(tenant.ctx, { name: 'staff', strategy: 'auth0', enabled_clients });
  const email = 'only-in-staff@example.com';
  await createUser(tenant.ctx, { connection: 'staff', email, password });
  const grant = { grant_type: 'password', username: email, password, scope: 'openid' };
  expect((await tenant.token(grant)).status).toBe(403);
  await set({ default_directory: 'staff' });
  expect((await tenant.token(grant)).status).toBe(200);
  expect((await tenant.token({ ...grant, realm: defaultConnection })).status).toBe(403);
});

describe('sign-out', () => {
  const leave = async (query: string) => {
    const response = await tenant.request(`/v2/logout${query}`);
    return [response.status, response.headers.get('location')];
  };
  const bye = 'https://tenant.example/bye';

  it('without an application leads to the tenant’s allowed_logout_urls and nowhere else', async () => {
    const asked = `?returnTo=${encodeURIComponent(bye)}`;
    expect(await leave(asked)).toEqual([400, null]);
    await set({ allowed_logout_urls: [bye] });
    expect(await leave(asked)).toEqual([302, bye]);
    expect(await leave('')).toEqual([302, bye]);
    expect(await leave(`${asked}/x`)).toEqual([400, null]);
    expect(await leave(`${asked}&client_id=${tenant.web.client_id}`)).toEqual([400, null]);
  });

  it('asks the person unless the tenant turned that off', async () => {
    const ask = async () => {
      const browser = tenant.browser();
      await browser.logIn();
      return (await browser.request('/oidc/logout')).text();
    };
    expect(await ask()).toContain('Sign out?');
    await set({ sessions: { oidc_logout_prompt_enabled: false } });
    expect(await ask()).toContain('You are signed out');
  });
});

describe('error_page.url', () => {
  it('gets the errors that no application may be told, and no others', async () => {
    await set({ error_page: { url: 'https://tenant.example/oops?a=b' } });
    const shown = await tenant.browser().authorize({ redirect_uri: 'https://evil.example/' });
    const location = new URL(shown.headers.get('location') ?? '');
    expect([shown.status, location.origin, location.pathname]).toEqual([
      302,
      'https://tenant.example',
      '/oops',
    ]);
    expect(Object.fromEntries(location.searchParams)).toEqual({
      a: 'b',
      client_id: tenant.web.client_id,
      error: 'invalid_request',
      error_description: expect.stringContaining('Callback URL mismatch'),
    });
    const told = await tenant.browser().authorize({ prompt: 'none' });
    expect(told.headers.get('location')).toContain('https://app.example/callback?error=login_required');
    expect((await tenant.token({ grant_type: 'none' })).status).toBe(501);
  });

  it('without one, the error is shown here', async () => {
    expect((await tenant.browser().authorize({ redirect_uri: 'https://evil.example/' })).status).toBe(400);
  });
});
