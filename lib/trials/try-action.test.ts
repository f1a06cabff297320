import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/access';
import { createAction, updateAction, updateBindings } from '@/lib/actions';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { Forbidden, Invalid, NotFound } from '@/lib/errors';
import { createRule, deleteRule, listRules, setRuleConfig } from '@/lib/rules';
import { buildExecutor } from '@/lib/rules/runner/build';
import { testDatabase } from '@/lib/testing';
import { createUser, getStoredUser } from '@/lib/users';
import { type TryActionInput, tryAction } from '.';
import { bindActions, loginAction } from './actions.fixture';

const database = testDatabase();
let ctx: Context;
let userId: string;
beforeAll(async () => {
  await buildExecutor();
  ctx = database.context();
  await ensureConnection(ctx, defaultConnection);
  const made = await createUser(ctx, {
    connection: defaultConnection,
    email: 'ada@example.com',
    password: 'Correct-horse-9',
    app_metadata: { plan: 'gold' },
    user_metadata: { theme: 'light' },
  });
  userId = made.user.user_id;
});
afterEach(async () => {
  await updateBindings(ctx, 'post-login', { bindings: [] });
  for (const { rule } of await listRules(ctx)) await deleteRule(ctx, rule.id);
});

const run = (body: string, input: Partial<TryActionInput> = {}) =>
  tryAction(ctx, { code: loginAction(body), ...(input.user ? {} : { user_id: userId }), ...input });
const trace = (name: string) =>
  loginAction(`api.idToken.setCustomClaim('${name}', Object.keys(event.user.app_metadata));`);
const claims = (input: TryActionInput) => tryAction(ctx, input).then(({ id_token }) => Object.keys(id_token));

