import { decodeJwt } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '@/lib/clients';
import { enrolFor } from '@/lib/factors/factors.fixture';
import { cookieNames } from '@/lib/oidc';
import { createRule, deleteRule, listRules } from '@/lib/rules';
import { internalClientId } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import { createUser, deleteUser, updateUser } from '@/lib/users';
import { actionsOf } from './actions.fixture';
import { codeOf, factorPageOf, nextCode, otherThan } from './factors.fixture';
import { answered, type Browser, callback, makeScenario, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});
const { bind, clear } = actionsOf(() => tenant);

const merge = { metadata: 'merge' } as const;
const anyFactor = `context.multifactor = { provider: 'any' };`;
const countRuns = `
  const runs = ((user.user_metadata || {}).runs || 0) + 1;
  await auth0.users.updateUserMetadata(user.user_id, { runs: runs });`;

async function rule(body: string): Promise<void> {
  const script = `async function (user, context, callback) { ${body} callback(null, user, context); }`;
  await createRule(tenant.ctx, { name: `Rule ${crypto.randomUUID()}`, script });
  await tenant.changesHeard();
}

/** One hash is enough for everybody: making it is slow. */
async function somebody(email: string) {
  const { user } = await createUser(tenant.ctx, {
    connection: 'Username-Password-Authentication',
    email,
    password: 'Another-Horse-9',
  });
  await database.sql`
    update credentials set password_hash = (select password_hash from credentials where user_id = ${tenant.ada.user_id})
    where user_id = ${user.user_id}`;
  return user;
}

afterEach(async () => {
  for (const { rule: made } of await listRules(tenant.ctx)) await deleteRule(tenant.ctx, made.id);
  await clear();
  await database.sql`delete from authenticators`;
  await database.sql`delete from remembered_browsers`;
  await database.sql`delete from rate_limits`;
});

const exchange = async (code: string | null) =>
  (await tenant.token({ grant_type: 'authorization_code', code: code ?? '', redirect_uri: callback })).body;

const idTokenOf = async (url: string | undefined) =>
  decodeJwt(String((await exchange(answered(url ?? '').get('code'))).id_token));

/** The sign-in up to the page for the second factor, and its state. */
async function atFactorPage(browser: Browser, typed = {}, fields = {}): Promise<string> {
  const state = answered(await browser.authorize(fields)).get('state') ?? '';
  const { redirectTo = '' } = await browser.fillIn(state, typed);
  expect(new URL(redirectTo).pathname).toBe('/u/mfa');
  return answered(redirectTo).get('state') ?? '';
}

/** Enrols whoever signs in, and gives the key of their app and their recovery code. */
async function enrol(browser = tenant.browser(), typed = {}) {
  const state = await atFactorPage(browser, typed);
  const page = factorPageOf(tenant.ctx, browser);
  const view = await page.view(state);
  if (view.mode !== 'enrol') throw new Error('There is nothing to enrol.');
  const given = await page.give(state, { code: await codeOf(tenant.ctx, view.secret) });
  if (!('recoveryCode' in given)) throw new Error('The code was not right.');
  const done = await page.finish(state);
  return { secret: view.secret, recoveryCode: given.recoveryCode, redirectTo: done.redirectTo, state, page };
}

const logTypes = async () =>
  (
    await database.sql`select type from logs where type like 'gd_%' or type in ('mfar', 's') order by log_id`
  ).map(({ type }) => type);

