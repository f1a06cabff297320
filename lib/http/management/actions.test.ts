import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/access';
import { buildExecutor } from '@/lib/rules/runner/build';
import { testDatabase } from '@/lib/testing';
import { makeTenant, operations, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let names = 0;
beforeAll(async () => {
  await buildExecutor();
  tenant = await makeTenant(database);
});

const code = 'exports.onExecutePostLogin = async (event, api) => {};';
const postLogin = { supported_triggers: [{ id: 'post-login', version: 'v3' }] };
const path = (id: string, rest = '') => `/actions/actions/${id}${rest}`;
const post = (body: object) => tenant.call('POST', '/actions/actions', { body });
const patch = (id: string, body: object) => tenant.call('PATCH', path(id), { body });
const get = (id: string, rest = '') => tenant.call('GET', path(id, rest));
const deploy = (id: string) => tenant.call('POST', path(id, '/deploy'));
const bind = (trigger: string, refs: { type: string; value: string }[]) =>
  tenant.call('PATCH', `/actions/triggers/${trigger}/bindings`, {
    body: { bindings: refs.map((ref) => ({ ref })) },
  });
const make = async (fields = {}) =>
  (await post({ name: `Action ${++names}`, code, ...postLogin, ...fields })).body;

const fault = (message: string) => ({
  statusCode: 400,
  error: 'Bad Request',
  message,
  errorCode: 'invalid_body',
});
const notThere = { statusCode: 404, error: 'Not Found', message: 'That action does not exist.' };

describe('the scopes', () => {
  const scopes: Record<string, Scope> = {
    'GET /actions/actions': 'read:actions',
    'POST /actions/actions': 'create:actions',
    'GET /actions/actions/{id}': 'read:actions',
    'PATCH /actions/actions/{id}': 'update:actions',
    'DELETE /actions/actions/{id}': 'delete:actions',
    'POST /actions/actions/{id}/test': 'create:actions',
    'POST /actions/actions/{id}/deploy': 'create:actions',
    'GET /actions/actions/{id}/versions': 'read:actions',
    'GET /actions/actions/{id}/versions/{version}': 'read:actions',
    'POST /actions/actions/{id}/versions/{version}/deploy': 'create:actions',
    'GET /actions/triggers': 'read:actions',
    'GET /actions/triggers/{trigger}/bindings': 'read:actions',
    'PATCH /actions/triggers/{trigger}/bindings': 'update:actions',
    'GET /actions/executions/{id}': 'read:actions',
  };

  it('are one for each route, and no other opens it', async () => {
    const isOfTrials = (path: string) => /\/v2\/actions\/test$|\/tests(\/|$)/.test(path);
    const mine = operations().filter(({ path }) => path.startsWith('/api/v2/actions/') && !isOfTrials(path));
    expect(Object.fromEntries(mine.map(({ name, scopes }) => [name, scopes.join()]))).toEqual(scopes);
    const action = await make();
    const others = new Map<Scope, string>();
    for (const scope of new Set(Object.values(scopes))) {
      const rest = (['read', 'create', 'update', 'delete'] as const).map((verb): Scope => `${verb}:actions`);
      others.set(scope, await tenant.machineToken(...rest.filter((other) => other !== scope)));
    }
    for (const { name, method } of mine) {
      const scope = scopes[name] ?? 'read:actions';
      const place = name
        .replace(/^\w+ /, '')
        .replace('{id}', action.id)
        .replace(/\{\w+\}/, 'post-login');
      expect((await tenant.call(method, place, { token: '' })).status).toBe(401);
      const { status, body } = await tenant.call(method, place, { token: others.get(scope) });
      expect([name, status, body.message]).toEqual([
        name,
        403,
        `Insufficient scope, expected any of: ${scope}`,
      ]);
    }
  });

  it('lesson 9 (CVE-2026-25227): who may only see Actions cannot run code by the test route', async () => {
    const { id } = await make({ code: 'exports.onExecutePostLogin = () => { for (;;); };' });
    const token = await tenant.machineToken('read:actions', 'update:actions', 'delete:actions');
    expect((await tenant.call('POST', path(id, '/test'), { token, body: { payload: {} } })).status).toBe(403);
  });
});

describe('POST /actions/actions', () => {
  it('answers 201 with a draft that is built, and runs nowhere', async () => {
    const secrets = [{ name: 'KEY', value: 'sesame' }];
    const { status, body } = await post({ name: 'First', code, ...postLogin, secrets });
    expect([status, body]).toEqual([
      201,
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        name: 'First',
        supported_triggers: [{ id: 'post-login', version: 'v3' }],
        all_changes_deployed: false,
        code,
        dependencies: [],
        runtime: 'node22',
        secrets: [{ name: 'KEY', updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) }],
        status: 'built',
        created_at: expect.any(String),
        updated_at: expect.any(String),
        built_at: expect.any(String),
      },
    ]);
    expect((await get(body.id)).body).toEqual(body);
  });

  it('with deploy makes version 1 as well', async () => {
    const action = await make({ deploy: true });
    expect(action).toMatchObject({
      all_changes_deployed: true,
      deployed_version: { number: 1, deployed: true, code },
    });
  });

  it.each([
    [{ ...postLogin }, "'Missing required property: name'"],
    [{ name: 'x' }, "'Missing required property: supported_triggers'"],
    [
      { name: 'x', supported_triggers: [] },
      "'An Action is for exactly one trigger' on property supported_triggers",
    ],
    [
      { name: 'x'.repeat(129), ...postLogin },
      "'Too big: expected string to have <=128 characters' on property name",
    ],
    [
      { name: 'x', ...postLogin, code: 'exports.a = 1;\nlet a; let a;' },
      "'Identifier 'a' has already been declared (line 2, column 12)' on property code",
    ],
    [
      { name: 'x', ...postLogin, code: 'export default () => {};' },
      "'An Action exports its functions by name: export const onExecute… = … (line 1, column 1)' on property code",
    ],
    [
      { name: 'x', ...postLogin, code: `/*${'x'.repeat(102_400)}*/` },
      "'An Action may have 100 kB of code (setting ANNEX_RULES_CODE_KB)' on property code",
    ],
    [
      { name: 'x', ...postLogin, code: '// \0' },
      "'An Action may not contain U+0000 or an unpaired surrogate; write them as an escape' on property code",
    ],
    [{ name: 'x', ...postLogin, runtime: 'node99' }, expect.stringContaining('on property runtime')],
    [
      { name: 'x', ...postLogin, secrets: [{ name: 'A', value: 'x'.repeat(4097) }] },
      "'The value of a secret may have 4096 characters (setting ANNEX_ACTION_SECRET_CHARS)' on property secrets.0.value",
    ],
    [
      {
        name: 'x',
        ...postLogin,
        secrets: Array.from({ length: 31 }, (_, n) => ({ name: `S${n}`, value: 'x' })),
      },
      "'An Action may have 30 secrets (setting ANNEX_ACTION_SECRETS)' on property secrets",
    ],
    [
      {
        name: 'x',
        ...postLogin,
        secrets: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
      "'Each secret may be named once' on property secrets",
    ],
    [
      {
        name: 'x',
        ...postLogin,
        dependencies: Array.from({ length: 11 }, (_, n) => ({ name: `d${n}`, version: '1' })),
      },
      "'An Action may have 10 dependencies' on property dependencies",
    ],
    [
      { name: 'x', ...postLogin, modules: [{}] },
      "'Action modules are not available in this version of Annex' on property modules",
    ],
    [{ name: 'x', ...postLogin, id: 'y' }, "'Additional properties not allowed: id'"],
  ])('refuses %j', async (body, reason) => {
    const answer = await post(body);
    const message = typeof reason === 'string' ? `Payload validation error: ${reason}.` : reason;
    expect([answer.status, answer.body]).toEqual([400, { ...fault(''), message }]);
  });

  it('refuses a trigger that there is not, naming those that there are', async () => {
    const { status, body } = await post({ name: 'x', supported_triggers: [{ id: 'pre-login' }] });
    expect([status, body.message]).toEqual([400, expect.stringContaining('post-login')]);
  });

  it('answers 409 for a name that another Action has', async () => {
    const { name } = await make();
    expect((await post({ name, ...postLogin })).body).toMatchObject({
      statusCode: 409,
      message: 'An action with the same name already exists.',
    });
  });
});

