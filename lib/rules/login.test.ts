import { beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '@/lib/clients';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { testDatabase } from '@/lib/testing';
import { loginOf } from '@/lib/trials/subject';
import { createUser, getStoredUser, getUser, listUserVersions } from '@/lib/users';
import { createRule, deleteRule, listRules, runLoginRules, setRuleConfig, updateRule } from '.';

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
  withRules(scripts, async () =>
    runLoginRules(ctx, await loginOf(ctx, { user_id: userId, client_id: clientId })),
  );

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
      const login = await loginOf(ctx, { user_id: userId, client_id: clientId });
      expect(await runLoginRules(ctx, login)).toMatchObject({ idTokenClaims: { v: 1 } });
      const script = 'function (u, c, cb) { c.idToken.v = 2; cb(null, u, c); }';
      await updateRule(ctx, first?.rule.id ?? '', { script });
      expect(await runLoginRules(ctx, login)).toMatchObject({ idTokenClaims: { v: 2 } });
    });
  });
});
