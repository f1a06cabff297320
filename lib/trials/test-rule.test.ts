import { beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '@/lib/clients';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { Forbidden, Invalid, NotFound } from '@/lib/errors';
import { createFactor, resetFactors } from '@/lib/factors';
import { createRule, deleteRule, listRules, setRuleConfig, updateRule } from '@/lib/rules';
import { buildExecutor } from '@/lib/rules/runner/build';
import { testDatabase } from '@/lib/testing';
import { createUser, getStoredUser } from '@/lib/users';
import { type TestRuleInput, testRule } from '.';

const database = testDatabase();
let ctx: Context;
let userId: string;
let clientId: string;

beforeAll(async () => {
  await buildExecutor();
  ctx = database.context();
  await ensureConnection(ctx, defaultConnection);
  const made = await createUser(ctx, {
    connection: defaultConnection,
    email: 'ada@example.com',
    password: 'Correct-horse-9',
    app_metadata: { plan: 'gold', groups: ['a'] },
  });
  userId = made.user.user_id;
  clientId = (await createClient(ctx, { name: 'App', callbacks: ['https://app.example.com/cb'] })).client_id;
  await setRuleConfig(ctx, 'API_KEY', 'real-secret');
});

async function withRules<T>(scripts: string[], work: () => Promise<T>): Promise<T> {
  const made = [];
  for (const [index, script] of scripts.entries())
    made.push(await createRule(ctx, { name: `rule ${index}`, script }));
  try {
    return await work();
  } finally {
    for (const { rule } of made) await deleteRule(ctx, rule.id);
  }
}

describe('a test run', () => {
  const draft = (script: string, input: object = {}) =>
    testRule(ctx, { script, user_id: userId, client_id: clientId, ...input });

  it('needs the right to change rules: to see them is not enough (security lesson 9)', async () => {
    const viewer = database.context({
      type: 'admin',
      userId: 'a',
      scopes: ['read:rules', 'read:users', 'read:clients'],
    });
    const attempt = testRule(viewer, {
      script: 'function (u,c,cb){cb()}',
      user_id: userId,
      client_id: clientId,
    });
    await expect(attempt).rejects.toBeInstanceOf(Forbidden);
  });

  it('reports claims, console, writes and time, and stores nothing', async () => {
    const before = await getStoredUser(ctx, userId);
    const report = await draft(
      `function (user, context, callback) {
        console.log('hello', user.email);
        context.idToken.a = 1;
        context.accessToken['https://x/b'] = [2];
        auth0.users.updateUserMetadata(user.user_id, { theme: 'dark' }).then(() => callback(null, user, context), callback);
      }`,
    );
    expect(report).toMatchObject({
      result: 'continue',
      id_token: { a: 1 },
      access_token: { 'https://x/b': [2] },
      writes: [{ user_id: userId, bag: 'user_metadata', patch: { theme: 'dark' } }],
      logs: [{ level: 'log', text: 'hello ada@example.com' }],
    });
    expect(report.rules).toHaveLength(1);
    expect(await getStoredUser(ctx, userId)).toEqual(before);
  });

  it('has the user with the second factors that they have enrolled', async () => {
    const script = 'function (u, c, cb) { c.idToken.factor = String(u.multifactor); cb(null, u, c); }';
    expect((await draft(script)).id_token).toEqual({ factor: 'undefined' });
    await createFactor(ctx, userId, { type: 'totp', totp_secret: 'GEZDGNBVGY3TQOJQ' });
    expect((await draft(script)).id_token).toEqual({ factor: 'guardian' });
    await resetFactors(ctx, userId, { scope: 'delete:authentication_methods' });
  });

  it('names the line of an error', async () => {
    const report = await draft('function (user, context, callback) {\n  const x = null;\n  x.y();\n}');
    expect(report).toMatchObject({ result: 'error', error: { name: 'TypeError', line: 3 } });
  });

  it('keeps real configuration values back unless they are asked for', async () => {
    const script = 'function (u, c, cb) { c.idToken.k = configuration.API_KEY; cb(null, u, c); }';
    expect((await draft(script)).id_token).toEqual({ k: 'test-API_KEY' });
    expect((await draft(script, { use_configuration: true })).id_token).toEqual({ k: 'real-secret' });
  });

  it('puts the draft in its saved place of the pipeline, also while the rule is off', async () => {
    const trace = (name: string) =>
      `function (u, c, cb) { u.trace = (u.trace || '') + '${name}'; cb(null, u, c); }`;
    await withRules([trace('1'), trace('2'), trace('3')], async () => {
      const second = (await listRules(ctx))[1]?.rule.id ?? '';
      await updateRule(ctx, second, { enabled: false });
      const report = await draft(trace('draft '), { pipeline: true, rule_id: second });
      expect(report.user.trace).toBe('1draft 3');
    });
  });

  it('ends a draft that loops for ever with a clear error', async () => {
    const report = await draft('function (u, c, cb) { for (;;) {} }');
    expect(report.result).toBe('timeout');
    expect(report.error?.message).toMatch(/\w+ \w+/);
  });
});

describe('the subject of a test run', () => {
  const echo = `function (user, context, callback) {
    context.idToken.seen = JSON.parse(JSON.stringify({ user: user, context: context }));
    callback(null, user, context);
  }`;
  const seen = async (input: TestRuleInput) => {
    const { id_token } = await testRule(ctx, { script: echo, ...input });
    return id_token.seen as { user: Record<string, unknown>; context: Record<string, unknown> };
  };

  it('may be made up: app_metadata lies over the root, other attributes are kept', async () => {
    const user = { email: 'eve@example.com', groups: ['x'], app_metadata: { plan: 'free' } };
    const { user: given, context } = await seen({ user });
    expect(given).toMatchObject({ ...user, user_id: 'auth0|made-up', plan: 'free' });
    expect(given).not.toHaveProperty('user_metadata');
    expect(context).toMatchObject({ clientID: 'made-up-application', connection: defaultConnection });
  });

  it('signs in by the protocol that is named', async () => {
    const { context } = await seen({ user: {}, protocol: 'oauth2-refresh-token', client_id: clientId });
    expect(context).toMatchObject({
      protocol: 'oauth2-refresh-token',
      clientID: clientId,
      sso: { with_auth0: false },
      request: { method: 'POST', body: { grant_type: 'refresh_token' } },
    });
  });

  it.each([
    ['none', {}],
    ['two', { user_id: 'auth0|x', user: {} }],
    ['a user that is none', { user: { email: 7 } }],
    ['a moment that is none', { user: { created_at: 'yesterday' } }],
  ])('is refused when it is %s', async (_, input) => {
    await expect(testRule(ctx, { script: echo, ...input })).rejects.toBeInstanceOf(Invalid);
  });

  it('is not found when the user, application, rule or sign-in is not there', async () => {
    const missing = [{ user_id: 'auth0|nobody' }, { sign_in_id: 'x' }, { user: {}, client_id: 'x' }];
    for (const input of missing)
      await expect(testRule(ctx, { script: echo, ...input })).rejects.toBeInstanceOf(NotFound);
    await expect(testRule(ctx, { rule_id: 'rul_x', user: {} })).rejects.toBeInstanceOf(NotFound);
  });

  it('is nobody whom the caller may not read', async () => {
    const author = database.context({ type: 'client', clientId: 'c', scopes: ['update:rules'] });
    for (const input of [{ user_id: userId }, { sign_in_id: 'x' }])
      await expect(testRule(author, { script: echo, ...input })).rejects.toBeInstanceOf(Forbidden);
    expect(await testRule(author, { script: echo, user: {} })).toMatchObject({ result: 'continue' });
  });
});

describe('what a test run tells', () => {
  it('is user, context and both tokens before and after, so that a difference can be shown', async () => {
    const report = await testRule(ctx, {
      user: { name: 'Eve', email: 'eve@example.com' },
      context: { extra: 1 },
      configuration: { API_KEY: 'given' },
      script: `function (user, context, callback) {
        user.name = 'Adam';
        context.accessToken.key = configuration.API_KEY;
        context.more = true;
        callback(null, user, context);
      }`,
    });
    expect(report).toMatchObject({
      before: { user: { name: 'Eve' }, context: { extra: 1, accessToken: {} } },
      user: { name: 'Adam' },
      context: { extra: 1, more: true },
      tokens: {
        id_token: { before: { name: 'Eve' }, after: { name: 'Adam' } },
        access_token: { before: {}, after: { key: 'given' } },
      },
      heap_bytes: expect.any(Number),
    });
  });

  it('is no token where the sign-in is refused', async () => {
    const report = await testRule(ctx, { user: {}, script: "function (u, c, cb) { cb('no'); }" });
    expect(report).toMatchObject({ result: 'deny', tokens: { id_token: { after: null } } });
  });

  it('is the live pipeline as it is, and a saved rule alone also while it is off', async () => {
    const adds = (name: string) =>
      `function (u, c, cb) { c.idToken.trace = (c.idToken.trace || '') + '${name}'; cb(null, u, c); }`;
    await withRules([adds('1'), adds('2'), adds('3')], async () => {
      const off = (await listRules(ctx))[1]?.rule.id ?? '';
      await updateRule(ctx, off, { enabled: false });
      const trace = async (input: object) => (await testRule(ctx, { user: {}, ...input })).id_token.trace;
      expect(await trace({ pipeline: true })).toBe('13');
      expect(await trace({ rule_id: off })).toBe('2');
      expect(await trace({ rule_id: off, pipeline: true })).toBe('123');
      expect(await trace({ script: adds('new'), pipeline: true })).toBe('13new');
    });
  });
});

describe('the network of a test run', () => {
  const asks = (url: string) => `async function (user, context, callback) {
    try {
      const answer = await fetch('${url}', { method: 'POST', body: 'x' });
      const body = (answer.headers.get('content-type') || '').includes('json') ? await answer.json() : await answer.text();
      context.idToken.answer = [answer.status, body];
    } catch (error) { context.idToken.answer = error.message; }
    callback(null, user, context);
  }`;
  const run = (url: string, input: object = {}) => testRule(ctx, { user: {}, script: asks(url), ...input });

  it('is off, and the report says what was asked for', async () => {
    const { id_token, requests } = await run('https://api.example/plan?u=1');
    expect(id_token.answer).toMatch(/not available/);
    expect(requests).toMatchObject([
      { method: 'POST', url: 'https://api.example/plan?u=1', outcome: 'failed' },
    ]);
  });

  it('answers by the first stub that fits, and by nothing else', async () => {
    const stubs = [
      { method: 'GET', url: 'https://api.example/*', body: 'wrong method' },
      { url: 'https://api.example/*', status: 202, body: { plan: 'gold' } },
      { url: 'https://api.example/plan', body: 'later' },
    ];
    const stubbed = await run('https://api.example/plan', { network: 'stub', stubs });
    expect(stubbed.id_token.answer).toEqual([202, { plan: 'gold' }]);
    expect(stubbed.requests).toMatchObject([{ outcome: 'done', status: 202 }]);
    const other = await run('https://other.example/', { network: 'stub', stubs });
    expect(other.id_token.answer).toContain('No stub answers POST https://other.example/');
    expect(other.requests).toMatchObject([{ outcome: 'failed' }]);
  });

  it('that is allowed for the run still goes through the guard: private addresses are refused', async () => {
    const { requests, id_token } = await run('http://127.0.0.1:1/', { network: 'allow' });
    expect(requests).toMatchObject([{ outcome: 'failed', error: expect.any(String) }]);
    expect(id_token.answer).not.toMatch(/No stub|not available here/);
  });

  it('reads users under the right of whoever tests, and changes none through the Management client', async () => {
    const script = `function (user, context, callback) {
      const { ManagementClient } = require('auth0');
      const client = new ManagementClient({ token: auth0.accessToken, domain: auth0.domain });
      client.getUser({ id: '${userId}' })
        .then((found) => { context.idToken.found = found.email; return client.updateUser({ id: found.user_id }, { name: 'X' }); })
        .then(() => callback(null, user, context), (error) => callback(error));
    }`;
    const report = await testRule(ctx, { user: {}, script });
    expect(report).toMatchObject({
      id_token: { found: 'ada@example.com' },
      calls: [{ operation: 'getUser' }, { operation: 'updateUser' }],
    });
    expect((await getStoredUser(ctx, userId)).name).not.toBe('X');
    const author = database.context({ type: 'client', clientId: 'c', scopes: ['update:rules'] });
    expect(await testRule(author, { user: {}, script })).toMatchObject({ result: 'deny', writes: [] });
  });
});
