import { decodeJwt } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '@/db/schema/columns';
import { addressHeader } from '@/lib/http/request-context';
import { cookieNames } from '@/lib/oidc';
import { buildExecutor } from '@/lib/rules/runner/build';
import { getSession, updateSession } from '@/lib/sessions';
import { updateTenantSettings } from '@/lib/settings';
import { testDatabase } from '@/lib/testing';
import { actionsOf } from './actions.fixture';
import { codeOf, factorPageOf } from './factors.fixture';
import {
  answered,
  type Browser,
  callback,
  type Fields,
  makeScenario,
  password,
  type Scenario,
} from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
const { bind, clear } = actionsOf(() => tenant);
beforeAll(async () => {
  await buildExecutor();
  tenant = await makeScenario(database);
});
afterEach(async () => {
  await clear();
  await database.sql`delete from logs`;
  await database.sql`delete from authenticators`;
});

const look = `api.idToken.setCustomClaim('event', event);`;

const exchange = async (code: string | null) =>
  (await tenant.token({ grant_type: 'authorization_code', code: code ?? '', redirect_uri: callback })).body;

const eventOf = ({ id_token }: JsonObject | Record<string, unknown>) =>
  decodeJwt(String(id_token)).event as { session?: JsonObject; refresh_token?: JsonObject } & JsonObject;

/** Comes back by the session, from wherever `headers` say. */
async function comeBack(browser: Browser, headers: Record<string, string> = {}, fields: Fields = {}) {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: tenant.web.client_id,
    redirect_uri: callback,
    scope: 'openid',
    ...fields,
  });
  const response = await browser.request(`/authorize?${query}`, { headers });
  return answered(response);
}

const iso = (seconds = 0) => new Date(tenant.ctx.now().getTime() + seconds * 1000).toISOString();

describe('event.session', () => {
  it('at a sign-in by session is the session as it was before: its times, and whence it came first and last', async () => {
    const browser = tenant.browser();
    await browser.logIn();
    const began = iso();
    tenant.ctx.clock.advance(60);
    await comeBack(browser, { [addressHeader]: '198.51.100.1', 'user-agent': 'Second/1' });
    const used = iso();
    await bind('post-login', [look]);
    tenant.ctx.clock.advance(60);
    const answer = await comeBack(browser, { [addressHeader]: '198.51.100.2', 'user-agent': 'Third/1' });
    const { session, request } = eventOf(await exchange(answer.get('code')));
    expect(session).toMatchObject({
      created_at: began,
      authenticated_at: began,
      updated_at: used,
      last_interacted_at: used,
      idle_expires_at: iso(3 * 86_400 - 60),
      expires_at: iso(7 * 86_400 - 120),
      device: {
        initial_ip: '203.0.113.7',
        initial_user_agent: 'Test/1.0',
        last_ip: '198.51.100.1',
        last_user_agent: 'Second/1',
      },
    });
    expect(request).toMatchObject({ ip: '198.51.100.2', user_agent: 'Third/1' });
  });

  it('holds nothing by which the browser proves its session', async () => {
    await bind('post-login', [look]);
    const browser = tenant.browser();
    const event = eventOf(await exchange((await browser.logIn()).get('code')));
    const [row] = await database.sql<{ id_hash: string }[]>`
      select id_hash from oidc_sessions where sid = ${String(event.session?.id)}`;
    for (const secret of [...browser.cookies.values(), String(row?.id_hash)])
      expect(JSON.stringify(event)).not.toContain(secret);
    const recorded = await database.sql`select recording::text as text from sign_ins`;
    expect(JSON.stringify(recorded)).not.toContain(String(row?.id_hash));
  });

  it('is not there without a browser; event.refresh_token is there at its exchange only', async () => {
    await bind('post-login', [look]);
    const scope = 'openid offline_access';
    const first = await exchange((await tenant.browser().logIn({ scope })).get('code'));
    expect(eventOf(first)).not.toHaveProperty('refresh_token');
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token) };
    const event = eventOf((await tenant.token(refresh)).body);
    expect(event).not.toHaveProperty('session');
    expect(event.refresh_token).toMatchObject({ session_id: decodeJwt(String(first.id_token)).sid });
  });
});