describe('secrets', () => {
  it('never come out: not by any route, not in the audit row, not in clear in the database', async () => {
    const action = await make({ secrets: [{ name: 'KEY', value: 'open-sesame' }] });
    await deploy(action.id);
    await patch(action.id, { secrets: [{ name: 'KEY', value: 'open-sesame-2' }] });
    const { body: versions } = await get(action.id, '/versions');
    const answers = [
      await get(action.id),
      await tenant.call('GET', '/actions/actions?per_page=100'),
      versions,
    ];
    const rows =
      await database.sql`select details::text from logs union all select value::text from action_secrets`;
    expect(versions.versions[0].secrets).toEqual([{ name: 'KEY', updated_at: expect.any(String) }]);
    expect(JSON.stringify([answers, rows])).not.toMatch(/open-sesame|6f70656e2d736573616d65/);
  });

  it('of a PATCH replace the list; one without a value stays, and its own value again is no change', async () => {
    const secrets = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ];
    const action = await make({ secrets, deploy: true });
    const same = await patch(action.id, { secrets });
    expect(same.body).toMatchObject({ all_changes_deployed: true, secrets: action.secrets });
    const kept = await patch(action.id, { secrets: [{ name: 'A' }, { name: 'C', value: '3' }] });
    expect(kept.body.secrets.map(({ name }: { name: string }) => name)).toEqual(['A', 'C']);
    expect(kept.body).toMatchObject({ all_changes_deployed: false, secrets: [action.secrets[0], {}] });
  });
});

