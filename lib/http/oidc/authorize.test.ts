import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { answered, callback, type Fields, form, makeScenario, pkce, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

const query = (fields: Record<string, string>) => `/authorize?${new URLSearchParams(fields)}`;
const standard = () => ({
  response_type: 'code',
  client_id: tenant.web.client_id,
  redirect_uri: callback,
  scope: 'openid',
});

describe('errors before the callback is trusted are shown, not redirected', () => {
  it.each([
    ['no client', { client_id: '' }, 'Missing required parameter: client_id'],
    ['an unknown client', { client_id: 'nobody' }, 'Unknown client: nobody'],
    ['another host', { redirect_uri: 'https://evil.example/callback' }, 'Callback URL mismatch'],
    ['a longer path', { redirect_uri: `${callback}/more` }, 'Callback URL mismatch'],
    ['another query', { redirect_uri: `${callback}?x=1` }, 'Callback URL mismatch'],
    ['a fragment', { redirect_uri: `${callback}#x` }, 'Callback URL mismatch'],
    [
      'a host written in another case',
      { redirect_uri: 'https://APP.example/callback' },
      'Callback URL mismatch',
    ],
    [
      'user information',
      { redirect_uri: 'https://app.example@evil.example/callback' },
      'Callback URL mismatch',
    ],
  ])('%s', async (_, fields, text) => {
    const response = await tenant.browser().authorize(fields);
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).toContain(text);
  });

  it('a parameter given twice, known or not', async () => {
    for (const extra of ['client_id=other', 'scope=a', 'ext-x=1&ext-x=2']) {
      const response = await tenant.request(`${query(standard())}&${extra}`);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('may be given once only');
    }
  });

  it('parameters past the size limits (security lesson 31)', async () => {
    const cases: Fields[] = [
      { scope: 'a '.repeat(1500) },
      { state: 'x'.repeat(5000) },
      { 'ext-y': 'y'.repeat(20_000) },
    ];
    for (const fields of cases) {
      expect((await tenant.request(query({ ...standard(), ...fields }))).status).toBe(400);
    }
  });

  it('shows what was sent as text and never as markup', async () => {
    const response = await tenant.browser().authorize({ client_id: '<script>alert(1)</script>' });
    expect(await response.text()).toContain('Unknown client: &lt;script&gt;');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('later errors go to the application, with its state', () => {
  it.each([
    ['no response type', { response_type: '' }, 'invalid_request'],
    ['implicit', { response_type: 'token' }, 'unsupported_response_type'],
    ['hybrid', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['an unknown response mode', { response_mode: 'web_message' }, 'invalid_request'],
    ['an unknown API', { audience: 'https://nowhere.example/' }, 'access_denied'],
    ['an unknown connection', { connection: 'nowhere' }, 'invalid_request'],
    ['an unknown prompt', { prompt: 'dance' }, 'invalid_request'],
    ['prompt none with another', { prompt: 'none login' }, 'invalid_request'],
    ['a max_age that is no number', { max_age: '-1' }, 'invalid_request'],
    ['a request object', { request: 'eyJ' }, 'invalid_request'],
    ['a request address', { request_uri: 'https://evil.example/' }, 'invalid_request'],
    ['a false id_token_hint', { id_token_hint: 'a.b.c' }, 'invalid_request'],
    ['plain PKCE', { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }, 'invalid_request'],
    ['PKCE without a method', { code_challenge: 'x'.repeat(43) }, 'invalid_request'],
    ['a method without a challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
    ['a short challenge', { code_challenge: 'x', code_challenge_method: 'S256' }, 'invalid_request'],
  ])('%s', async (_, fields, error) => {
    const response = await tenant.browser().authorize({ ...fields, state: 's-1' });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toContain(`${callback}?`);
    const answer = answered(response);
    expect([answer.get('error'), answer.get('state')]).toEqual([error, 's-1']);
    expect(answer.get('code')).toBeNull();
  });

  it('names the API it does not know', async () => {
    const answer = answered(await tenant.browser().authorize({ audience: 'urn:x' }));
    expect(answer.get('error_description')).toBe('Service not found: urn:x');
  });

  it('refuses a public client without PKCE, and a client without the grant', async () => {
    const spa = answered(await tenant.browser().authorize({ client_id: tenant.spa.client_id }));
    expect(spa.get('error_description')).toContain('code_challenge is required');
  });

  it('travel in the response mode of the request', async () => {
    const fragment = await tenant.browser().authorize({ response_mode: 'fragment', prompt: 'none' });
    expect(fragment.headers.get('location')).toContain(`${callback}#error=login_required`);
    const posted = await tenant.browser().authorize({ response_mode: 'form_post', prompt: 'none' });
    expect(await posted.text()).toContain('name="error" value="login_required"');
  });
});

describe('a POST', () => {
  it('is a request like a GET and answers by 303', async () => {
    const response = await tenant.browser().request('/authorize', form(standard()));
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toContain('/u/login?state=');
  });

  it('past the body limit is refused before it is read', async () => {
    const response = await tenant.request('/authorize', form({ ...standard(), 'ext-z': 'z'.repeat(70_000) }));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('request_too_large');
  });
});

describe('whether the person must sign in', () => {
  it('prompt=none answers login_required without a session and a code with one', async () => {
    const browser = tenant.browser();
    expect(answered(await browser.authorize({ prompt: 'none' })).get('error')).toBe('login_required');
    await browser.logIn();
    expect(answered(await browser.authorize({ prompt: 'none' })).get('code')).not.toBeNull();
  });

  it('prompt=login and select_account show the page in spite of a session', async () => {
    const browser = tenant.browser();
    await browser.logIn();
    for (const prompt of ['login', 'select_account']) {
      expect((await browser.authorize({ prompt })).headers.get('location')).toContain('/u/login?');
    }
  });

  it('max_age shows the page once the sign-in is that old', async () => {
    const clock = tenant.ctx.clock;
    const browser = tenant.browser();
    await browser.logIn();
    expect(answered(await browser.authorize({ max_age: '60' })).get('code')).not.toBeNull();
    clock.advance(61);
    expect((await browser.authorize({ max_age: '60' })).headers.get('location')).toContain('/u/login?');
    expect(answered(await browser.authorize({ max_age: '60', prompt: 'none' })).get('error')).toBe(
      'login_required',
    );
    expect((await browser.authorize({ max_age: '0' })).headers.get('location')).toContain('/u/login?');
  });

  it('an id_token_hint of somebody else shows the page, of the same person it does not', async () => {
    const browser = tenant.browser();
    const code = (await browser.logIn()).get('code') ?? '';
    const fields = { grant_type: 'authorization_code', code, redirect_uri: callback };
    const hint = String((await tenant.token(fields)).body.id_token);
    expect(answered(await browser.authorize({ id_token_hint: hint })).get('code')).not.toBeNull();
    await database.sql`update oidc_sessions set user_id = 'auth0|else' where user_id = ${tenant.ada.user_id}`;
    expect(answered(await browser.authorize({ id_token_hint: hint, prompt: 'none' })).get('error')).toBe(
      'login_required',
    );
  });

  it('a session ends after three days without use and after seven in all', async () => {
    const browser = tenant.browser();
    await browser.logIn();
    for (let day = 0; day < 3; day++) {
      tenant.ctx.clock.advance(2 * 86_400);
      expect(answered(await browser.authorize({ prompt: 'none' })).get('code')).not.toBeNull();
    }
    tenant.ctx.clock.advance(86_401);
    expect(answered(await browser.authorize({ prompt: 'none' })).get('error')).toBe('login_required');
    await browser.logIn();
    tenant.ctx.clock.advance(3 * 86_400 + 1);
    expect(answered(await browser.authorize({ prompt: 'none' })).get('error')).toBe('login_required');
  });

  it('a blocked user with a session gets an error and no code', async () => {
    const browser = tenant.browser();
    await browser.logIn();
    await database.sql`update users set blocked = true where user_id = ${tenant.ada.user_id}`;
    const answer = answered(await browser.authorize());
    await database.sql`update users set blocked = null where user_id = ${tenant.ada.user_id}`;
    expect([answer.get('error'), answer.get('error_description')]).toEqual([
      'unauthorized',
      'user is blocked',
    ]);
  });

  it('screen_hint=signup opens the sign-up page', async () => {
    const response = await tenant.browser().authorize({ screen_hint: 'signup' });
    expect(response.headers.get('location')).toContain('/u/signup?state=');
  });
});

it('the first callback is used when the request names none', async () => {
  const browser = tenant.browser();
  const state = answered(await browser.authorize({ redirect_uri: '' })).get('state') ?? '';
  expect((await browser.fillIn(state)).redirectTo).toContain(`${callback}?code=`);
});

it('a code challenge is accepted from a public client', async () => {
  const fields = {
    client_id: tenant.spa.client_id,
    code_challenge: pkce().challenge,
    code_challenge_method: 'S256',
  };
  expect((await tenant.browser().authorize(fields)).headers.get('location')).toContain('/u/login?');
});
