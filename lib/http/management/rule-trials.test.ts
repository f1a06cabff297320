import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/access';
import { buildExecutor } from '@/lib/rules/runner/build';
import { testDatabase } from '@/lib/testing';
import { password } from '../oidc/scenario.fixture';
import { makeTenant, operations, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let id: string;
const script = `function (user, context, callback) {
  context.idToken['https://x/plan'] = user.plan || 'none';
  user.nickname = 'Countess';
  callback(null, user, context);
}`;
beforeAll(async () => {
  await buildExecutor();
  tenant = await makeTenant(database);
  id = (await tenant.call('POST', '/rules', { body: { name: 'Plan', script } })).body.id;
  await tenant.changesHeard();
});

const gold = {
  name: 'Gold',
  user: { app_metadata: { plan: 'gold' } },
  expect: { id_token: { 'https://x/plan': 'gold' } },
};
const post = (path: string, body: object, token?: string) => tenant.call('POST', path, { body, token });
/** Each is newer than the one before. */
const signIn = () => {
  tenant.ctx.clock.advance(1);
  const fields = { username: 'ada@example.com', password, scope: 'openid profile' };
  return tenant.token({ grant_type: 'password', ...fields });
};

describe('the scopes of trials', () => {
  const scopes: Record<string, string> = {
    'POST /rules/test': 'update:rules',
    'GET /rules/{id}/tests': 'read:rules,update:rules',
    'POST /rules/{id}/tests': 'update:rules',
    'POST /rules/{id}/tests/run': 'update:rules',
    'GET /rules/{id}/tests/{test}': 'read:rules',
    'PUT /rules/{id}/tests/{test}': 'update:rules',
    'DELETE /rules/{id}/tests/{test}': 'update:rules',
    'GET /sign-ins': 'read:rules',
    'GET /sign-ins/{id}': 'read:rules',
    'GET /sign-ins/{id}/explanation': 'read:rules',
  };
  const mine = () =>
    operations().filter(({ path }) => /\/(rules\/test|rules\/\{id\}\/tests|sign-ins)/.test(path));

  it('are these, and each route answers 401 without a token and 403 with any other scope', async () => {
    expect(Object.fromEntries(mine().map(({ name, scopes }) => [name, scopes.join()]))).toEqual(scopes);
    const other = await tenant.machineToken('read:users', 'create:rules', 'delete:rules');
    for (const { method, path } of mine()) {
      const place = path.replace('/api/v2', '').replace('{id}', id).replace('{test}', 'tst_x');
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      expect((await tenant.call(method, place, { token: '', body })).status).toBe(401);
      expect((await tenant.call(method, place, { token: other, body })).status).toBe(403);
    }
  });

  it('of recordings are two, since they quote both rules and people', async () => {
    await signIn();
    const { sign_ins } = (await tenant.call('GET', '/sign-ins?take=1')).body;
    const pairs: Scope[][] = [['read:rules'], ['read:rules', 'update:rules']];
    for (const held of pairs) {
      const token = await tenant.machineToken(...held);
      for (const path of ['', `/${sign_ins[0].id}`, `/${sign_ins[0].id}/explanation`])
        expect((await tenant.call('GET', `/sign-ins${path}`, { token })).status).toBe(403);
    }
  });
});

describe('POST /rules/test', () => {
  it('answers what came of it, with every member of the report, and writes no row', async () => {
    const count = async () => (await database.sql`select count(*)::int as n from logs`)[0]?.n;
    const before = await count();
    const { status, body } = await post('/rules/test', { rule_id: id, user: gold.user });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      result: 'continue',
      id_token: { 'https://x/plan': 'gold' },
      access_token: {},
      writes: [],
      requests: [],
      logs: [],
      duration_ms: expect.any(Number),
    });
    expect(await count()).toBe(before);
  });

  it('names line and column of what went wrong', async () => {
    const broken = 'function (user, context, callback) {\n  nobody();\n}';
    const { body } = await post('/rules/test', { script: broken, user: {} });
    expect(body).toMatchObject({ result: 'error', error: { name: 'ReferenceError', line: 2, column: 3 } });
    const unread = await post('/rules/test', { script: 'function (', user: {} });
    expect(unread.body).toMatchObject({ result: 'error', error: { name: 'SyntaxError', line: 1 } });
  });

  it.each([
    [{ user: {} }, 'script, rule_id or pipeline'],
    [{ script }, 'user_id, user and sign_in_id'],
    [{ script, user: {}, more: 1 }, 'Additional properties not allowed: more'],
    [{ script, user: {}, network: 'all' }, 'network'],
    [{ script, user: { email: 1 } }, 'user.email'],
  ])('answers 400 to %o, naming the fault', async (body, fault) => {
    const answer = await post('/rules/test', body);
    expect([answer.status, answer.body.message]).toEqual([400, expect.stringContaining(fault)]);
  });

  it('answers 404 for a rule, user, application or sign-in that is not there', async () => {
    const missing = [
      { rule_id: 'rul_x', user: {} },
      { script, user_id: 'auth0|x' },
      { script, user: {}, client_id: 'x' },
      { script, sign_in_id: 'x' },
    ];
    for (const body of missing) expect((await post('/rules/test', body)).status).toBe(404);
  });
});