describe('GET /actions/actions', () => {
  it('answers totals, pages of 20 by default, by trigger, name and deployment', async () => {
    const one = await make({
      name: 'To be found',
      supported_triggers: [{ id: 'credentials-exchange' }],
      deploy: true,
    });
    const { body } = await tenant.call('GET', '/actions/actions');
    expect(body).toMatchObject({ page: 0, per_page: 20, total: expect.any(Number) });
    const found = await tenant.call(
      'GET',
      '/actions/actions?triggerId=credentials-exchange&actionName=To%20be%20found&deployed=true',
    );
    expect(found.body).toEqual({ total: 1, page: 0, per_page: 20, actions: [one] });
    expect(
      (await tenant.call('GET', '/actions/actions?actionName=To%20be%20found&deployed=false')).body.total,
    ).toBe(0);
    expect((await tenant.call('GET', '/actions/actions?installed=true')).body).toMatchObject({
      total: 0,
      actions: [],
    });
    const second = await tenant.call('GET', '/actions/actions?page=1&per_page=1');
    expect(second.body).toMatchObject({
      total: body.total,
      page: 1,
      per_page: 1,
      actions: [body.actions[1]],
    });
  });

  it.each([
    ['?include_totals=true', "'Additional properties not allowed: include_totals'"],
    ['?per_page=101', "'Value 101 is greater than maximum 100' on property per_page"],
  ])('refuses %s', async (query, reason) => {
    const { status, body } = await tenant.call('GET', `/actions/actions${query}`);
    expect([status, body.message]).toEqual([400, `Query validation error: ${reason}.`]);
  });
});

describe('PATCH /actions/actions/{id}', () => {
  it('changes the draft and not what is deployed', async () => {
    const action = await make({ deploy: true });
    const next = code.replace('{}', '{ api.access.deny("x"); }');
    const { status, body } = await patch(action.id, { code: next, name: 'Renamed' });
    expect([status, body]).toMatchObject([
      200,
      { name: 'Renamed', code: next, all_changes_deployed: false, deployed_version: { code, number: 1 } },
    ]);
    expect((await patch(action.id, { name: 'Renamed again' })).body.all_changes_deployed).toBe(false);
  });

  it.each([
    [{}, "'At least one property is needed'"],
    [{ deploy: true }, "'Additional properties not allowed: deploy'"],
    [{ code: 'let 1' }, expect.stringContaining('on property code')],
  ])('refuses %j and changes nothing', async (change, reason) => {
    const action = await make();
    const { status, body } = await patch(action.id, change);
    const message = typeof reason === 'string' ? `Payload validation error: ${reason}.` : reason;
    expect([status, body.message]).toEqual([400, message]);
    expect((await get(action.id)).body).toEqual(action);
  });

  it('answers 404 for nobody’s id, and 409 for another trigger while it is bound', async () => {
    expect((await patch(randomUUID(), { name: 'x' })).body).toEqual(notThere);
    const action = await make({ deploy: true });
    await bind('post-login', [{ type: 'action_id', value: action.id }]);
    const moved = await patch(action.id, {
      supported_triggers: [{ id: 'credentials-exchange', version: 'v2' }],
    });
    expect([moved.status, moved.body.message]).toEqual([409, expect.stringContaining('bound to post-login')]);
    await bind('post-login', []);
  });
});

