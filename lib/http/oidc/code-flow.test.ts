import { decodeJwt, decodeProtectedHeader } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import {
  answered,
  api,
  asJson,
  basic,
  callback,
  form,
  makeScenario,
  pkce,
  type Scenario,
} from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

async function codeOf(fields: Record<string, string> = {}): Promise<string> {
  return (await tenant.browser().logIn(fields)).get('code') ?? '';
}

const exchange = (code: string, fields: Record<string, string> = {}) =>
  tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback, ...fields });

describe('the code flow', () => {
  it('sends a visitor to the sign-in page and back to the application with a code and the state', async () => {
    const browser = tenant.browser();
    const page = await browser.authorize({ state: 'xyz' });
    expect(page.status).toBe(302);
    expect(page.headers.get('location')).toMatch(/^\/u\/login\?state=[\w-]{43}$/);
    const result = await browser.fillIn(answered(page).get('state') ?? '');
    expect(result.redirectTo?.startsWith(`${callback}?`)).toBe(true);
    const answer = answered(result.redirectTo ?? '');
    expect(answer.get('state')).toBe('xyz');
    expect(answer.get('code')).toMatch(/^[\w-]{43}$/);
  });

  it('gives an opaque access token and an ID token with the claims of the scopes', async () => {
    const { status, body } = await exchange(await codeOf({ scope: 'openid profile email', nonce: 'n-1' }));
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 86_400, scope: 'openid profile email' });
    expect(body.refresh_token).toBeUndefined();
    expect(String(body.access_token)).not.toContain('.');
    const claims = decodeJwt(String(body.id_token));
    expect(claims).toMatchObject({
      iss: 'http://localhost:3000/',
      aud: tenant.web.client_id,
      sub: tenant.ada.user_id,
      nonce: 'n-1',
      name: 'Ada',
      email: 'ada@example.com',
      email_verified: false,
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(36_000);
    expect(claims.user_metadata ?? claims.app_metadata).toBeUndefined();
    const info = await tenant.userinfo(body.access_token);
    expect(info).toMatchObject({ status: 200, body: { sub: tenant.ada.user_id, name: 'Ada' } });
  });

  it('gives a JWT for an audience, which userinfo takes too when openid was asked for', async () => {
    const { body } = await exchange(
      await codeOf({ audience: api, scope: 'openid email read:orders nonsense' }),
    );
    expect(body).toMatchObject({ expires_in: 7200, scope: 'openid email read:orders' });
    expect(decodeProtectedHeader(String(body.access_token))).toMatchObject({ alg: 'RS256', typ: 'JWT' });
    expect(decodeJwt(String(body.access_token))).toMatchObject({
      aud: [api, 'http://localhost:3000/userinfo'],
      azp: tenant.web.client_id,
      sub: tenant.ada.user_id,
      scope: 'openid email read:orders',
    });
    const info = await tenant.userinfo(body.access_token);
    expect(info.body).toEqual({ sub: tenant.ada.user_id, email: 'ada@example.com', email_verified: false });
  });

  it('takes JSON and Basic credentials', async () => {
    const code = await codeOf();
    const response = await tenant.request('/oauth/token', {
      ...asJson({ grant_type: 'authorization_code', code, redirect_uri: callback }),
      headers: {
        'content-type': 'application/json',
        authorization: basic(tenant.web.client_id, tenant.web.client_secret ?? ''),
      },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('signs the person in to a second application without a form', async () => {
    const browser = tenant.browser();
    await browser.logIn();
    const second = await browser.authorize({
      client_id: tenant.spa.client_id,
      code_challenge: pkce().challenge,
      code_challenge_method: 'S256',
    });
    expect(answered(second).get('code')).not.toBeNull();
  });

  it('answers by form_post through a page that the browser fetches once', async () => {
    const browser = tenant.browser();
    const state = answered(await browser.authorize({ response_mode: 'form_post', state: '"><b>' })).get(
      'state',
    );
    const { redirectTo = '' } = await browser.fillIn(state ?? '');
    expect(redirectTo).toMatch(/^http:\/\/localhost:3000\/continue\?state=/);
    const page = await browser.request(redirectTo);
    const markup = await page.text();
    expect(markup).toContain(`action="${callback}"`);
    expect(markup).toMatch(/name="code" value="[\w-]{43}"/);
    expect(markup).toContain('value="&quot;&gt;&lt;b&gt;"');
    expect((await browser.request(redirectTo)).status).toBe(400);
  });

  it('refuses a form that reaches it by another way than the token endpoint expects', async () => {
    const response = await tenant.request('/oauth/token', {
      ...form({}),
      headers: { 'content-type': 'text/plain' },
    });
    expect(response.status).toBe(400);
  });
});
