import { decodeJwt } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '@/db/schema/columns';
import { addressHeader } from '@/lib/http/request-context';
import { buildExecutor } from '@/lib/rules/runner/build';
import { updateTenantSettings } from '@/lib/settings';
import { testDatabase } from '@/lib/testing';
import { actionsOf } from './actions.fixture';
import {
  answered,
  type Browser,
  callback,
  type Fields,
  makeScenario,
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