describe('DELETE /actions/actions/{id}', () => {
  it('answers 204 and then 404; a bound one only goes by force, bindings and all', async () => {
    const action = await make({ deploy: true });
    await bind('post-login', [{ type: 'action_name', value: action.name }]);
    const refused = await tenant.call('DELETE', path(action.id));
    expect([refused.status, refused.body.message]).toEqual([
      409,
      expect.stringContaining('bound to post-login'),
    ]);
    expect((await tenant.call('DELETE', path(action.id, '?force=true'))).status).toBe(204);
    expect((await tenant.call('DELETE', path(action.id, '?force=true'))).body).toEqual(notThere);
    expect((await tenant.call('GET', '/actions/triggers/post-login/bindings')).body.total).toBe(0);
    const [left] = await database.sql`
      select (select count(*) from action_versions where action_id = ${action.id})::int as versions,
        (select count(*) from action_secrets where owner_id = ${action.id})::int as secrets`;
    expect(left).toEqual({ versions: 0, secrets: 0 });
  });
});

describe('deployment and versions', () => {
  it('each deployment is the next version; versions never change', async () => {
    const action = await make({ secrets: [{ name: 'KEY', value: '1' }] });
    const first = await deploy(action.id);
    expect([first.status, first.body]).toMatchObject([
      200,
      { number: 1, deployed: true, code, status: 'built', action: { id: action.id } },
    ]);
    await patch(action.id, { code: `${code} // 2`, secrets: [] });
    const second = await deploy(action.id);
    expect(second.body).toMatchObject({ number: 2, code: `${code} // 2`, secrets: [] });
    const { body } = await get(action.id, '/versions');
    expect(body).toMatchObject({ total: 2, page: 0, per_page: 20 });
    expect(
      body.versions.map(({ number, deployed }: { number: number; deployed: boolean }) => [number, deployed]),
    ).toEqual([
      [2, true],
      [1, false],
    ]);
    const { deployed: _, action: __, ...rest } = first.body;
    expect((await get(action.id, `/versions/${first.body.id}`)).body).toMatchObject(rest);
    expect((await get(action.id)).body).toMatchObject({
      all_changes_deployed: true,
      deployed_version: { number: 2 },
    });
  });

  it('a rollback is a new version, and leaves the draft unless it is told otherwise', async () => {
    const action = await make({ secrets: [{ name: 'KEY', value: '1' }], deploy: true });
    const one = action.deployed_version.id;
    await patch(action.id, { code: '// draft', secrets: [] });
    await deploy(action.id);
    const back = await tenant.call('POST', path(action.id, `/versions/${one}/deploy`));
    expect([back.status, back.body]).toMatchObject([200, { number: 3, code, secrets: [{ name: 'KEY' }] }]);
    expect((await get(action.id)).body).toMatchObject({
      code: '// draft',
      secrets: [],
      all_changes_deployed: false,
    });
    const all = await tenant.call('POST', path(action.id, `/versions/${one}/deploy`), {
      body: { update_draft: true },
    });
    expect(all.body).toMatchObject({ number: 4, code });
    expect((await get(action.id)).body).toMatchObject({
      code,
      secrets: [{ name: 'KEY' }],
      all_changes_deployed: true,
    });
  });

  it('the newest 50 versions are kept', async () => {
    const action = await make();
    for (let turn = 0; turn < 52; turn++) await deploy(action.id);
    const { body } = await get(action.id, '/versions?per_page=100');
    expect([body.total, body.versions.at(-1).number]).toEqual([50, 3]);
  });

  it('is refused while a dependency is not there, naming it, what there is and another way', async () => {
    const action = await make({
      dependencies: [
        { name: 'left-pad', version: '1.3.0' },
        { name: 'stripe', version: '8.0.0' },
        { name: 'crypto', version: '1' },
      ],
    });
    expect(action.status).toBe('failed');
    const { status, body } = await deploy(action.id);
    expect(status).toBe(400);
    expect(body.message).toMatch(
      /^This Action cannot be deployed: Annex installs no npm packages, and these are not among the bundled ones: left-pad@1\.3\.0, stripe@8\.0\.0\. There are: .*\baxios, .*\blodash, .* In the place of stripe: call the service over HTTP/,
    );
    const mended = await patch(action.id, { dependencies: [{ name: 'crypto', version: '1' }] });
    expect(mended.body.status).toBe('built');
    expect((await deploy(action.id)).status).toBe(200);
  });

  it('is possible with what public code takes its types from, as a dependency and as an import', async () => {
    const code = `import { Event, PostLoginAPI } from '@auth0/actions/post-login/v3';
export const onExecutePostLogin = async (event: Event, api: PostLoginAPI): Promise<void> => {
  api.idToken.setCustomClaim('a', event.user.user_id);
};`;
    const action = await make({ code, dependencies: [{ name: '@auth0/actions', version: '0.7.1' }] });
    expect([action.status, action.code]).toEqual(['built', code]);
    expect((await deploy(action.id)).status).toBe(200);
  });

  it('answers 404 for a version of another Action', async () => {
    const [one, two] = [await make({ deploy: true }), await make({ deploy: true })];
    const other = two.deployed_version.id;
    expect((await get(one.id, `/versions/${other}`)).status).toBe(404);
    expect((await tenant.call('POST', path(one.id, `/versions/${other}/deploy`))).status).toBe(404);
    expect((await get(randomUUID(), '/versions')).body).toEqual(notThere);
    expect((await deploy(randomUUID())).body).toEqual(notThere);
  });
});

