import { decodeJwt } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '@/db/schema/columns';
import { createClient } from '@/lib/clients';
import { managementAudience } from '@/lib/oidc';
import { createRule, deleteRule, listRules } from '@/lib/rules';
import { testDatabase } from '@/lib/testing';
import { updateUser } from '@/lib/users';
import { answered, api, callback, form, makeScenario, password, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

/** One enabled rule with this body; `runs` in user_metadata counts how often it ran for a user. */
async function rule(body: string): Promise<void> {
  await createRule(tenant.ctx, {
    name: 'The rule',
    script: `async function (user, context, callback) { ${body} }`,
  });
  await tenant.changesHeard();
}

afterEach(async () => {
  for (const { rule: made } of await listRules(tenant.ctx)) await deleteRule(tenant.ctx, made.id);
  await tenant.changesHeard();
});

const exchange = async (code: string | null) =>
  (await tenant.token({ grant_type: 'authorization_code', code: code ?? '', redirect_uri: callback })).body;

async function tokens(fields: Record<string, string> = {}) {
  return exchange((await tenant.browser().logIn(fields)).get('code'));
}

const metadata = async () => {
  const [row] = await database.sql<{ user_metadata: JsonObject | null }[]>`
    select user_metadata from users where user_id = ${tenant.ada.user_id}`;
  return row?.user_metadata;
};

const countRuns = `
  const runs = ((user.user_metadata || {}).runs || 0) + 1;
  await auth0.users.updateUserMetadata(user.user_id, { runs: runs, protocol: context.protocol });`;

describe('claims that a rule sets', () => {
  it('are in both tokens and at userinfo, and never over what the protocol says', async () => {
    await rule(`
      context.idToken['https://shop.example/plan'] = 'gold';
      context.idToken.nickname = 'Countess';
      context.idToken.sub = 'auth0|admin';
      context.idToken.iss = 'https://evil.example/';
      context.accessToken['https://shop.example/plan'] = 'gold';
      context.accessToken.tier = 1;
      context.accessToken.aud = 'urn:everything';
      callback(null, user, context);`);
    const body = await tokens({ scope: 'openid profile', audience: api });
    const id = decodeJwt(String(body.id_token));
    expect(id).toMatchObject({
      'https://shop.example/plan': 'gold',
      nickname: 'Countess',
      sub: tenant.ada.user_id,
    });
    expect(id.iss).toBe('http://localhost:3000/');
    expect(decodeJwt(String(body.access_token))).toMatchObject({
      'https://shop.example/plan': 'gold',
      tier: 1,
      aud: [api, 'http://localhost:3000/userinfo'],
    });
    const info = await tenant.userinfo(body.access_token);
    expect(info.body).toMatchObject({ 'https://shop.example/plan': 'gold', nickname: 'Countess' });
  });

  it('for a standard claim need its scope; custom ones need none', async () => {
    await rule(
      `context.idToken.email = 'x@example.com'; context.idToken.plan = 'gold'; callback(null, user, context);`,
    );
    const id = decodeJwt(String((await tokens({ scope: 'openid' })).id_token));
    expect([id.email, id.plan]).toEqual([undefined, 'gold']);
  });

  it('come from the user that the last rule left, which is not stored', async () => {
    await rule(`user.name = 'Changed'; callback(null, user, context);`);
    const body = await tokens({ scope: 'openid profile' });
    expect(decodeJwt(String(body.id_token)).name).toBe('Changed');
    const [row] = await database.sql`select name from users where user_id = ${tenant.ada.user_id}`;
    expect(row?.name).toBe('Ada');
  });

  it('may replace the scopes of the access token; userinfo still answers', async () => {
    await rule(`context.accessToken.scope = ['read:orders']; callback(null, user, context);`);
    const body = await tokens({ scope: 'openid email write:orders', audience: api });
    expect(body.scope).toBe('read:orders');
    expect(decodeJwt(String(body.access_token)).scope).toBe('read:orders');
    expect((await tenant.userinfo(body.access_token)).body.email).toBe('ada@example.com');
  });

  it('with plain names stay off tokens for the Management API, and cannot widen them', async () => {
    await rule(`
      context.accessToken.plan = 'gold';
      context.accessToken.scope = ['read:users', 'read:current_user'];
      callback(null, user, context);`);
    const body = await tokens({ audience: managementAudience(), scope: 'openid read:current_user' });
    const claims = decodeJwt(String(body.access_token));
    expect([claims.plan, claims.scope]).toEqual([undefined, 'read:current_user']);
  });
});

describe('the rules run once for each issuance', () => {
  const runsOf = async (work: () => Promise<unknown>) => {
    await updateUser(tenant.ctx, tenant.ada.user_id, { user_metadata: { runs: 0 } }, { metadata: 'merge' });
    const result = await work();
    const { runs, protocol } = (await metadata()) ?? {};
    return { runs, protocol, result };
  };

  it('at a sign-in, not again at the code exchange nor at userinfo; with the login’s own view', async () => {
    await rule(`${countRuns}
      context.idToken.seen = {
        logins: context.stats.loginsCount, ip: context.request.ip, state: context.request.query.state,
        session: typeof context.sessionID, method: context.authentication.methods[0].name };
      callback(null, user, context);`);
    const { runs, protocol, result } = await runsOf(async () => {
      const body = await tokens({ state: 'xyz' });
      await tenant.userinfo(body.access_token);
      return decodeJwt(String(body.id_token)).seen;
    });
    expect([runs, protocol]).toEqual([1, 'oidc-basic-profile']);
    const [row] =
      await database.sql`select logins_count from user_activity where user_id = ${tenant.ada.user_id}`;
    expect(result).toEqual({
      logins: Number(row?.logins_count),
      ip: '203.0.113.7',
      state: 'xyz',
      session: 'string',
      method: 'pwd',
    });
  });

  it('by session, silently, at a refresh and at a password grant', async () => {
    await rule(`${countRuns} callback(null, user, context);`);
    const browser = tenant.browser();
    const first = await exchange((await browser.logIn({ scope: 'openid offline_access' })).get('code'));
    expect((await runsOf(() => browser.authorize())).runs).toBe(1);
    expect((await runsOf(() => browser.authorize({ prompt: 'none' }))).runs).toBe(1);
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token) };
    expect(await runsOf(() => tenant.token(refresh))).toMatchObject({
      runs: 1,
      protocol: 'oauth2-refresh-token',
    });
    const grant = { grant_type: 'password', username: 'ada@example.com', password, audience: api };
    expect(await runsOf(() => tenant.token(grant))).toMatchObject({ runs: 1, protocol: 'oauth2-password' });
  });

  it('not for client credentials, nor for a wrong password, nor for Annex’s own client', async () => {
    await rule(`${countRuns} callback(new UnauthorizedError('no'));`);
    const machine = { grant_type: 'client_credentials', audience: api };
    const own = await createClient(tenant.ctx, { name: 'Annex', callbacks: [callback] }, { internal: true });
    const { runs } = await runsOf(async () => {
      expect((await tenant.token(machine)).status).toBe(200);
      expect(
        (await tenant.token({ grant_type: 'password', username: 'ada@example.com', password: 'no' })).status,
      ).toBe(403);
      expect((await tenant.browser().logIn({ client_id: own.client_id })).get('code')).not.toBeNull();
    });
    expect(runs).toBe(0);
  });

  it('and never see the password', async () => {
    await rule(`context.idToken.body = context.request.body; callback(null, user, context);`);
    const grant = { grant_type: 'password', username: 'ada@example.com', password, scope: 'openid' };
    const { body } = decodeJwt(String((await tenant.token(grant)).body.id_token));
    expect(body).toMatchObject({ username: 'ada@example.com', scope: 'openid' });
    expect(JSON.stringify(body)).not.toContain(password);
  });
});