describe('an Action that is tried', () => {
  it('says what it asked for, its lines, both tokens and its writes, and nothing is stored', async () => {
    const before = await getStoredUser(ctx, userId);
    const counts = () => database.sql`select (select count(*) from logs)::int as l,
      (select count(*) from user_versions)::int as v, (select count(*) from action_executions)::int as e,
      (select count(*) from sign_ins)::int as s`;
    const rows = await counts();
    const report = await run(`
      console.log('hello', event.user.email, event.transaction.protocol);
      api.idToken.setCustomClaim('plan', event.user.app_metadata.plan);
      api.accessToken.setCustomClaim('tier', 2);
      api.accessToken.addScope('more');
      api.user.setUserMetadata('theme', 'dark');
      api.user.setAppMetadata('seen', true);
      api.cache.set('k', 'v');`);
    expect(report).toMatchObject({
      result: 'continue',
      user_id: userId,
      event: {
        user: { email: 'ada@example.com', user_metadata: { theme: 'light' } },
        stats: { logins_count: 1 },
      },
      id_token: { plan: 'gold' },
      access_token: { tier: 2 },
      tokens: {
        id_token: { before: { email: 'ada@example.com' }, after: { email: 'ada@example.com', plan: 'gold' } },
        access_token: { before: {}, after: { tier: 2 } },
      },
      scope: ['openid', 'profile', 'email', 'more'],
      writes: [
        { user_id: userId, bag: 'user_metadata', patch: { theme: 'dark' } },
        { user_id: userId, bag: 'app_metadata', patch: { seen: true } },
      ],
      logs: [{ step_name: 'draft', level: 'log', text: 'hello ada@example.com oidc-basic-profile' }],
      steps: [{ kind: 'action', id: 'draft', name: 'draft' }],
    });
    expect(report.event).not.toHaveProperty('secrets');
    expect(report.commands.map(({ type }) => type)).toEqual([
      'idToken.setCustomClaim',
      'accessToken.setCustomClaim',
      'accessToken.addScope',
      'user.setUserMetadata',
      'user.setAppMetadata',
      'cache.set',
    ]);
    expect(await getStoredUser(ctx, userId)).toEqual(before);
    expect(await counts()).toEqual(rows);
    expect((await run(`api.idToken.setCustomClaim('c', String(api.cache.get('k')));`)).id_token.c).toBe(
      'undefined',
    );
  });

  it('that steers the session tells of it, and one that revokes it denies; nothing is stored', async () => {
    const count = () => database.sql`select (select count(*) from oidc_sessions)::int as s,
      (select count(*) from oidc_grants)::int as g, (select count(*) from logs)::int as l`;
    const rows = await count();
    const steered = await run(`api.session.setMetadata('device', 'Laptop').session.setExpiresAt(5e12);
      api.refreshToken.setIdleExpiresAt(1);`);
    expect(steered.result).toBe('continue');
    expect(steered.commands.map(({ type, args }) => ({ type, args }))).toEqual([
      { type: 'session.setMetadata', args: { key: 'device', value: 'Laptop' } },
      { type: 'session.setExpiresAt', args: { at: 5e12 } },
      { type: 'refreshToken.setIdleExpiresAt', args: { at: 1 } },
    ]);
    const revoked = await run(`api.session.revoke('Another network.');`);
    expect(revoked).toMatchObject({
      result: 'deny',
      error: { name: 'access_denied', message: 'Another network.', step_id: expect.any(String) },
      tokens: { id_token: { after: null } },
    });
    const protocol = 'oauth2-refresh-token';
    const refresh = await run(`api.refreshToken.revoke('Moved.');`, { protocol });
    expect(refresh).toMatchObject({ result: 'deny', error: { message: 'Moved.' } });
    expect(await count()).toEqual(rows);
  });

  it('finds a session that begins with the sign-in, and at a refresh a token that stands for one', async () => {
    const now = ctx.now().toISOString();
    const { event } = await run('');
    expect(event?.session).toMatchObject({ created_at: now, cookie: { mode: 'persistent' }, metadata: {} });
    expect(event).not.toHaveProperty('refresh_token');
    const refreshed = await run('', { protocol: 'oauth2-refresh-token' });
    expect(refreshed.event).not.toHaveProperty('session');
    expect(refreshed.event?.refresh_token).toMatchObject({ created_at: now, user_id: userId, metadata: {} });
  });

  it('that denies, fails, hangs or asks for what cannot be stored ends the sign-in without a token', async () => {
    const ends = async (body: string) => {
      const { result, error, tokens, writes } = await run(body);
      expect(tokens.id_token.after).toBeNull();
      return { result, error, writes };
    };
    expect(await ends(`api.user.setAppMetadata('n', 1); api.access.deny('Not today');`)).toMatchObject({
      result: 'deny',
      error: { name: 'access_denied', message: 'Not today', step_name: 'draft' },
      writes: [{ patch: { n: 1 } }],
    });
    expect(await ends(`api.user.setAppMetadata('n', 1);\nnobody();`)).toMatchObject({
      result: 'error',
      error: { name: 'ReferenceError', line: 3, step_name: 'draft' },
      writes: [],
    });
    expect(await ends('for (;;);')).toMatchObject({ result: 'timeout' });
    expect(await ends(`api.user.setAppMetadata('a.b', 1);`)).toMatchObject({
      result: 'deny',
      error: { message: expect.stringContaining('a.b') },
      writes: [],
    });
  });

  it('that is no Action is an error with its place', async () => {
    expect(await tryAction(ctx, { code: 'exports.x = (;', user_id: userId })).toMatchObject({
      result: 'error',
      error: { name: 'SyntaxError', line: 1 },
    });
  });

  it('reaches the network as far as it is said: not at all, stubs, or through the guard', async () => {
    const asks = `const answer = await fetch('https://api.example/plan').catch((e) => ({ text: () => e.message }));
      api.idToken.setCustomClaim('c', await answer.text());`;
    expect((await run(asks)).id_token.c).toMatch(/not available/);
    const stubs = [{ url: 'https://api.example/*', body: 'gold' }];
    const stubbed = await run(asks, { network: 'stub', stubs });
    expect([stubbed.id_token.c, stubbed.requests[0]]).toMatchObject([
      'gold',
      { step_id: 'draft', method: 'GET', outcome: 'done', status: 200 },
    ]);
    const local = asks.replace('https://api.example/plan', 'http://127.0.0.1:1/');
    expect((await run(local, { network: 'allow' })).requests).toMatchObject([{ outcome: 'failed' }]);
  });

  it('has placeholders for its secrets; the real ones take the right to deploy (security lesson 9)', async () => {
    const code = loginAction(`api.idToken.setCustomClaim('c', event.secrets);`);
    const [id = ''] = await bindActions(ctx, [code], { KEY: 'sesame', OTHER: 'x' });
    const secrets = async (input: object, by = ctx) =>
      (await tryAction(by, { action_id: id, user: {}, ...input })).id_token.c;
    expect(await secrets({})).toEqual({ KEY: 'test-KEY', OTHER: 'test-OTHER' });
    expect(await secrets({ secrets: { KEY: 'mine' } })).toEqual({ KEY: 'mine', OTHER: 'test-OTHER' });
    expect(await secrets({ use_secrets: true })).toEqual({ KEY: 'sesame', OTHER: 'x' });
    expect(await secrets({ pipeline: true })).toEqual({ KEY: 'test-KEY', OTHER: 'test-OTHER' });
    const author = database.context({ type: 'client', clientId: 'c', scopes: ['update:actions'] });
    expect(await secrets({}, author)).toEqual({ KEY: 'test-KEY', OTHER: 'test-OTHER' });
    await expect(secrets({ use_secrets: true }, author)).rejects.toBeInstanceOf(Forbidden);
  });

  it('goes on behind its redirect when it is asked to, with what the token that came back is to say', async () => {
    const code = `${loginAction(`api.redirect.sendUserTo('https://page.example/', { query: { a: '1' } });`)}
      exports.onContinuePostLogin = async (event, api) => {
        const { choice } = api.redirect.validateToken({ secret: event.secrets.KEY });
        api.idToken.setCustomClaim('choice', choice);
      };`;
    const away = await tryAction(ctx, { code, user_id: userId });
    expect(away).toMatchObject({
      result: 'redirect',
      redirect: 'https://page.example/?a=1',
      tokens: { id_token: { after: null } },
    });
    const back = await tryAction(ctx, {
      code,
      user_id: userId,
      resume: { payload: { choice: 'blue' } },
    });
    expect([back.result, back.id_token]).toEqual(['continue', { choice: 'blue' }]);
    const unsigned = await tryAction(ctx, { code, user_id: userId, resume: {} });
    expect(unsigned).toMatchObject({
      result: 'error',
      warnings: [expect.stringContaining('resume.payload')],
    });
    expect(await tryAction(ctx, { code, user_id: userId, protocol: 'oauth2-password' })).toMatchObject({
      result: 'deny',
      error: { name: 'interaction_required' },
    });
  });
});