describe('triggers and bindings', () => {
  it('lists every trigger once, and says which Actions run', async () => {
    const { body } = await tenant.call('GET', '/actions/triggers');
    const statuses = Object.fromEntries(
      body.triggers.map((each: { id: string; status: string }) => [each.id, each.status]),
    );
    expect(statuses).toMatchObject({
      'post-login': 'CURRENT',
      'credentials-exchange': 'CURRENT',
      'pre-user-registration': 'CURRENT',
      'post-user-registration': 'CURRENT',
      'post-change-password': 'CURRENT',
      'send-phone-message': 'STORED',
      'custom-token-exchange': 'STORED',
    });
    expect(Object.keys(statuses)).toHaveLength(body.triggers.length);
  });

  it('a list replaces the order; a binding keeps its id, and is found by any of three names', async () => {
    const [a, b] = [await make({ deploy: true }), await make({ deploy: true })];
    const { status, body } = await bind('post-login', [
      { type: 'action_id', value: a.id },
      { type: 'action_name', value: b.name },
    ]);
    expect([status, body.bindings]).toMatchObject([
      200,
      [
        { action: { id: a.id }, display_name: a.name },
        { action: { id: b.id }, trigger_id: 'post-login' },
      ],
    ]);
    const turned = await bind(
      'post-login',
      body.bindings.toReversed().map(({ id }: { id: string }) => ({ type: 'binding_id', value: id })),
    );
    expect(turned.body.bindings.map(({ id }: { id: string }) => id)).toEqual(
      body.bindings.map(({ id }: { id: string }) => id).toReversed(),
    );
    const { body: listed } = await tenant.call(
      'GET',
      '/actions/triggers/post-login/bindings?per_page=1&page=1',
    );
    expect(listed).toMatchObject({ total: 2, page: 1, per_page: 1, bindings: [turned.body.bindings[1]] });
    await bind('post-login', []);
  });

  it('refuses what could not run, naming the reference', async () => {
    const draft = await make();
    const other = await make({ supported_triggers: [{ id: 'credentials-exchange' }], deploy: true });
    const good = await make({ deploy: true });
    const ref = (type: string, value: string) => ({ type, value });
    const cases: [object[], string][] = [
      [
        [ref('action_id', draft.id)],
        `'The action "${draft.name}" has no deployed version' on property bindings.0.ref.`,
      ],
      [
        [ref('action_id', other.id)],
        `'The action "${other.name}" is for the trigger credentials-exchange' on property bindings.0.ref.`,
      ],
      [[ref('action_name', 'Nobody')], "'There is no action Nobody' on property bindings.0.ref."],
      [[ref('binding_id', good.id)], `'There is no binding ${good.id}' on property bindings.0.ref.`],
      [
        [ref('action_id', good.id), ref('action_name', good.name)],
        `'The action "${good.name}" is there twice' on property bindings.1.ref.`,
      ],
      [
        Array.from({ length: 21 }, () => ref('action_id', good.id)),
        "'A trigger may have 20 Actions' on property bindings.",
      ],
    ];
    for (const [refs, reason] of cases) {
      const { status, body } = await bind('post-login', refs as never);
      expect([status, body.message]).toEqual([400, `Payload validation error: ${reason}`]);
    }
    expect((await bind('no-trigger', [])).status).toBe(404);
    expect((await tenant.call('GET', '/actions/triggers/no-trigger/bindings')).status).toBe(404);
  });
});

