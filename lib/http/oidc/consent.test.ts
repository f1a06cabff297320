import { decodeJwt } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ClientWithSecret, createClient, updateClient } from '@/lib/clients';
import { defaultConnection, knownConnection, updateConnection } from '@/lib/connections';
import { enrolFor } from '@/lib/factors/factors.fixture';
import { issuer } from '@/lib/oidc';
import { createResourceServer, deleteResourceServer, updateResourceServer } from '@/lib/resource-servers';
import { createRule, deleteRule, listRules } from '@/lib/rules';
import { deleteGrantsOfUser, deleteUserGrant, listUserGrants, revokeUserAccess } from '@/lib/sessions';
import { testDatabase } from '@/lib/testing';
import { createUser, deleteUser } from '@/lib/users';
import { consentPageOf } from './consent.fixture';
import { codeOf, factorPageOf, nextCode } from './factors.fixture';
import { answered, type Browser, callback, makeScenario, password, type Scenario } from './scenario.fixture';

const audience = 'https://photos.example/';
const scope = 'openid email read:photos';
const logo_uri = 'https://partner.example/logo.png';
const otpGrant = 'http://auth0.com/oauth/grant-type/mfa-otp';

const database = testDatabase();
let tenant: Scenario;
let partner: ClientWithSecret;

function makeApi() {
  return createResourceServer(tenant.ctx, {
    identifier: audience,
    name: 'Photos',
    scopes: [{ value: 'read:photos', description: 'Look at your photos' }, { value: 'write:photos' }],
    allow_offline_access: true,
    // For first-party applications; nobody else is let off.
    skip_consent_for_verifiable_first_party_clients: true,
  });
}

beforeAll(async () => {
  tenant = await makeScenario(database);
  await makeApi();
  const domain = await knownConnection(tenant.ctx, defaultConnection);
  await updateConnection(tenant.ctx, domain?.id ?? '', { is_domain_connection: true });
  partner = await createClient(tenant.ctx, {
    name: 'Partner',
    is_first_party: false,
    logo_uri,
    callbacks: [callback],
    grant_types: ['authorization_code', 'refresh_token', 'password', otpGrant],
  });
  await tenant.changesHeard();
});

afterEach(async () => {
  for (const { rule } of await listRules(tenant.ctx)) await deleteRule(tenant.ctx, rule.id);
  await database.sql`truncate consents, logs, authenticators, rate_limits`;
  await database.sql`update users set user_metadata = null`;
});

async function ruled(body: string): Promise<void> {
  const script = `async function (user, context, callback) { ${body} callback(null, user, context); }`;
  await createRule(tenant.ctx, { name: 'The rule', script });
  await tenant.changesHeard();
}

const fields = (more = {}) => ({
  client_id: partner.client_id,
  audience,
  scope,
  state: 'of the app',
  ...more,
});

const pathOf = (url: string | null | undefined) => new URL(url ?? '', issuer()).pathname;

/** The sign-in up to the page for consent, and its state. */
async function asked(browser: Browser, more = {}): Promise<string> {
  const state = answered(await browser.authorize(fields(more))).get('state') ?? '';
  const { redirectTo = '' } = await browser.fillIn(state);
  expect(pathOf(redirectTo)).toBe('/u/consent');
  return answered(redirectTo).get('state') ?? '';
}

/** A browser in which the consent was given, and what the application got. */
async function agreed(more = {}) {
  const browser = tenant.browser();
  const page = consentPageOf(tenant.ctx, browser);
  const { redirectTo = '' } = await page.answer(await asked(browser, more), true);
  return { browser, page, answer: answered(redirectTo) };
}

const exchange = (answer: URLSearchParams, client = partner) =>
  tenant.token(
    { grant_type: 'authorization_code', code: answer.get('code') ?? '', redirect_uri: callback },
    client,
  );

const silently = async (browser: Browser, more = {}) =>
  answered(await browser.authorize(fields({ prompt: 'none', ...more })));