describe('the language of a sign-in', () => {
  const languages = async (headers: Record<string, string>, fields: Fields = {}) => {
    const browser = tenant.browser();
    await browser.logIn();
    await bind('post-login', [look]);
    const answer = await comeBack(browser, headers, fields);
    const { request, transaction } = eventOf(await exchange(answer.get('code')));
    return [(request as JsonObject).language, (transaction as JsonObject).locale];
  };

  it('is what the browser wants most, its locale what the tenant has of that, and ui_locales come first', async () => {
    await updateTenantSettings(tenant.ctx, { enabled_locales: ['en', 'de', 'pt-BR'] });
    await tenant.changesHeard();
    const wants = { 'accept-language': 'fr;q=0.5, de-CH' };
    expect(await languages(wants)).toEqual(['de-CH', 'de']);
    expect(await languages(wants, { ui_locales: 'it pt-br' })).toEqual(['de-CH', 'pt-BR']);
    expect(await languages({})).toEqual([undefined, 'en']);
    expect(await languages({ 'accept-language': "'; drop table users; --" })).toEqual([undefined, 'en']);
  });
});

/** Milliseconds, so many seconds from now. */
const inSeconds = (seconds: number) => tenant.ctx.now().getTime() + seconds * 1000;

const sidOf = async (browser: Browser): Promise<string> => {
  await clear();
  const body = await exchange((await comeBack(browser)).get('code'));
  return String(decodeJwt(String(body.id_token)).sid);
};

/** The session of the newest sign-in of a browser, as the Management API shows it; nobody signs in for it. */
const shown = async (answer: URLSearchParams) => {
  const { id_token } = await exchange(answer.get('code'));
  return getSession(tenant.ctx, String(decodeJwt(String(id_token)).sid));
};

const silently = async (browser: Browser) => (await comeBack(browser, {}, { prompt: 'none' })).get('error');

const logged = async (type: string) =>
  database.sql<{ description: string; user_id: string; details: JsonObject }[]>`
    select description, user_id, details from logs where type = ${type}`;

describe('metadata of a session', () => {
  it('is kept with it, shown by the Management API, and seen by later sign-ins of that session and of no other', async () => {
    const [browser, other] = [tenant.browser(), tenant.browser()];
    await other.logIn();
    await bind('post-login', [
      `api.session.setMetadata('device', 'Laptop').session.setMetadata('gone', 'x');`,
    ]);
    expect(await shown(await browser.logIn())).toMatchObject({
      session_metadata: { device: 'Laptop', gone: 'x' },
    });
    await bind('post-login', [
      `api.session.deleteMetadata('gone'); api.session.setMetadata('__proto__', 'p');`,
      `${look} api.idToken.setCustomClaim('seen', Object.entries(event.session.metadata));`,
    ]);
    const answer = await comeBack(browser);
    const body = await exchange(answer.get('code'));
    const { session } = eventOf(body);
    expect(decodeJwt(String(body.id_token)).seen).toEqual([
      ['device', 'Laptop'],
      ['__proto__', 'p'],
    ]);
    const [row] = await database.sql<{ metadata: string }[]>`
      select metadata::text as metadata from oidc_sessions where sid = ${String(session?.id)}`;
    expect(row?.metadata).toBe('{"device": "Laptop", "__proto__": "p"}');
    await bind('post-login', [look]);
    const elsewhere = eventOf(await exchange((await comeBack(other)).get('code')));
    expect(elsewhere.session?.metadata).toEqual({});
  });

  it('of the Management API and of Actions are one; a key that nobody touched stays, and evicting leaves none', async () => {
    const browser = tenant.browser();
    const { id } = await shown(await browser.logIn());
    await updateSession(tenant.ctx, id, { session_metadata: { byApi: '1' } });
    await bind('post-login', [`api.session.setMetadata('byAction', '2');`]);
    expect((await shown(await comeBack(browser))).session_metadata).toEqual({ byApi: '1', byAction: '2' });
    await bind('post-login', [`api.session.evictMetadata();`]);
    expect((await shown(await comeBack(browser))).session_metadata).toEqual({});
  });

  it('stays when an Action denies, as metadata of users does, and is not written when one fails', async () => {
    const browser = tenant.browser();
    await browser.logIn();
    await bind('post-login', [`api.session.setMetadata('a', '1'); api.access.deny('No.');`]);
    await comeBack(browser);
    await bind('post-login', [`api.session.setMetadata('b', '1'); throw new Error('no');`]);
    expect((await comeBack(browser)).get('error')).toBe('access_denied');
    expect((await getSession(tenant.ctx, await sidOf(browser))).session_metadata).toEqual({ a: '1' });
  });
});

