import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { answered, type Browser, callback, form, makeScenario, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

const bye = 'https://app.example/bye';
const to = (path: string, fields: Record<string, string>) => `${path}?${new URLSearchParams(fields)}`;

async function signedIn(): Promise<{ browser: Browser; idToken: string; stolen: string }> {
  const browser = tenant.browser();
  const code = (await browser.logIn()).get('code') ?? '';
  const { body } = await tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback });
  return { browser, idToken: String(body.id_token), stolen: browser.cookies.get('annex_session') ?? '' };
}

async function isSignedIn(cookie: string): Promise<boolean> {
  const browser = tenant.browser();
  browser.cookies.set('annex_session', cookie);
  return answered(await browser.authorize({ prompt: 'none' })).has('code');
}

describe('/v2/logout', () => {
  it('ends the session, in the database too, and returns to an allowed address', async () => {
    const { browser, stolen } = await signedIn();
    const path = to('/v2/logout', { client_id: tenant.web.client_id, returnTo: bye });
    const response = await browser.request(path);
    expect([response.status, response.headers.get('location')]).toEqual([302, bye]);
    expect(browser.cookies.has('annex_session')).toBe(false);
    expect(await isSignedIn(stolen)).toBe(false);
    const rows = await database.sql`select 1 from logs where type = 'slo'`;
    expect(rows.length).toBe(1);
  });

  it('returns to the first allowed address, or says that it is done', async () => {
    const first = await tenant.request(to('/v2/logout', { client_id: tenant.web.client_id }));
    expect(first.headers.get('location')).toBe(bye);
    expect((await tenant.request('/v2/logout')).status).toBe(200);
  });

  it('refuses other addresses and ends nothing', async () => {
    const { browser, stolen } = await signedIn();
    for (const returnTo of [
      'https://evil.example/',
      `${bye}/x`,
      `${bye}?x`,
      '//evil.example',
      'javascript:alert(1)',
    ]) {
      const named = await browser.request(to('/v2/logout', { client_id: tenant.web.client_id, returnTo }));
      const nameless = await browser.request(to('/v2/logout', { returnTo }));
      expect([named.status, nameless.status]).toEqual([400, 400]);
    }
    expect((await browser.request(to('/v2/logout', { returnTo: bye }))).status).toBe(400);
    expect(await isSignedIn(stolen)).toBe(true);
  });
});

describe('/oidc/logout', () => {
  it('with an ID token of the session ends it at once and gives the state back', async () => {
    const { browser, idToken, stolen } = await signedIn();
    tenant.ctx.clock.advance(40_000);
    const fields = { id_token_hint: idToken, post_logout_redirect_uri: bye, state: 's' };
    const response = await browser.request(to('/oidc/logout', fields));
    expect(response.headers.get('location')).toBe(`${bye}?state=s`);
    expect(await isSignedIn(stolen)).toBe(false);
  });

  it('asks first without a hint, and with one of another session; the answer is bound to the browser', async () => {
    const [one, two] = [await signedIn(), await signedIn()];
    const fields = { id_token_hint: two.idToken, post_logout_redirect_uri: bye };
    for (const path of ['/oidc/logout', to('/oidc/logout', fields)]) {
      const page = await one.browser.request(path);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('Sign out?');
    }
    const asked = await (await two.browser.request('/oidc/logout')).text();
    const foreign = /name="confirmation" value="([^"]+)"/.exec(asked)?.[1] ?? '';
    const forged = await one.browser.request('/oidc/logout', form({ confirmation: foreign }));
    expect(await forged.text()).toContain('Sign out?');
    expect(await isSignedIn(one.stolen)).toBe(true);
    const agreed = await two.browser.request('/oidc/logout', form({ confirmation: foreign }));
    expect(await agreed.text()).toContain('You are signed out');
    expect(await isSignedIn(two.stolen)).toBe(false);
  });

  it('refuses addresses that are not registered, false hints and a client that is not the hint’s', async () => {
    const { browser, idToken, stolen } = await signedIn();
    for (const fields of [
      { id_token_hint: idToken, post_logout_redirect_uri: 'https://evil.example/' },
      { client_id: tenant.spa.client_id, id_token_hint: idToken },
      { id_token_hint: `${idToken.slice(0, -8)}AAAAAAAA` },
      { post_logout_redirect_uri: bye },
    ] as Record<string, string>[]) {
      expect((await browser.request(to('/oidc/logout', fields))).status).toBe(400);
    }
    expect(await isSignedIn(stolen)).toBe(true);
  });
});