describe('/rules/{id}/tests', () => {
  it('saves, lists, runs, replaces and deletes; the Management API changes rules all the same', async () => {
    const made = await post(`/rules/${id}/tests`, gold);
    expect([made.status, made.body]).toMatchObject([201, { rule_id: id, ...gold }]);
    const path = `/rules/${id}/tests/${made.body.id}`;
    expect((await tenant.call('GET', path)).body).toEqual(made.body);
    expect((await tenant.call('GET', `/rules/${id}/tests`)).body).toEqual([made.body]);
    expect((await tenant.call('POST', `/rules/${id}/tests/run`)).body).toMatchObject({
      passed: 1,
      failed: 0,
    });
    const draft = await post(`/rules/${id}/tests/run`, { script: script.replace('user.plan', 'null') });
    expect(draft.body.results[0].failures).toEqual([
      'id_token["https://x/plan"] should be "gold" and is "none".',
    ]);
    const other = { ...gold, expect: { result: 'deny' } };
    expect((await tenant.call('PUT', path, { body: other })).body.expect).toEqual({ result: 'deny' });
    expect((await tenant.call('PATCH', `/rules/${id}`, { body: { enabled: true } })).status).toBe(200);
    expect((await tenant.call('DELETE', path)).status).toBe(204);
    expect((await tenant.call('GET', path)).status).toBe(404);
  });

  it('answers 400 to what is no test and 404 for a rule or test that is not there', async () => {
    const faulty = [{ ...gold, expect: {} }, { ...gold, name: '' }, { ...gold, user_id: 'x' }, {}];
    for (const body of faulty) expect((await post(`/rules/${id}/tests`, body)).status).toBe(400);
    expect((await post('/rules/rul_x/tests', gold)).status).toBe(404);
    expect((await tenant.call('PUT', `/rules/${id}/tests/x`, { body: gold })).status).toBe(404);
  });
});

describe('/sign-ins', () => {
  it('shows what rules did, and runs a recorded sign-in again in a test', async () => {
    await signIn();
    const { sign_ins, next } = (await tenant.call('GET', '/sign-ins?take=1')).body;
    expect([sign_ins[0].steps[0].name, typeof next]).toEqual(['Plan', 'string']);
    const { body } = await tenant.call('GET', `/sign-ins/${sign_ins[0].id}`);
    expect(body).toMatchObject({ can_rerun: true, id_token: { after: { nickname: 'Countess' } } });
    const again = await post('/rules/test', { pipeline: true, sign_in_id: sign_ins[0].id });
    expect(again.body.tokens.id_token).toEqual(body.id_token);
    expect(again.body.before).toEqual({ user: body.user, context: body.context });
    for (const query of ['?take=0', '?take=101', '?from=x', '?result=fine', '?more=1'])
      expect((await tenant.call('GET', `/sign-ins${query}`)).status).toBe(400);
    expect((await tenant.call('GET', '/sign-ins/nothing')).status).toBe(404);
  });

  it('explains which rule, in which version, set which claim, also after the rule has changed', async () => {
    await signIn();
    const [{ id: signInId }] = (await tenant.call('GET', '/sign-ins?take=1')).body.sign_ins;
    const { version } = (await tenant.call('GET', `/sign-ins/${signInId}`)).body.steps[0];
    const changed = script.replace("user.plan || 'none'", "'other'");
    await tenant.call('PATCH', `/rules/${id}`, { body: { script: changed } });
    const { body } = await tenant.call('GET', `/sign-ins/${signInId}/explanation`);
    const rule = { kind: 'rule', id, name: 'Plan', version };
    expect(body).toMatchObject({
      is_reproduced: true,
      steps: [
        {
          ...rule,
          claims: [
            { token: 'id_token', claim: 'nickname', after: 'Countess' },
            { token: 'id_token', claim: 'https://x/plan', after: 'none' },
          ],
          user: { after: { nickname: 'Countess' } },
        },
      ],
    });
    const origin = (claim: string) =>
      body.claims.find((each: { claim: string }) => each.claim === claim)?.origin;
    expect(origin('https://x/plan')).toEqual(rule);
    expect(origin('nickname')).toEqual(rule);
    expect(origin('name')).toEqual({ kind: 'profile' });
    await tenant.call('PATCH', `/rules/${id}`, { body: { script } });
    await tenant.changesHeard();
  });

  it('shows no configuration value to who may only read', async () => {
    await tenant.call('PUT', '/rules-configs/KEY', { body: { value: 'real-value-1' } });
    const leaks = script.replace('user.nickname', 'context.leak = configuration.KEY; user.nickname');
    await tenant.call('PATCH', `/rules/${id}`, { body: { script: leaks } });
    await tenant.changesHeard();
    await signIn();
    const [{ id: signInId }] = (await tenant.call('GET', '/sign-ins?take=1')).body.sign_ins;
    const token = await tenant.machineToken('read:rules', 'read:users');
    const { status, body } = await tenant.call('GET', `/sign-ins/${signInId}/explanation`, { token });
    expect([status, body.steps[0].context.after.leak]).toEqual([200, 'test-KEY']);
    await tenant.call('PATCH', `/rules/${id}`, { body: { script } });
    await tenant.changesHeard();
  });

  it('says what it cannot explain: a claim by chance, and the end of a refused sign-in', async () => {
    const chance = script.replace("user.plan || 'none'", 'Math.random()');
    await tenant.call('PATCH', `/rules/${id}`, { body: { script: chance } });
    await tenant.changesHeard();
    await signIn();
    const latest = async () => {
      const [{ id: signInId }] = (await tenant.call('GET', '/sign-ins?take=1')).body.sign_ins;
      return (await tenant.call('GET', `/sign-ins/${signInId}/explanation`)).body;
    };
    expect(await latest()).toMatchObject({ is_reproduced: false });
    const refuses = "function (user, context, callback) { callback('No ' + user.name); }";
    await tenant.call('PATCH', `/rules/${id}`, { body: { script: refuses } });
    await tenant.changesHeard();
    await signIn();
    expect(await latest()).toMatchObject({
      steps: [{ claims: [], problem: 'No Ada' }],
      claims: [],
      error: { message: 'No Ada', step_id: id },
    });
  });
});