describe('an Action in the whole pipeline', () => {
  it('stands in its place among the bound ones, or last when it is not bound; drafts of others do not run', async () => {
    const [first = '', second = ''] = await bindActions(ctx, [
      trace('first'),
      trace('second'),
      trace('third'),
    ]);
    await updateAction(ctx, first, { code: trace('unseen') });
    const user = {};
    expect(await claims({ pipeline: true, user })).toEqual(['first', 'second', 'third']);
    expect(await claims({ pipeline: true, user, action_id: second, code: trace('draft') })).toEqual([
      'first',
      'draft',
      'third',
    ]);
    expect(await claims({ pipeline: true, user, action_id: first })).toEqual(['unseen', 'second', 'third']);
    expect(await claims({ pipeline: true, user, code: trace('new') })).toEqual([
      'first',
      'second',
      'third',
      'new',
    ]);
    expect(await claims({ user, action_id: second })).toEqual(['second']);
    const resumed = { pipeline: true, user, action_id: second, resume: {} };
    expect(await claims(resumed)).toEqual(['third']);
  });

  it('stands behind the rules, and sees what they wrote, set and refused', async () => {
    await createRule(ctx, {
      name: 'Ahead',
      script: `function (user, context, callback) {
        if (user.blockedByRule) return callback(new UnauthorizedError('No entry'));
        context.idToken.fromRule = configuration.KEY || 1;
        console.log('rule');
        auth0.users.updateAppMetadata(user.user_id, { byRule: 1, plan: null })
          .then(() => callback(null, user, context), callback);
      }`,
    });
    const code = loginAction(`console.log('action');
      api.idToken.setCustomClaim('seen', event.user.app_metadata); api.user.setAppMetadata('byAction', 1);`);
    const report = await tryAction(ctx, { code, pipeline: true, user_id: userId });
    expect(report).toMatchObject({
      result: 'continue',
      id_token: { fromRule: 1, seen: { byRule: 1 } },
      writes: [{ patch: { byRule: 1, plan: null } }, { patch: { byAction: 1 } }],
      logs: [
        { step_name: 'Ahead', text: 'rule' },
        { step_name: 'draft', text: 'action' },
      ],
      steps: [{ kind: 'rule', name: 'Ahead' }, { kind: 'action' }],
    });
    expect(report.id_token.seen as object).not.toHaveProperty('plan');
    const refused = await tryAction(ctx, { code, pipeline: true, user: { blockedByRule: true } });
    expect(refused).toMatchObject({
      result: 'deny',
      error: { message: 'No entry', step_name: 'Ahead' },
      commands: [],
    });
    expect(refused.event).toBeUndefined();
  });

  it('takes members of the event from the caller', async () => {
    const { id_token } = await run(
      `api.idToken.setCustomClaim('c', [event.request.geoip, event.client.client_id]);`,
      {
        event: { request: { geoip: { countryCode: 'NZ' } } },
      },
    );
    expect(id_token.c).toEqual([{ countryCode: 'NZ' }, 'made-up-application']);
  });
});