describe('POST /actions/actions/{id}/test', () => {
  const test = async (id: string, payload: object) =>
    (await tenant.call('POST', path(id, '/test'), { body: { payload } })).body.payload;

  it('really runs the draft on the payload, and does nothing of what it asks for', async () => {
    const action = await make({ deploy: true, secrets: [{ name: 'KEY', value: 'sesame' }] });
    await patch(action.id, {
      code: `exports.onExecutePostLogin = async (event, api) => {
        console.log('for', event.user.email, event.secrets.KEY, event.secrets.OTHER);
        api.user.setAppMetadata('plan', 'gold');
        api.idToken.setCustomClaim('sum', event.a + event.b);
      };`,
    });
    const before = await database.sql`select * from users`;
    const payload = {
      user: { user_id: tenant.ada.user_id, email: 'ada@example.com' },
      a: 2,
      b: 3,
      secrets: { OTHER: 'mine' },
    };
    expect(await test(action.id, payload)).toEqual({
      status: 'success',
      commands: [
        { type: 'user.setAppMetadata', key: 'plan', value: 'gold' },
        { type: 'idToken.setCustomClaim', name: 'sum', value: 5 },
      ],
      logs: [{ level: 'log', text: 'for ada@example.com test-KEY mine' }],
      stats: { duration_ms: expect.any(Number) },
    });
    expect(await database.sql`select * from users`).toEqual(before);
    expect((await database.sql`select count(*)::int as n from action_executions`)[0]?.n).toBe(0);
  });

  it('tells where an error happened', async () => {
    const { id } = await make({
      code: 'exports.onExecutePostLogin = async (event) => {\n  event.nothing.here;\n};',
    });
    expect(await test(id, {})).toMatchObject({
      status: 'failed',
      error: { name: 'TypeError', line: 2, column: 17 },
    });
  });

  it('answers 400 without a payload or for a trigger that is only stored, and 404 for nobody’s id', async () => {
    const stored = await make({ supported_triggers: [{ id: 'send-phone-message' }] });
    expect((await tenant.call('POST', path(stored.id, '/test'), { body: {} })).body.message).toContain(
      'payload',
    );
    const refused = await tenant.call('POST', path(stored.id, '/test'), { body: { payload: {} } });
    expect([refused.status, refused.body.message]).toEqual([
      400,
      'Annex does not run Actions of the trigger send-phone-message.',
    ]);
    const nobody = await tenant.call('POST', path(randomUUID(), '/test'), { body: { payload: {} } });
    expect(nobody.body).toEqual(notThere);
  });
});

it('GET /actions/executions/{id} answers 404 for what did not happen', async () => {
  const { status, body } = await tenant.call('GET', `/actions/executions/${randomUUID()}`);
  expect([status, body.message]).toEqual([404, 'That execution does not exist.']);
});

it('a tenant has 100 Actions at the most', async () => {
  const { body } = await tenant.call('GET', '/actions/actions?per_page=1');
  await database.sql`
    insert into actions select gen_random_uuid()::text, 'Filler ' || n, trigger_id, trigger_version, code, dependencies,
      runtime, false, null, 0, created_at, updated_at, built_at
    from (select * from actions limit 1) a, generate_series(1, ${100 - body.total}) n`;
  const full = await post({ name: 'One too many', ...postLogin });
  expect([full.status, full.body.message]).toEqual([403, 'A tenant may have 100 actions.']);
});

it('every change leaves an audit row that says who and what, without code', async () => {
  const [row] = await database.sql<{ details: { kind: string; actor: object; after: object } }[]>`
    select details from logs where type = 'sapi' and details->>'kind' = 'action' order by log_id limit 1`;
  expect(row?.details).toMatchObject({
    actor: { type: 'client' },
    after: { code_sha256: expect.any(String) },
  });
  expect(JSON.stringify(row?.details)).not.toContain('onExecutePostLogin');
});
