import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/access';
import { Forbidden, Invalid, NotFound } from '@/lib/errors';
import { createRule, deleteRule, listRules, setRuleConfig } from '@/lib/rules';
import { buildExecutor } from '@/lib/rules/runner/build';
import { updateTenantSettings } from '@/lib/settings';
import { getSignIn, listSignIns, type SignInDetail, sweepSignIns } from '@/lib/sign-ins';
import { testDatabase } from '@/lib/testing';
import { createUser, deleteUser, updateUser } from '@/lib/users';
import { callback, makeScenario, password, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  await buildExecutor();
  tenant = await makeScenario(database);
  await setRuleConfig(tenant.ctx, 'API_KEY', 'a-real-secret');
});

beforeEach(async () => {
  await database.sql`delete from sign_ins`;
});
afterEach(async () => {
  for (const { rule } of await listRules(tenant.ctx)) await deleteRule(tenant.ctx, rule.id);
  await tenant.changesHeard();
});

async function rule(body: string, name = 'The rule'): Promise<string> {
  const script = `async function (user, context, callback) {\n${body}\n}`;
  const { rule: made } = await createRule(tenant.ctx, { name, script });
  await tenant.changesHeard();
  return made.id;
}

const goesOn = 'callback(null, user, context);';
const list = (filter = {}) => listSignIns(tenant.ctx, filter);

/** The one sign-in that is recorded. */
async function only(): Promise<SignInDetail> {
  const { sign_ins } = await list();
  expect(sign_ins).toHaveLength(1);
  return getSignIn(tenant.ctx, sign_ins[0]?.id ?? '');
}

const texts = async () =>
  (await database.sql<{ text: string }[]>`select s::text as text from sign_ins s`).map(({ text }) => text);

async function refreshToken(): Promise<string> {
  const code = (await tenant.browser().logIn({ scope: 'openid offline_access' })).get('code') ?? '';
  const { body } = await tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback });
  return String(body.refresh_token);
}

const byPassword = (fields = {}) =>
  tenant.token({
    grant_type: 'password',
    username: 'ada@example.com',
    password,
    scope: 'openid email',
    ...fields,
  });

describe('every issuance that goes through the pipeline leaves one row', () => {
  it('interactive, by session, silent, by refresh and by password; an exchange of a code none', async () => {
    const browser = tenant.browser();
    await browser.logIn();
    await browser.authorize();
    await browser.authorize({ prompt: 'none' });
    const token = await refreshToken();
    await tenant.token({ grant_type: 'refresh_token', refresh_token: token });
    await byPassword();
    const { sign_ins } = await list();
    expect(sign_ins.map(({ protocol }) => protocol).toSorted()).toEqual(
      [...Array(4).fill('oidc-basic-profile'), 'oauth2-password', 'oauth2-refresh-token'].toSorted(),
    );
    expect(sign_ins.every(({ result, is_cut }) => result === 'continue' && !is_cut)).toBe(true);
  });

  it('with the input as rules saw it, which rules ran, their time, lines and writes, and both tokens', async () => {
    await updateUser(
      tenant.ctx,
      tenant.ada.user_id,
      { app_metadata: { plan: 'gold' } },
      { metadata: 'merge' },
    );
    const id = await rule(`
      console.warn('plan', user.plan, configuration.API_KEY);
      context.idToken['https://x/seen'] = JSON.stringify({ user: user, context: context });
      context.accessToken['https://x/plan'] = user.plan;
      user.name = 'Countess';
      await auth0.users.updateUserMetadata(user.user_id, { seen: true });
      ${goesOn}`);
    await tenant.browser().logIn({ scope: 'openid profile' });
    const found = await only();
    expect(found).toMatchObject({
      result: 'continue',
      user_id: tenant.ada.user_id,
      user_name: 'ada@example.com',
      client_id: tenant.web.client_id,
      client_name: 'Shop',
      steps: [{ kind: 'rule', id, name: 'The rule', version: 1, duration_ms: expect.any(Number) }],
      logs: [{ step_id: id, level: 'warn', text: 'plan gold *****' }],
      writes: [{ step_ids: [id], user_id: tenant.ada.user_id, bag: 'user_metadata', patch: { seen: true } }],
      id_token: { before: { name: 'Ada' }, after: { name: 'Countess' } },
      access_token: { before: {}, after: { 'https://x/plan': 'gold' } },
      can_rerun: true,
    });
    const seen = JSON.parse(String(found.id_token.after?.['https://x/seen']));
    expect(seen.user).toEqual(found.user);
    expect(seen.context).toEqual(found.context);
  });

  it('refused, failed and sent away, with the reason and its place', async () => {
    await rule('const nobody = null;\n  nobody.name();');
    await tenant.browser().logIn();
    expect(await only()).toMatchObject({
      result: 'error',
      error: { name: 'TypeError', step_name: 'The rule', line: 3, column: expect.any(Number) },
      id_token: { after: null },
    });
  });

  it.each([
    ['deny', "callback(new UnauthorizedError('No entry'));", { error: { message: 'No entry' } }],
    ['deny', `user['a.b'] = 1; ${goesOn}`, { error: { name: 'invalid_request' } }],
    [
      'redirect',
      `context.redirect = { url: 'https://shop.example/more?session_token=abc' }; ${goesOn}`,
      { redirect: 'https://shop.example/more' },
    ],
  ])('as %s by %s', async (result, body, rest) => {
    await rule(body);
    const browser = tenant.browser();
    const at = new URL((await browser.authorize()).headers.get('location') ?? '', 'https://annex.example');
    await browser.fillIn(at.searchParams.get('state') ?? '');
    expect(await only()).toMatchObject({ result, ...rest });
  });

  it('on a refresh that is refused', async () => {
    const token = await refreshToken();
    await database.sql`delete from sign_ins`;
    await rule("callback('not today');");
    await tenant.token({ grant_type: 'refresh_token', refresh_token: token });
    expect(await only()).toMatchObject({ result: 'deny', protocol: 'oauth2-refresh-token' });
  });
});