describe('who may try an Action, and on whom', () => {
  it('takes update:actions, read:users for a stored user, and with rules ahead read:rules', async () => {
    await setRuleConfig(ctx, 'KEY', 'real');
    const by = (scopes: Scope[]) => database.context({ type: 'client', clientId: 'c', scopes });
    const code = loginAction('');
    const attempts: [Scope[], TryActionInput][] = [
      [['read:actions', 'create:actions', 'read:users', 'read:rules', 'update:rules'], { code, user: {} }],
      [['update:actions'], { code, user_id: userId }],
      [['update:actions', 'read:users'], { code, user: {}, pipeline: true }],
      [['update:actions', 'read:users'], { code, sign_in_id: 'x' }],
      [['update:actions', 'read:rules'], { code, user: {}, pipeline: true, use_configuration: true }],
    ];
    for (const [scopes, input] of attempts)
      await expect(tryAction(by(scopes), input)).rejects.toBeInstanceOf(Forbidden);
    expect(await tryAction(by(['update:actions']), { code, user: {} })).toMatchObject({
      result: 'continue',
    });
  });

  it('refuses what names no Action, no subject or one of another trigger', async () => {
    const other = await createAction(ctx, {
      name: 'Machine',
      supported_triggers: [{ id: 'credentials-exchange', version: 'v2' }],
    });
    const code = loginAction('');
    const wrong: TryActionInput[] = [
      { user: {} },
      { code },
      { code, user: {}, user_id: userId },
      { pipeline: true, user: {}, resume: {} },
      { action_id: other.id, user: {} },
    ];
    for (const input of wrong) await expect(tryAction(ctx, input)).rejects.toBeInstanceOf(Invalid);
    for (const input of [
      { action_id: 'x', user: {} },
      { code, sign_in_id: 'x' },
      { code, user_id: 'auth0|x' },
    ])
      await expect(tryAction(ctx, input)).rejects.toBeInstanceOf(NotFound);
  });
});