const grants = () =>
  listUserGrants(
    tenant.ctx,
    { clientId: partner.client_id },
    { by: 'number', limit: 50, offset: 0, withTotal: true },
  );

describe('a third-party application', () => {
  it('gets nothing before the person has seen what it wants and agreed; rules run once', async () => {
    await ruled(`const runs = ((user.user_metadata || {}).runs || 0) + 1;
      await auth0.users.updateUserMetadata(user.user_id, { runs });
      context.idToken['https://x.example/runs'] = runs;`);
    const browser = tenant.browser();
    const page = consentPageOf(tenant.ctx, browser);
    const state = await asked(browser);
    expect(await page.view(state)).toEqual({
      client: { name: 'Partner', logoUri: logo_uri },
      account: 'ada@example.com',
      api: 'Photos',
      scopes: [
        { name: 'openid', description: expect.any(String) },
        { name: 'email', description: expect.any(String) },
        { name: 'read:photos', description: 'Look at your photos' },
      ],
    });
    expect(await database.sql`select 1 from oidc_codes where client_id = ${partner.client_id}`).toEqual([]);
    const { redirectTo = '' } = await page.answer(state, true);
    expect([redirectTo.startsWith(callback), answered(redirectTo).get('state')]).toEqual([
      true,
      'of the app',
    ]);
    const { body } = await exchange(answered(redirectTo));
    expect(decodeJwt(String(body.id_token))).toMatchObject({
      sub: tenant.ada.user_id,
      'https://x.example/runs': 1,
    });
    expect(decodeJwt(String(body.access_token)).scope).toBe(scope);
    expect(await database.sql`select type, description from logs where type in ('s', 'f')`).toEqual([
      { type: 's', description: null },
    ]);
  });

  it('that is declined is told access_denied; the person stays signed in and is asked again', async () => {
    const browser = tenant.browser();
    const page = consentPageOf(tenant.ctx, browser);
    const { redirectTo = '' } = await page.answer(await asked(browser), false);
    const answer = answered(redirectTo);
    expect(redirectTo.startsWith(callback)).toBe(true);
    expect(Object.fromEntries(answer)).toEqual({
      error: 'access_denied',
      error_description: 'User did not authorize the request',
      state: 'of the app',
    });
    expect((await silently(browser)).get('error')).toBe('consent_required');
    expect(pathOf((await browser.authorize(fields())).headers.get('location'))).toBe('/u/consent');
    expect(await database.sql`select 1 from consents`).toEqual([]);
    expect(await database.sql`select 1 from logs where type = 'f'`).toHaveLength(1);
  });

  it('is asked for once: again only for what it was not given, and what it was given stays', async () => {
    const { browser, page } = await agreed();
    expect((await silently(browser)).get('code')).toMatch(/./);
    expect((await silently(browser, { scope: 'openid' })).get('code')).toMatch(/./);
    const wider = { scope: 'openid write:photos' };
    expect((await silently(browser, wider)).get('error')).toBe('consent_required');
    const more = answered(await browser.authorize(fields(wider))).get('state') ?? '';
    await page.answer(more, true);
    for (const given of [scope, wider.scope]) {
      expect((await silently(browser, { scope: given })).get('code')).toMatch(/./);
    }
    expect((await silently(browser, { audience: '' })).get('error')).toBe('consent_required');
    expect((await grants()).items).toEqual([
      {
        id: expect.stringMatching(/^cns_/),
        clientID: partner.client_id,
        user_id: tenant.ada.user_id,
        audience,
        scope: ['email', 'openid', 'read:photos', 'write:photos'],
      },
    ]);
  });

  it('has its refresh token and its code end with the grant, and asks anew', async () => {
    const { browser, answer } = await agreed({ scope: `${scope} offline_access` });
    const { body } = await exchange(answer);
    const refresh = () =>
      tenant.token({ grant_type: 'refresh_token', refresh_token: String(body.refresh_token) }, partner);
    expect((await refresh()).status).toBe(200);
    const late = await silently(browser);
    const [grant] = (await grants()).items;
    await deleteUserGrant(tenant.ctx, grant?.id ?? '');
    expect((await refresh()).body.error).toBe('invalid_grant');
    expect((await exchange(late)).body.error).toBe('invalid_grant');
    expect((await silently(browser)).get('error')).toBe('consent_required');
    expect(await grants()).toEqual({ items: [], total: 0 });
  });

  it('keeps its consent when the person signs out everywhere, and loses it with all grants of theirs', async () => {
    await agreed();
    await revokeUserAccess(tenant.ctx, tenant.ada.user_id, {});
    expect((await grants()).total).toBe(1);
    const browser = tenant.browser();
    expect((await browser.logIn(fields())).get('code')).toMatch(/./);
    await deleteGrantsOfUser(tenant.ctx, tenant.ada.user_id);
    expect((await silently(browser)).get('error')).toBe('consent_required');
  });

  it('shows what a rule gives it beyond what it asked for, and is asked for when a rule gives more', async () => {
    const { browser } = await agreed();
    await ruled(`context.accessToken.scope = ['read:photos', 'write:photos'];`);
    expect((await silently(browser)).get('error')).toBe('consent_required');
    const state = answered(await browser.authorize(fields())).get('state') ?? '';
    const { scopes } = await consentPageOf(tenant.ctx, browser).view(state);
    expect(scopes.at(-1)).toEqual({ name: 'write:photos', description: null });
  });

  it('is asked for after the second factor, and the tokens tell of both', async () => {
    await ruled(`context.multifactor = { provider: 'any' };`);
    const browser = tenant.browser();
    const state = answered(await browser.authorize(fields())).get('state') ?? '';
    const factor = answered((await browser.fillIn(state)).redirectTo ?? '').get('state') ?? '';
    const factors = factorPageOf(tenant.ctx, browser);
    const shown = await factors.view(factor);
    if (shown.mode !== 'enrol') throw new Error('There is nothing to enrol.');
    await factors.give(factor, { code: await codeOf(tenant.ctx, shown.secret) });
    const { redirectTo = '' } = await factors.finish(factor);
    expect(pathOf(redirectTo)).toBe('/u/consent');
    const page = consentPageOf(tenant.ctx, browser);
    const done = await page.answer(answered(redirectTo).get('state') ?? '', true);
    const { body } = await exchange(answered(done.redirectTo ?? ''));
    expect(decodeJwt(String(body.id_token)).amr).toEqual(['mfa']);
  });

  it('gets no tokens for a password of who has not consented, nor for a second factor then', async () => {
    const byPassword = () =>
      tenant.token(
        { grant_type: 'password', username: 'ada@example.com', password, audience, scope },
        partner,
      );
    const refused = { error: 'consent_required', error_description: 'Consent required' };
    expect(await byPassword()).toEqual({ status: 403, body: refused });
    await ruled(`if (context.protocol === 'oauth2-password') context.multifactor = { provider: 'any' };`);
    const { secret } = await enrolFor(tenant.ctx, tenant.ada.user_id);
    const byOtp = async () => {
      const { mfa_token } = (await byPassword()).body;
      const otp = await nextCode(tenant.ctx, secret);
      return tenant.token({ grant_type: otpGrant, mfa_token: String(mfa_token), otp }, partner);
    };
    expect(await byOtp()).toEqual({ status: 403, body: refused });
    await agreed();
    expect((await byOtp()).status).toBe(200);
  });

  it('asks anew where a scope or an API is made again under the same name', async () => {
    const { browser } = await agreed();
    const scopes = [{ value: 'read:photos' }, { value: 'write:photos' }];
    await updateResourceServer(tenant.ctx, audience, { scopes: scopes.slice(1) });
    await updateResourceServer(tenant.ctx, audience, { scopes });
    await tenant.changesHeard();
    expect((await silently(browser)).get('error')).toBe('consent_required');
    await agreed();
    await deleteResourceServer(tenant.ctx, audience);
    await makeApi();
    await tenant.changesHeard();
    expect((await silently(browser)).get('error')).toBe('consent_required');
  });

  it('leaves nothing of a person who is deleted', async () => {
    const email = 'grace@example.com';
    const connection = 'Username-Password-Authentication';
    const { user } = await createUser(tenant.ctx, { connection, email, password });
    const browser = tenant.browser();
    const state = answered(await browser.authorize(fields())).get('state') ?? '';
    const { redirectTo = '' } = await browser.fillIn(state, { identifier: email });
    await consentPageOf(tenant.ctx, browser).answer(answered(redirectTo).get('state') ?? '', true);
    expect(await database.sql`select 1 from consents where user_id = ${user.user_id}`).toHaveLength(1);
    await deleteUser(tenant.ctx, user.user_id);
    expect(await database.sql`select 1 from consents`).toEqual([]);
  });
});