describe('what is kept', () => {
  it('holds no password, token, code, client secret or configuration value (security lesson: secrets in logs)', async () => {
    await rule(`console.log(configuration.API_KEY); throw new Error('bad ' + configuration.API_KEY);`);
    const secret = tenant.web.client_secret ?? '';
    await byPassword();
    await tenant
      .browser()
      .logIn({ id_token_hint: 'eyJ.hint.x', nonce: 'n' })
      .catch(() => undefined);
    const all = (await texts()).join();
    expect(all).toContain('ada@example.com');
    for (const hidden of [password, secret, 'a-real-secret', 'eyJ.hint.x']) expect(all).not.toContain(hidden);
  });

  it('stays under 64 kB: a larger input is left out, said so, and cannot be run again', async () => {
    const app_metadata = { large: 'x'.repeat(50_000) };
    await updateUser(tenant.ctx, tenant.ada.user_id, { app_metadata }, { metadata: 'merge' });
    await rule(`for (let i = 0; i < 900; i++) console.log('\\u0000 and \\ud800' + 'y'.repeat(500));
      context.idToken.large = 'z'.repeat(90000); ${goesOn}`);
    await byPassword();
    expect(await only()).toMatchObject({ is_cut: true, can_rerun: false, result: 'continue' });
    const [text = ''] = await texts();
    expect(text.length).toBeLessThan(66_000);
    await updateUser(
      tenant.ctx,
      tenant.ada.user_id,
      { app_metadata: { large: null } },
      { metadata: 'merge' },
    );
  });

  it('is nothing when the tenant keeps sign-ins for 0 days, and no longer than it says', async () => {
    await byPassword();
    const keep = async (days: number | null) => {
      await updateTenantSettings(tenant.ctx, { sign_in_retention_days: days });
      await tenant.changesHeard();
    };
    await keep(2);
    tenant.ctx.clock.advance(2 * 86_400 - 10);
    await sweepSignIns(tenant.ctx);
    await byPassword();
    expect((await list()).sign_ins).toHaveLength(2);
    tenant.ctx.clock.advance(20);
    await sweepSignIns(tenant.ctx);
    expect((await list()).sign_ins).toHaveLength(1);
    await keep(0);
    await byPassword();
    expect((await list()).sign_ins).toHaveLength(1);
    await keep(null);
  });

  it('goes with the user', async () => {
    const email = 'gone@example.com';
    const { user } = await createUser(tenant.ctx, {
      connection: 'Username-Password-Authentication',
      email,
      password,
    });
    await byPassword({ username: email });
    await byPassword();
    await deleteUser(tenant.ctx, user.user_id);
    expect((await list()).sign_ins.map(({ user_id }) => user_id)).toEqual([tenant.ada.user_id]);
  });
});

describe('the list', () => {
  it('is newest first, by checkpoint, each sign-in once, and is filtered', async () => {
    const id = await rule(goesOn);
    for (let count = 0; count < 5; count++) await byPassword();
    tenant.ctx.clock.advance(1);
    await deleteRule(tenant.ctx, id);
    await rule("callback('no');");
    await byPassword();
    const all = (await list()).sign_ins;
    expect(all.map(({ result }) => result)).toEqual(['deny', ...Array(5).fill('continue')]);
    const first = await list({ take: 4 });
    const second = await list({ take: 4, from: first.next });
    expect([...first.sign_ins, ...second.sign_ins]).toEqual(all);
    expect(second.next).toBeUndefined();
    expect((await list({ rule_id: id })).sign_ins).toHaveLength(5);
    expect((await list({ result: 'deny' })).sign_ins).toHaveLength(1);
    expect((await list({ user_id: 'auth0|nobody' })).sign_ins).toHaveLength(0);
    expect((await list({ client_id: tenant.web.client_id })).sign_ins).toHaveLength(6);
    expect(await database.queries.during(() => list({ take: 4 }))).toHaveLength(1);
  });

  it.each(['x', Buffer.from('2026-13-99T00:00:00.000Z a').toString('base64url'), "'; --"])(
    'refuses the checkpoint %s',
    async (from) => {
      await expect(list({ from })).rejects.toBeInstanceOf(Invalid);
    },
  );

  it('is for those who may read rules and users, both', async () => {
    await byPassword();
    const [{ id } = { id: '' }] = (await list()).sign_ins;
    const scopes: Scope[][] = [['read:rules'], ['read:users', 'update:rules'], []];
    for (const held of scopes) {
      const other = database.context({ type: 'client', clientId: 'c', scopes: held });
      await expect(listSignIns(other)).rejects.toBeInstanceOf(Forbidden);
      await expect(getSignIn(other, id)).rejects.toBeInstanceOf(Forbidden);
    }
    await expect(getSignIn(tenant.ctx, 'nothing')).rejects.toBeInstanceOf(NotFound);
  });
});
