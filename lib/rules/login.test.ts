import { beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '@/lib/clients';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import { testDatabase } from '@/lib/testing';
import { createUser, getStoredUser, getUser, listUserVersions } from '@/lib/users';
import { createRule, deleteRule, listRules, runLoginRules, setRuleConfig, testRule, updateRule } from '.';
import { testLogin } from './test-login';

const database = testDatabase();
let ctx: Context;
let userId: string;
let clientId: string;

beforeAll(async () => {
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

const signIn = async (scripts: string[]) =>
  withRules(scripts, async () => runLoginRules(ctx, await testLogin(ctx, userId, clientId)));

describe('a sign-in', () => {
  it('without rules keeps the profile and adds no claim', async () => {
    expect(await signIn([])).toMatchObject({ kind: 'continue', idTokenClaims: {}, accessTokenClaims: {} });
  });

  it('gives rules the user with app_metadata laid over the root, and passes changes on in order', async () => {
    const outcome = await signIn([
      'function (user, context, callback) { user.seen = [user.plan, user.groups[0], typeof user.user_metadata]; callback(null, user, context); }',
      "function (user, context, cb) { context.idToken['https://x/seen'] = user.seen; context.accessToken.iss = 'no'; cb(null, user, context); }",
    ]);
    expect(outcome).toMatchObject({
      kind: 'continue',
      idTokenClaims: { 'https://x/seen': ['gold', 'a', 'undefined'] },
    });
    expect(outcome).toMatchObject({ accessTokenClaims: {}, warnings: [expect.stringContaining('"iss"')] });
  });

  it('reads the real configuration', async () => {
    const outcome = await signIn([
      'function (u, c, cb) { c.idToken.k = configuration.API_KEY; cb(null, u, c); }',
    ]);
    expect(outcome).toMatchObject({ idTokenClaims: { k: 'real-secret' } });
  });

  it.each([
    ['unauthorized', "cb(new UnauthorizedError('no entry'))"],
    ['access_denied', "cb(new Error('no entry'))"],
    ['access_denied', "cb('no entry')"],
    ['access_denied', "throw new Error('no entry')"],
  ])('denies with %s by %s', async (error, code) => {
    expect(await signIn([`function (u, c, cb) { ${code}; }`])).toEqual({
      kind: 'deny',
      error,
      description: 'no entry',
    });
  });

  it('denies a user with a dotted root key, as Auth0 does', async () => {
    const outcome = await signIn(["function (u, c, cb) { u['a.b'] = 1; cb(null, u, c); }"]);
    expect(outcome).toMatchObject({ kind: 'deny', error: 'invalid_request' });
  });

  it('stores what a rule writes, even when it then denies, naming rule, version and login', async () => {
    await signIn([
      "function (u, c, cb) { auth0.users.updateAppMetadata(u.user_id, { tries: 1, plan: null }).then(() => cb('denied'), cb); }",
    ]);
    expect((await getUser(ctx, userId)).user.app_metadata).toEqual({ groups: ['a'], tries: 1 });
    const [latest] = (await listUserVersions(ctx, userId)).versions;
    expect(latest).toMatchObject({
      cause: 'rule',
      actor: { type: 'rule', ruleName: 'rule 0', ruleVersion: 1, userId },
    });
  });

  it('lets a rule write metadata and nothing else of the profile', async () => {
    const before = await getStoredUser(ctx, userId);
    const outcome = await signIn([
      "function (u, c, cb) { auth0.users.updateAppMetadata(u.user_id, { email: 'evil@example.com' }).then(() => cb(null, u, c), cb); }",
    ]);
    expect(outcome.kind).toBe('deny');
    expect(await getStoredUser(ctx, userId)).toEqual(before);
  });

  it('runs the saved version at once after a change', async () => {
    await withRules(['function (u, c, cb) { c.idToken.v = 1; cb(null, u, c); }'], async () => {
      const [first] = await listRules(ctx);
      const login = await testLogin(ctx, userId, clientId);
      expect(await runLoginRules(ctx, login)).toMatchObject({ idTokenClaims: { v: 1 } });
      const script = 'function (u, c, cb) { c.idToken.v = 2; cb(null, u, c); }';
      await updateRule(ctx, first?.rule.id ?? '', { script });
      expect(await runLoginRules(ctx, login)).toMatchObject({ idTokenClaims: { v: 2 } });
    });
  });
});

describe('a test run', () => {
  const draft = (script: string, input: object = {}) =>
    testRule(ctx, { scope: 'alone', script, user_id: userId, client_id: clientId, ...input });

  it('needs the right to change rules: to see them is not enough (security lesson 9)', async () => {
    const viewer = database.context({
      type: 'admin',
      userId: 'a',
      scopes: ['read:rules', 'read:users', 'read:clients'],
    });
    const attempt = testRule(viewer, {
      scope: 'alone',
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
      const report = await draft(trace('draft '), { scope: 'pipeline', rule_id: second });
      expect(report.user.trace).toBe('1draft 3');
    });
  });

  it('ends a draft that loops for ever with a clear error', async () => {
    const report = await draft('function (u, c, cb) { for (;;) {} }');
    expect(report.result).toBe('timeout');
    expect(report.error?.message).toMatch(/\w+ \w+/);
  });
});