describe('the question', () => {
  it('is put to one browser, in one session, and answered once', async () => {
    const [browser, stranger] = [tenant.browser(), tenant.browser()];
    const state = await asked(browser);
    await asked(stranger);
    const expired = { failure: { reason: 'expired' } };
    expect(await consentPageOf(tenant.ctx, stranger).answer(state, true)).toMatchObject(expired);
    await expect(consentPageOf(tenant.ctx, stranger).view(state)).rejects.toMatchObject({
      code: 'not_found',
    });
    const page = consentPageOf(tenant.ctx, browser);
    const both = await Promise.all([page.answer(state, true), page.answer(state, false)]);
    expect(both.filter(({ failure }) => failure)).toMatchObject([expired]);
    expect(await page.answer(state, true)).toMatchObject(expired);
    const next = answered(await browser.authorize(fields({ prompt: 'consent' }))).get('state') ?? '';
    await revokeUserAccess(tenant.ctx, tenant.ada.user_id, {});
    expect(await page.answer(next, true)).toMatchObject(expired);
    for (const path of [`/continue?state=${next}`, '/continue?state=x']) {
      expect((await browser.request(path)).status).toBe(400);
    }
  });

  it('is put again, and by one’s own application, where the request says prompt=consent', async () => {
    const { browser, page } = await agreed();
    const again = answered(await browser.authorize(fields({ prompt: 'consent' }))).get('state') ?? '';
    expect(answered((await page.answer(again, true)).redirectTo ?? '').get('code')).toMatch(/./);
    const own = { client_id: tenant.web.client_id, prompt: 'consent' };
    const asking = await browser.authorize(fields(own));
    expect(pathOf(asking.headers.get('location'))).toBe('/u/consent');
    const { redirectTo = '' } = await page.answer(answered(asking).get('state') ?? '', true);
    expect((await exchange(answered(redirectTo), tenant.web)).status).toBe(200);
  });

  it('is put by no application of one’s own, until it is somebody else’s', async () => {
    const browser = tenant.browser();
    const own = {
      client_id: tenant.spa.client_id,
      audience,
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    };
    expect((await browser.logIn(fields(own))).get('code')).toMatch(/./);
    await updateClient(tenant.ctx, tenant.spa.client_id, { is_first_party: false });
    await tenant.changesHeard();
    expect((await silently(browser, own)).get('error')).toBe('consent_required');
  });

  it('costs one statement, and four to answer', async () => {
    const { browser, page } = await agreed();
    const count = async (work: () => Promise<unknown>) => (await database.queries.during(work)).length;
    expect(await count(() => silently(browser))).toBe(3);
    const state = answered(await browser.authorize(fields({ prompt: 'consent' }))).get('state') ?? '';
    expect(await count(() => page.answer(state, true))).toBe(4);
  });
});