describe('a rule that asks for a second factor', () => {
  it('lets who has none enrol an app, shows a recovery code once, and then issues what was decided', async () => {
    await rule(`${countRuns} context.idToken.runs = runs; ${anyFactor}`);
    const { redirectTo, page, state, recoveryCode } = await enrol();
    expect(recoveryCode).toMatch(/^[A-Z2-9]{24}$/);
    expect(await idTokenOf(redirectTo)).toMatchObject({ sub: tenant.ada.user_id, runs: 1 });
    expect(await logTypes()).toEqual(['mfar', 'gd_enrollment_complete', 's']);
    await expect(page.view(state)).rejects.toMatchObject({ code: 'not_found' });
    expect((await page.finish(state)).failure?.reason).toBe('expired');
    const kept = JSON.stringify(await database.sql`select * from authenticators`);
    expect(kept).not.toContain(recoveryCode);
  });

  it('asks who has one for its code, and a code is good once', async () => {
    await rule(anyFactor);
    const { secret } = await enrol();
    const code = await nextCode(tenant.ctx, secret);
    const [first, second] = [tenant.browser(), tenant.browser()];
    const state = await atFactorPage(first);
    expect(await factorPageOf(tenant.ctx, first).view(state)).toEqual({
      client: { name: 'Shop' },
      account: 'ada@example.com',
      allowRememberBrowser: true,
      mode: 'challenge',
    });
    const { redirectTo } = await factorPageOf(tenant.ctx, first).give(state, { code });
    expect(await idTokenOf(redirectTo)).toMatchObject({ sub: tenant.ada.user_id });
    const again = await factorPageOf(tenant.ctx, second).give(await atFactorPage(second), { code });
    expect(again.failure?.reason).toBe('wrong_credentials');
  });

  it('of two who give one code at the same moment lets one in', async () => {
    await rule(anyFactor);
    const { secret } = await enrol();
    const code = await nextCode(tenant.ctx, secret);
    const browsers = [tenant.browser(), tenant.browser(), tenant.browser()];
    const pages: [ReturnType<typeof factorPageOf>, string][] = [];
    for (const browser of browsers)
      pages.push([factorPageOf(tenant.ctx, browser), await atFactorPage(browser)]);
    const results = await Promise.all(pages.map(([page, state]) => page.give(state, { code })));
    expect(results.filter(({ redirectTo }) => redirectTo !== undefined)).toHaveLength(1);
  });

  it('takes the recovery code once, and shows the one that replaces it', async () => {
    await rule(anyFactor);
    const { recoveryCode } = await enrol();
    const browser = tenant.browser();
    const page = factorPageOf(tenant.ctx, browser);
    const state = await atFactorPage(browser);
    const typed = ` ${recoveryCode.toLowerCase().replace(/(.{4})/g, '$1-')}`;
    const given = await page.give(state, { recoveryCode: typed });
    const next = 'recoveryCode' in given ? given.recoveryCode : '';
    expect(next).not.toBe(recoveryCode);
    expect(answered((await page.finish(state)).redirectTo ?? '').get('code')).not.toBeNull();
    const other = tenant.browser();
    const otherPage = factorPageOf(tenant.ctx, other);
    const otherState = await atFactorPage(other);
    expect((await otherPage.give(otherState, { recoveryCode })).failure?.reason).toBe('wrong_credentials');
    expect(await otherPage.give(otherState, { recoveryCode: next })).toHaveProperty('recoveryCode');
  });

  it('runs once a sign-in, and sees the method mfa in the next one of the session', async () => {
    await rule(`${countRuns}
      const done = context.authentication.methods.some(({ name }) => name === 'mfa');
      if (!done) context.multifactor = { provider: 'guardian', allowRememberBrowser: false };
      context.idToken.runs = runs; context.idToken.has = user.multifactor || [];`);
    await updateUser(tenant.ctx, tenant.ada.user_id, { user_metadata: { runs: null } }, merge);
    const browser = tenant.browser();
    const { redirectTo } = await enrol(browser);
    expect(await idTokenOf(redirectTo)).toMatchObject({ runs: 1, has: [] });
    const silent = await browser.authorize({ prompt: 'none' });
    expect(await idTokenOf(silent.headers.get('location') ?? '')).toMatchObject({
      runs: 2,
      has: ['guardian'],
    });
  });

  it('answers a silent sign-in with interaction_required', async () => {
    const browser = tenant.browser();
    await browser.logIn();
    await rule(anyFactor);
    const silent = answered(await browser.authorize({ prompt: 'none' }));
    expect(silent.get('error')).toBe('interaction_required');
    expect(new URL((await browser.authorize()).headers.get('location') ?? '').pathname).toBe('/u/mfa');
  });

  it('of the provider "none" asks for nothing', async () => {
    await rule(`context.multifactor = { provider: 'none' };`);
    expect((await tenant.browser().logIn()).get('code')).not.toBeNull();
  });
});

