import { beforeAll, describe, expect, it } from 'vitest';
import { runQueued } from '@/lib/jobs/jobs.fixture';
import { buildExecutor } from '@/lib/rules/runner/build';
import { testDatabase } from '@/lib/testing';
import { makeTenant, operations, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let id: string;
let ruleId: string;
const code = `exports.onExecutePostLogin = async (event, api) => {
  api.idToken.setCustomClaim('plan', event.user.app_metadata.plan || 'none');
};`;
const script =
  'function (user, context, callback) { context.idToken.extra = 1; callback(null, user, context); }';
const post = (path: string, body?: object, token?: string) => tenant.call('POST', path, { body, token });
beforeAll(async () => {
  await buildExecutor();
  tenant = await makeTenant(database);
  const action = { name: 'Plan', supported_triggers: [{ id: 'post-login', version: 'v3' }], code };
  id = (await post('/actions/actions', action)).body.id;
  ruleId = (await post('/rules', { name: 'Rule', script, enabled: false })).body.id;
});

const gold = {
  name: 'Gold',
  user: { app_metadata: { plan: 'gold' } },
  expect: { id_token: { plan: 'gold' } },
};

describe('the scopes of trials of Actions and of replays', () => {
  const scopes: Record<string, string> = {
    'POST /actions/test': 'update:actions',
    'GET /actions/actions/{id}/tests': 'read:actions,update:actions',
    'POST /actions/actions/{id}/tests': 'update:actions',
    'POST /actions/actions/{id}/tests/run': 'update:actions',
    'GET /actions/actions/{id}/tests/{test}': 'read:actions',
    'PUT /actions/actions/{id}/tests/{test}': 'update:actions',
    'DELETE /actions/actions/{id}/tests/{test}': 'update:actions',
    'POST /replays': 'update:rules,update:actions',
    'GET /replays': 'read:rules',
    'GET /replays/{id}': 'read:rules',
    'POST /replays/{id}/cancel': 'update:rules,update:actions',
    'GET /replays/{id}/cases': 'read:rules',
    'GET /replays/{id}/cases/{position}': 'read:rules',
  };

  it('are these, and each route answers 401 without a token and 403 with any other scope', async () => {
    const mine = operations().filter(({ path }) =>
      /\/(actions\/test|actions\/\{id\}\/tests|replays)/.test(path),
    );
    expect(Object.fromEntries(mine.map(({ name, scopes }) => [name, scopes.join()]))).toEqual(scopes);
    const other = await tenant.machineToken('read:users', 'create:actions', 'create:rules');
    for (const { method, path } of mine) {
      const place = path
        .replace('/api/v2', '')
        .replace('{id}', id)
        .replace(/\{(test|position)\}/, '1');
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      expect((await tenant.call(method, place, { token: '', body })).status).toBe(401);
      expect((await tenant.call(method, place, { token: other, body })).status).toBe(403);
    }
  });
});

describe('POST /actions/test', () => {
  it('answers what came of it, and says what is wrong with what it was sent', async () => {
    const { status, body } = await post('/actions/test', { action_id: id, user: gold.user });
    expect([status, body]).toMatchObject([
      200,
      { result: 'continue', id_token: { plan: 'gold' }, steps: [{ id, name: 'Plan' }], writes: [] },
    ]);
    const faulty: [object, string][] = [
      [{ user: {} }, 'code, action_id or pipeline'],
      [{ code }, 'user_id, user and sign_in_id'],
      [{ code, user: {}, more: 1 }, 'Additional properties not allowed: more'],
      [{ code, user: {}, resume: { token: 'x' } }, 'resume'],
    ];
    for (const [sent, fault] of faulty) {
      const answer = await post('/actions/test', sent);
      expect([answer.status, answer.body.message]).toEqual([400, expect.stringContaining(fault)]);
    }
    for (const sent of [
      { action_id: 'x', user: {} },
      { code, sign_in_id: 'x' },
    ])
      expect((await post('/actions/test', sent)).status).toBe(404);
  });
});

describe('/actions/actions/{id}/tests', () => {
  it('saves, lists, runs, replaces and deletes; 400 and 404 where nothing is saved', async () => {
    const path = `/actions/actions/${id}/tests`;
    const made = await post(path, gold);
    expect([made.status, made.body]).toMatchObject([201, { action_id: id, ...gold }]);
    const own = `${path}/${made.body.id}`;
    expect((await tenant.call('GET', own)).body).toEqual(made.body);
    expect((await tenant.call('GET', path)).body).toEqual([made.body]);
    expect((await post(`${path}/run`)).body).toMatchObject({ passed: 1, failed: 0 });
    const other = { ...gold, expect: { result: 'deny' } };
    expect((await tenant.call('PUT', own, { body: other })).body.expect).toEqual({ result: 'deny' });
    expect((await post(`${path}/run`)).body.results[0].failures[0]).toContain('should be deny');
    expect((await tenant.call('DELETE', own)).status).toBe(204);
    expect((await tenant.call('GET', own)).status).toBe(404);
    for (const body of [{ ...gold, expect: {} }, { ...gold, user_id: 'x' }, {}])
      expect((await post(path, body)).status).toBe(400);
    expect((await post('/actions/actions/x/tests', gold)).status).toBe(404);
    expect((await tenant.call('PUT', `${path}/x`, { body: gold })).status).toBe(404);
  });
});

describe('/replays', () => {
  it('starts one, tells how far it is, what it found and each case, and lists it', async () => {
    const over = { q: 'email:"ada@example.com"' };
    const started = await post('/replays', { rule_id: ruleId, over });
    expect([started.status, started.body]).toMatchObject([
      202,
      { status: 'pending', kind: 'rule', rule_id: ruleId, over, network: 'stub' },
    ]);
    const path = `/replays/${started.body.id}`;
    await runQueued(tenant.ctx);
    expect((await tenant.call('GET', path)).body).toMatchObject({
      status: 'completed',
      percentage_done: 100,
      summary: { total: 1, changes: { claims: 1 } },
    });
    const { cases } = (await tenant.call('GET', `${path}/cases?change=claims&take=5`)).body;
    expect(cases).toMatchObject([{ position: 0, user_name: 'ada@example.com', changes: ['claims'] }]);
    expect((await tenant.call('GET', `${path}/cases/0`)).body.after.id_token).toMatchObject({ extra: 1 });
    expect((await post(`${path}/cancel`)).body.status).toBe('completed');
    const { replays } = (await tenant.call('GET', `/replays?rule_id=${ruleId}`)).body;
    expect(replays).toEqual([(await tenant.call('GET', path)).body]);
  });

  it('cancels one that has not ended', async () => {
    const { body } = await post('/replays', { action_id: id, over: { last: 5 } });
    expect(body).toMatchObject({ kind: 'action', action_id: id });
    expect((await post(`/replays/${body.id}/cancel`)).body.status).toBe('cancelled');
  });

  it('is refused where the body says nothing to run, a query cannot be read, or a right is missing', async () => {
    const over = { last: 5 };
    for (const body of [
      {},
      { over },
      { script, code, over },
      { script: 'x(', over },
      { script, over: { last: 0 } },
    ])
      expect((await post('/replays', body)).status).toBe(400);
    expect((await post('/replays', { rule_id: 'rul_x', over })).status).toBe(404);
    for (const query of ['?take=0', '?take=101', '?more=1'])
      expect((await tenant.call('GET', `/replays${query}`)).status).toBe(400);
    for (const path of ['/replays/x', '/replays/x/cases', '/replays/x/cases/1', '/replays/x/cases/a'])
      expect((await tenant.call('GET', path)).status).toBe(404);
    const token = await tenant.machineToken('update:rules', 'read:rules');
    expect((await post('/replays', { script, over }, token)).status).toBe(403);
    expect((await tenant.call('GET', '/replays', { token })).status).toBe(403);
  });
});