describe('a rule that denies', () => {
  it('answers the application and leaves the session, so that it denies again without a form', async () => {
    await rule(`callback(new UnauthorizedError('Not today.'));`);
    const browser = tenant.browser();
    const answer = await browser.logIn({ state: 's' });
    expect(Object.fromEntries(answer)).toEqual({
      error: 'unauthorized',
      error_description: 'Not today.',
      state: 's',
    });
    expect(browser.cookies.has('annex_session')).toBe(true);
    expect(answered(await browser.authorize()).get('error')).toBe('unauthorized');
    expect(answered(await browser.authorize({ prompt: 'none' })).get('error')).toBe('unauthorized');
    const [row] =
      await database.sql`select type, description from logs where type = 'f' order by log_id desc limit 1`;
    expect(row?.description).toBe('Not today.');
  });

  it('by an error or a throw gives access_denied, at the token endpoint with 403', async () => {
    await rule(`throw new Error('Broken.');`);
    expect((await tenant.browser().logIn()).get('error')).toBe('access_denied');
    const grant = { grant_type: 'password', username: 'ada@example.com', password };
    const denied = { error: 'access_denied', error_description: 'Broken.' };
    expect(await tenant.token(grant)).toEqual({ status: 403, body: denied });
  });

  it('at a refresh leaves the refresh token good', async () => {
    const first = await tokens({ scope: 'openid offline_access' });
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token) };
    await rule(`callback('Closed.');`);
    expect((await tenant.token(refresh)).body.error_description).toBe('Closed.');
    for (const { rule: made } of await listRules(tenant.ctx)) await deleteRule(tenant.ctx, made.id);
    await tenant.changesHeard();
    expect((await tenant.token(refresh)).status).toBe(200);
  });
});