describe('a remembered browser', () => {
  it('is asked no more for 30 days, where the rule allows it, also silently', async () => {
    await rule(anyFactor);
    const { secret } = await enrol();
    const browser = tenant.browser();
    const page = factorPageOf(tenant.ctx, browser);
    await page.give(await atFactorPage(browser), { code: await nextCode(tenant.ctx, secret) }, true);
    expect((await browser.logIn({ prompt: 'login' })).get('code')).not.toBeNull();
    expect(answered(await browser.authorize({ prompt: 'none' })).get('code')).not.toBeNull();
    const kept = JSON.stringify(await database.sql`select * from remembered_browsers`);
    expect(kept).not.toContain(browser.cookies.get(cookieNames().remembered));
    tenant.ctx.clock.advance(30 * 86_400);
    await atFactorPage(browser, {}, { prompt: 'login' });
  });

  it('counts for nothing where the rule says so, nor with ignoreCookie', async () => {
    await rule(anyFactor);
    const { secret } = await enrol();
    const browser = tenant.browser();
    const page = factorPageOf(tenant.ctx, browser);
    await page.give(await atFactorPage(browser), { code: await nextCode(tenant.ctx, secret) }, true);
    for (const strict of ['allowRememberBrowser: false', 'ignoreCookie: true']) {
      await rule(`context.multifactor = { provider: 'any', ${strict} };`);
      const state = await atFactorPage(browser, {}, { prompt: 'login' });
      expect((await page.view(state)).allowRememberBrowser).toBe(false);
      await page.give(state, { code: await nextCode(tenant.ctx, secret) }, true);
    }
    expect(await database.sql`select 1 from remembered_browsers`).toHaveLength(1);
  });

  it('of another user is a stranger', async () => {
    await rule(anyFactor);
    const eve = await somebody('eve@example.com');
    const { secret } = await enrol(tenant.browser(), { identifier: 'eve@example.com' });
    const browser = tenant.browser();
    const page = factorPageOf(tenant.ctx, browser);
    const asEve = await atFactorPage(browser, { identifier: 'eve@example.com' });
    await page.give(asEve, { code: await nextCode(tenant.ctx, secret) }, true);
    expect(browser.cookies.has(cookieNames().remembered)).toBe(true);
    expect((await page.view(await atFactorPage(browser, {}, { prompt: 'login' }))).mode).toBe('enrol');
    await deleteUser(tenant.ctx, eve.user_id);
    for (const table of ['authenticators', 'remembered_browsers']) {
      const left = await database.sql`select 1 from ${database.sql(table)} where user_id = ${eve.user_id}`;
      expect(left).toHaveLength(0);
    }
  });
});