describe('the end of a session', () => {
  it('is as early as an Action wants it: the earliest of several, from the sign-in on', async () => {
    const browser = tenant.browser();
    await bind('post-login', [
      `api.session.setExpiresAt(${inSeconds(300)}); api.session.setExpiresAt(${inSeconds(600)});`,
    ]);
    expect(await shown(await browser.logIn())).toMatchObject({ expires_at: iso(300) });
    await clear();
    tenant.ctx.clock.advance(299);
    expect(await silently(browser)).toBeNull();
    tenant.ctx.clock.advance(1);
    expect(await silently(browser)).toBe('login_required');
    expect(await logged('w')).toEqual([]);
  });

  it('by idleness is that of the last use: a use without a word of it brings the tenant’s back', async () => {
    const browser = tenant.browser();
    await bind('post-login', [
      `api.session.setIdleExpiresAt(Date.parse(event.session.last_interacted_at) + 60000);`,
    ]);
    const { id } = await shown(await browser.logIn());
    expect(await getSession(tenant.ctx, id)).toMatchObject({ idle_expires_at: iso(60) });
    await clear();
    tenant.ctx.clock.advance(59);
    expect(await silently(browser)).toBeNull();
    expect(await getSession(tenant.ctx, id)).toMatchObject({ idle_expires_at: iso(3 * 86_400) });
    await bind('post-login', [`api.session.setIdleExpiresAt(${inSeconds(60)});`]);
    expect(await silently(browser)).toBeNull();
    tenant.ctx.clock.advance(30);
    await bind('post-login', [`api.access.deny('No.');`]);
    expect(await silently(browser)).toBe('access_denied');
    expect(await getSession(tenant.ctx, id)).toMatchObject({ idle_expires_at: iso(30) });
    await clear();
    tenant.ctx.clock.advance(30);
    expect(await silently(browser)).toBe('login_required');
    await expect(getSession(tenant.ctx, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is never later than the tenant allows, which the log says; within that it may be put off again', async () => {
    const browser = tenant.browser();
    await bind('post-login', [`api.session.setExpiresAt(${inSeconds(300)});`]);
    await browser.logIn();
    tenant.ctx.clock.advance(100);
    await bind('post-login', [
      `api.session.setExpiresAt(8.64e15 * 1e5); api.session.setIdleExpiresAt(1e300);`,
    ]);
    expect(await shown(await comeBack(browser))).toMatchObject({
      expires_at: iso(7 * 86_400 - 100),
      idle_expires_at: iso(3 * 86_400),
    });
    expect(await logged('w')).toEqual([
      {
        description: 'An Action asked for a longer session than the tenant allows; it was cut to that.',
        user_id: tenant.ada.user_id,
        details: { session_id: expect.any(String) },
      },
    ]);
  });

  it.each(['setExpiresAt', 'setIdleExpiresAt'])(
    'in the past, by %s, lets this sign-in through and no other',
    async (method) => {
      const browser = tenant.browser();
      await bind('post-login', [`api.session.${method}(-8.64e15 * 1e5);`]);
      const body = await exchange((await browser.logIn()).get('code'));
      expect(decodeJwt(String(body.id_token)).sub).toBe(tenant.ada.user_id);
      expect(await silently(browser)).toBe('login_required');
    },
  );
});

describe('the cookie of a session', () => {
  const cookieOf = (response: Response) =>
    response.headers.getSetCookie().find((line) => line.startsWith(cookieNames().session));

  it('is what an Action says of it, from then on, whatever the tenant says', async () => {
    const browser = tenant.browser();
    await bind('post-login', [
      `api.session.setCookieMode('persistent').session.setCookieMode('non-persistent');`,
    ]);
    const state = answered(await browser.authorize()).get('state') ?? '';
    const { cookies = [], redirectTo = '' } = await browser.fillIn(state);
    expect(cookies.map(({ name, maxAge }) => [name, maxAge])).toEqual([[cookieNames().session, undefined]]);
    const { id, cookie } = await shown(answered(redirectTo));
    expect(cookie).toEqual({ mode: 'non-persistent' });
    await clear();
    expect(cookieOf(await browser.authorize())).toBeUndefined();
    expect((await getSession(tenant.ctx, id)).cookie).toEqual({ mode: 'non-persistent' });
    tenant.ctx.clock.advance(86_400);
    await bind('post-login', [`api.session.setCookieMode('persistent');`]);
    expect(cookieOf(await browser.authorize())).toMatch(/Max-Age=518400;/);
    expect((await getSession(tenant.ctx, id)).cookie).toEqual({ mode: 'persistent' });
    await clear();
    expect(await silently(browser)).toBeNull();
  });
});

describe('a session that an Action revokes', () => {
  const revoke = (options = '') => `api.session.revoke('Another network.'${options});`;
  const refreshOf = async (token: unknown) =>
    (await tenant.token({ grant_type: 'refresh_token', refresh_token: String(token) })).status;

  it('ends, denies the sign-in, and ends the refresh tokens that it led to; other sessions stay', async () => {
    const [browser, other] = [tenant.browser(), tenant.browser()];
    const scope = 'openid offline_access';
    const mine = await exchange((await browser.logIn({ scope })).get('code'));
    const theirs = await exchange((await other.logIn({ scope })).get('code'));
    await bind('post-login', [revoke(), `api.idToken.setCustomClaim('never', true);`]);
    const answer = await comeBack(browser);
    expect([answer.get('error'), answer.get('error_description'), answer.get('code')]).toEqual([
      'access_denied',
      'Another network.',
      null,
    ]);
    expect(browser.cookies.has(cookieNames().session)).toBe(false);
    await clear();
    expect(await silently(browser)).toBe('login_required');
    expect(await refreshOf(mine.refresh_token)).toBe(403);
    expect([await silently(other), await refreshOf(theirs.refresh_token)]).toEqual([null, 200]);
    expect(await logged('session_revoked')).toEqual([
      {
        description: 'Another network.',
        user_id: tenant.ada.user_id,
        details: { session_id: decodeJwt(String(mine.id_token)).sid },
      },
    ]);
  });

  it('leaves its refresh tokens when that is asked for, and metadata of the user is written all the same', async () => {
    const browser = tenant.browser();
    const tokens = await exchange((await browser.logIn({ scope: 'openid offline_access' })).get('code'));
    await bind('post-login', [
      `api.user.setAppMetadata('revoked', true); api.access.deny('First.'); ${revoke(', { preserveRefreshTokens: true }')}`,
    ]);
    expect((await comeBack(browser)).get('error_description')).toBe('First.');
    await clear();
    expect(await silently(browser)).toBe('login_required');
    expect(await refreshOf(tokens.refresh_token)).toBe(200);
    const [row] = await database.sql`select app_metadata from users where user_id = ${tenant.ada.user_id}`;
    expect(row?.app_metadata).toEqual({ revoked: true });
  });

  it('at its first sign-in never begins', async () => {
    await bind('post-login', [revoke()]);
    const browser = tenant.browser();
    const before = await database.sql`select sid from oidc_sessions`;
    expect((await browser.logIn()).get('error')).toBe('access_denied');
    expect(await database.sql`select sid from oidc_sessions`).toEqual(before);
    expect(await silently(browser)).toBe('login_required');
  });

  it('cannot be gone on with by a sign-in that waited for its person', async () => {
    const browser = tenant.browser();
    await browser.logIn();
    await bind('post-login', [
      `if (event.request.query['ext-away']) api.redirect.sendUserTo('https://terms.example/'); else ${revoke()}`,
    ]);
    const away = await comeBack(browser, {}, { 'ext-away': '1' });
    const cookie = browser.cookies.get(cookieNames().session) ?? '';
    await comeBack(browser);
    browser.cookies.set(cookieNames().session, cookie);
    expect((await browser.request(`/continue?state=${away.get('state')}`)).status).toBe(400);
  });

  it('by a grant without a session is a denial and nothing else', async () => {
    const browser = tenant.browser();
    await browser.logIn();
    await bind('post-login', [revoke()]);
    const grant = { grant_type: 'password', username: 'ada@example.com', password, scope: 'openid' };
    const { status, body } = await tenant.token(grant);
    expect([status, body.error, body.error_description]).toEqual([403, 'access_denied', 'Another network.']);
    await clear();
    expect(await silently(browser)).toBeNull();
  });
});

describe('what was asked before the person was sent away', () => {
  it('is seen on the way, and done when the sign-in ends', async () => {
    const browser = tenant.browser();
    await bind('post-login', [
      `api.session.setMetadata('a', '1').session.setIdleExpiresAt(${inSeconds(60)});
       api.session.setExpiresAt(0); api.refreshToken.setMetadata('b', '2');`,
      `exports.onExecutePostLogin = async (event, api) => { api.redirect.sendUserTo('https://terms.example/', { query: { sid: event.session.id } }); };
       exports.onContinuePostLogin = async (event, api) => { api.session.setMetadata('c', '3'); };`,
      look,
    ]);
    const state = answered(await browser.authorize()).get('state') ?? '';
    const away = answered((await browser.fillIn(state)).redirectTo ?? '');
    const [waiting] = await database.sql`
      select metadata, expires_at = ${iso(3600)}::timestamptz as ends, idle_expires_at = ${iso(3600)}::timestamptz as idles
      from oidc_sessions where sid = ${away.get('sid')}`;
    expect(waiting).toEqual({ metadata: null, ends: true, idles: true });
    const back = await browser.request(`/continue?state=${away.get('state')}`);
    const { session } = eventOf(await exchange(answered(back).get('code')));
    expect(session?.metadata).toEqual({ a: '1', c: '3' });
    const [row] = await database.sql`
      select metadata, idle_expires_at = ${iso(60)}::timestamptz as idles, expires_at = ${iso()}::timestamptz as ends from oidc_sessions where sid = ${String(session?.id)}`;
    expect(row).toEqual({
      metadata: { a: '1', c: '3' },
      idles: true,
      ends: true,
    });
    const [grant] = await database.sql`
      select refresh_token_metadata from oidc_grants where sid = ${String(session?.id)}`;
    expect(grant?.refresh_token_metadata).toEqual({ b: '2' });
  });

  it('or asked for a second factor, too', async () => {
    const browser = tenant.browser();
    const steer = `api.session.setIdleExpiresAt(${inSeconds(60)}).session.setCookieMode('non-persistent');`;
    await bind('post-login', [`${steer} api.session.setMetadata('a', '1'); api.multifactor.enable('any');`]);
    const began = answered(await browser.authorize()).get('state') ?? '';
    const state = answered((await browser.fillIn(began)).redirectTo ?? '').get('state') ?? '';
    const page = factorPageOf(tenant.ctx, browser);
    tenant.ctx.clock.advance(3599);
    const view = await page.view(state);
    if (view.mode !== 'enrol') throw new Error('There is nothing to enrol.');
    await page.give(state, { code: await codeOf(tenant.ctx, view.secret) });
    const { redirectTo = '', cookies = [] } = await page.finish(state);
    expect(cookies.map(({ name, maxAge }) => [name, maxAge])).toEqual([[cookieNames().session, undefined]]);
    expect(await shown(answered(redirectTo))).toMatchObject({
      idle_expires_at: iso(60),
      cookie: { mode: 'non-persistent' },
      session_metadata: { a: '1' },
    });
  });
});

describe('steering a session costs no statement', () => {
  it('more than the sign-in has', async () => {
    const steer = `api.session.setMetadata('a', '1').session.setExpiresAt(${inSeconds(9e9)})
      .session.setIdleExpiresAt(${inSeconds(60)}).session.setCookieMode('persistent');`;
    await bind('post-login', [steer]);
    const browser = tenant.browser();
    await browser.logIn();
    const count = async (work: () => Promise<unknown>) => (await database.queries.during(work)).length;
    expect(await count(() => browser.authorize())).toBe(2);
    const other = tenant.browser();
    const state = answered(await other.authorize()).get('state') ?? '';
    expect(await count(() => other.fillIn(state))).toBe(4);
    await bind('post-login', [`api.session.revoke('no');`]);
    await other.authorize();
    expect(await count(() => browser.authorize())).toBe(2);
  });
});