describe('a rule that asks for a second factor', () => {
  it.each(['duo', 'sms', ''])(
    'of the provider "%s", which Annex has not, is never passed over',
    async (name) => {
      await rule(`context.multifactor = { provider: '${name}' }; callback(null, user, context);`);
      const browser = tenant.browser();
      const answer = await browser.logIn();
      expect([answer.get('error'), answer.get('code')]).toEqual(['access_denied', null]);
      expect(answer.get('error_description')).toContain(`provider "${name}"`);
      expect(answered(await browser.authorize({ prompt: 'none' })).get('error')).toBe('access_denied');
    },
  );
});

describe('a rule that redirects', () => {
  const redirecting = `
    if (context.protocol === 'redirect-callback') {
      context.idToken.said = (context.request.body || {}).confirm || context.request.query.confirm;
      context.idToken.kept = user.jti;
      return callback(null, user, context);
    }
    user.jti = 'j-1';
    context.redirect = { url: 'https://terms.example/page?x=1' };
    callback(null, user, context);`;

  const away = async () => {
    await rule(redirecting);
    const browser = tenant.browser();
    const state = answered(await browser.authorize({ state: 'app' })).get('state') ?? '';
    const { redirectTo = '' } = await browser.fillIn(state);
    return { browser, page: new URL(redirectTo) };
  };

  it('sends the browser to its page with a state, and goes on at /continue with the whole pipeline', async () => {
    const { browser, page } = await away();
    expect([page.origin, page.searchParams.get('x')]).toEqual(['https://terms.example', '1']);
    const state = page.searchParams.get('state') ?? '';
    const back = answered(await browser.request(`/continue?state=${state}&confirm=yes`));
    expect(back.get('state')).toBe('app');
    const id = decodeJwt(String((await exchange(back.get('code'))).id_token));
    expect([id.said, id.kept]).toEqual(['yes', 'j-1']);
  });

  it('may be answered by a form', async () => {
    const { browser, page } = await away();
    const fields = { state: page.searchParams.get('state') ?? '', confirm: 'posted' };
    const back = answered(await browser.request('/continue', form(fields)));
    expect(decodeJwt(String((await exchange(back.get('code'))).id_token)).said).toBe('posted');
  });

  it('goes on once, in the same browser, with the same session', async () => {
    const { browser, page } = await away();
    const path = `/continue?state=${page.searchParams.get('state')}`;
    expect((await tenant.browser().request(path)).status).toBe(400);
    const thief = tenant.browser();
    await thief.logIn({ prompt: 'login' }).catch(() => undefined);
    expect((await thief.request(path)).status).toBe(400);
    expect((await browser.request(path)).status).toBe(302);
    expect((await browser.request(path)).status).toBe(400);
    expect((await browser.request('/continue')).status).toBe(400);
  });

  it('is refused where nobody can be shown a page', async () => {
    const { browser } = await away();
    expect(answered(await browser.authorize({ prompt: 'none' })).get('error')).toBe('interaction_required');
    const grant = { grant_type: 'password', username: 'ada@example.com', password };
    expect((await tenant.token(grant)).body.error).toBe('interaction_required');
  });

  it('never sends the browser to an address that runs script', async () => {
    await rule(`context.redirect = { url: 'javascript:alert(1)' }; callback(null, user, context);`);
    expect((await tenant.browser().logIn()).get('error')).toBe('access_denied');
  });
});