describe('somebody who has stolen a password', () => {
  it('enrols no second app beside the one that is there', async () => {
    await rule(anyFactor);
    const thief = tenant.browser();
    const page = factorPageOf(tenant.ctx, thief);
    const state = await atFactorPage(thief);
    const view = await page.view(state);
    const own = view.mode === 'enrol' ? view.secret : '';
    await enrol();
    // The page was open before the owner enrolled.
    expect((await page.view(state)).mode).toBe('challenge');
    const code = await codeOf(tenant.ctx, own);
    expect((await page.give(state, { code })).failure?.reason).toBe('wrong_credentials');
    expect(await database.sql`select 1 from authenticators where confirmed_at is not null`).toHaveLength(2);
  });

  it('gets nowhere by answering for a page that was not theirs', async () => {
    await rule(anyFactor);
    const owner = tenant.browser();
    const state = await atFactorPage(owner);
    const thief = tenant.browser();
    await thief.authorize();
    const page = factorPageOf(tenant.ctx, thief);
    await expect(page.view(state)).rejects.toMatchObject({ code: 'not_found' });
    expect((await page.give(state, { code: '123456' })).failure?.reason).toBe('expired');
    expect((await page.finish(state)).failure?.reason).toBe('expired');
    // With the cookie that binds the transaction, but without the session of the first factor.
    const bound = cookieNames().browser;
    thief.cookies.set(bound, owner.cookies.get(bound) ?? '');
    await expect(page.view(state)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('skips nothing: the end without a proof, the door of redirects and the password page lead nowhere', async () => {
    await rule(anyFactor);
    const browser = tenant.browser();
    const state = await atFactorPage(browser);
    const page = factorPageOf(tenant.ctx, browser);
    expect((await page.finish(state)).failure?.reason).toBe('expired');
    expect((await browser.fillIn(state)).failure?.reason).toBe('expired');
    expect((await page.view(state)).mode).toBe('enrol');
    expect((await browser.request(`/continue?state=${state}`)).status).toBe(400);
  });

  it('tries six codes and then waits, even with the right one', async () => {
    await rule(anyFactor);
    const { secret } = await enrol();
    const browser = tenant.browser();
    const page = factorPageOf(tenant.ctx, browser);
    const state = await atFactorPage(browser);
    const code = await nextCode(tenant.ctx, secret);
    for (let index = 0; index < 6; index++) {
      expect((await page.give(state, { code: otherThan(code) })).failure?.reason).toBe('wrong_credentials');
    }
    expect((await page.give(state, { code })).failure?.reason).toBe('too_many_attempts');
    const elsewhere = tenant.browser();
    const other = await factorPageOf(tenant.ctx, elsewhere).give(await atFactorPage(elsewhere), { code });
    expect(other.failure?.reason).toBe('too_many_attempts');
    expect(await logTypes()).toContain('gd_otp_rate_limit_exceed');
    tenant.ctx.clock.advance(900);
    expect((await page.give(state, { code: await codeOf(tenant.ctx, secret) })).redirectTo).toBeDefined();
  });

  it('who is blocked meanwhile gets nothing by a right code', async () => {
    await rule(anyFactor);
    const { secret } = await enrol();
    const browser = tenant.browser();
    const state = await atFactorPage(browser);
    await updateUser(tenant.ctx, tenant.ada.user_id, { blocked: true }, merge);
    const given = await factorPageOf(tenant.ctx, browser).give(state, {
      code: await nextCode(tenant.ctx, secret),
    });
    expect(given.failure?.reason).toBe('expired');
    await updateUser(tenant.ctx, tenant.ada.user_id, { blocked: false }, merge);
  });
});

describe('an Action', () => {
  it('by multifactor.enable asks at the end, and remembers no browser unless it says so', async () => {
    await bind('post-login', [`api.multifactor.enable('any'); api.idToken.setCustomClaim('n', 1);`]);
    const browser = tenant.browser();
    const page = factorPageOf(tenant.ctx, browser);
    expect((await page.view(await atFactorPage(browser))).allowRememberBrowser).toBe(false);
    expect(await idTokenOf((await enrol()).redirectTo)).toMatchObject({ n: 1 });
  });

  it('takes back what a rule asked for with the provider "none"', async () => {
    await rule(anyFactor);
    await bind('post-login', [`api.multifactor.enable('none');`]);
    expect((await tenant.browser().logIn()).get('code')).not.toBeNull();
  });

  it('by challengeWith makes the Actions after it wait, which see the method mfa; none runs twice', async () => {
    const claim = (name: string) =>
      `api.idToken.setCustomClaim('${name}', event.authentication.methods.map(({ name }) => name).join());`;
    await bind('post-login', [
      `${claim('first')} api.authentication.challengeWith({ type: 'otp' }); api.user.setAppMetadata('ran', 1);`,
      `${claim('second')} api.authentication.enrollWithAny([{ type: 'otp' }]); api.multifactor.enable('any');`,
      `${claim('third')} api.idToken.setCustomClaim('factors', event.user.enrolledFactors.map((f) => f.type));`,
    ]);
    const claims = await idTokenOf((await enrol()).redirectTo);
    expect(claims).toMatchObject({
      first: 'pwd',
      second: 'pwd,mfa',
      third: 'pwd,mfa',
      factors: ['otp', 'recovery-code'],
    });
    const executions = await database.sql`select status, jsonb_array_length(results) as n
      from action_executions order by created_at desc limit 1`;
    expect(executions).toEqual([{ status: 'final', n: 3 }]);
  });

  it('that denies after the proof still denies', async () => {
    await bind('post-login', [
      `api.authentication.challengeWith({ type: 'otp' });`,
      `api.access.deny('Not today.');`,
    ]);
    expect(answered((await enrol()).redirectTo ?? '').get('error_description')).toBe('Not today.');
  });
});

describe("Annex's own pages", () => {
  it('ask for the factor of whoever has one, once a session, though no rule runs', async () => {
    await rule(anyFactor);
    const { secret } = await enrol();
    await rule(`callback('Closed.');`);
    await createClient(
      tenant.ctx,
      { name: 'Annex', client_id: internalClientId, callbacks: [callback] },
      { internal: true },
    );
    await tenant.changesHeard();
    const own = { client_id: internalClientId };
    const browser = tenant.browser();
    const page = factorPageOf(tenant.ctx, browser);
    await page.give(await atFactorPage(browser, {}, own), { code: await nextCode(tenant.ctx, secret) });
    expect(answered(await browser.authorize({ ...own, prompt: 'none' })).get('code')).not.toBeNull();
    tenant.ctx.clock.advance(1);
    await database.sql`delete from authenticators`;
    expect((await tenant.browser().logIn(own)).get('code')).not.toBeNull();
    await enrolFor(tenant.ctx, tenant.ada.user_id);
    const again = answered(await browser.authorize({ ...own, prompt: 'none' }));
    expect(again.get('error')).toBe('interaction_required');
  });
});

const count = async (work: () => Promise<unknown>) => (await database.queries.during(work)).length;

describe('statements on the database', () => {
  it('a sign-in that is asked for a factor costs none more; a right code costs eight', async () => {
    await rule(anyFactor);
    const { secret } = await enrol();
    const browser = tenant.browser();
    const state = answered(await browser.authorize()).get('state') ?? '';
    let redirectTo = '';
    expect(
      await count(async () => {
        redirectTo = (await browser.fillIn(state)).redirectTo ?? '';
      }),
    ).toBe(4);
    const code = await nextCode(tenant.ctx, secret);
    const page = factorPageOf(tenant.ctx, browser);
    expect(await count(() => page.give(answered(redirectTo).get('state') ?? '', { code }))).toBe(8);
  });
});
