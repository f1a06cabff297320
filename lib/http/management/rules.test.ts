import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant } from './tenant.fixture';

const database = testDatabase();
const script = 'function (user, context, callback) { callback(null, user, context); }';
let tenant: Tenant;
let names = 0;
beforeAll(async () => {
  tenant = await makeTenant(database);
});

const invalid = (message: string, errorCode = 'invalid_body') => ({
  statusCode: 400,
  error: 'Bad Request',
  message,
  errorCode,
});
const notThere = {
  statusCode: 404,
  error: 'Not Found',
  message: 'The rule does not exist',
  errorCode: 'inexistent_rule',
};

const post = (body: unknown) => tenant.call('POST', '/rules', { body });
const patch = (id: string, body: unknown, headers = {}) =>
  tenant.call('PATCH', `/rules/${id}`, { body, headers });
const make = async (fields = {}) => (await post({ name: `Rule ${++names}`, script, ...fields })).body;

const count = async (work: () => Promise<unknown>) => {
  const statements = await database.queries.during(work);
  return statements.filter((statement) => !/^(begin|commit)/i.test(statement)).length;
};

describe('POST /rules', () => {
  it('answers 201 with the rule: enabled, last in order, of the stage that deploy-cli sends', async () => {
    const first = await post({ name: 'First', script, stage: 'login_success' });
    expect([first.status, first.body, first.headers.get('etag')]).toEqual([
      201,
      {
        id: expect.stringMatching(/^rul_[A-Za-z0-9]{16}$/),
        name: 'First',
        script,
        order: 1,
        enabled: true,
        stage: 'login_success',
      },
      '"1"',
    ]);
    const second = await post({ name: 'Second', script, enabled: false });
    expect(second.body).toMatchObject({ order: 2, enabled: false });
    expect((await post({ name: 'Ninth', script, order: 9 })).body.order).toBe(9);
  });

  it.each([
    [{ script }, "'Missing required property: name'"],
    [{ name: 'No script' }, "'Missing required property: script'"],
    [
      { name: '-dash', script },
      "'A rule name is letters, digits, spaces and hyphens, and begins and ends with a letter or digit' on property name",
    ],
    [{ name: 'Extra', script, id: 'rul_1' }, "'Additional properties not allowed: id'"],
    [
      { name: 'Stage', script, stage: 'pre_authorize' },
      `'Invalid input: expected "login_success"' on property stage`,
    ],
    [
      { name: 'Nul', script: 'function (u, c, cb) { cb(null, u, c) /* \0 */ }' },
      "'A rule may not contain U+0000 or an unpaired surrogate; write them as an escape' on property script",
    ],
    [
      { name: 'Half', script: 'function (u, c, cb) { cb(null, u, c) /* \ud800 */ }' },
      "'A rule may not contain U+0000 or an unpaired surrogate; write them as an escape' on property script",
    ],
    [
      { name: 'Long', script: `function (u, c, cb) { /* ${'x'.repeat(102_400)} */ }` },
      "'A rule may have 100 kB of code (setting ANNEX_RULES_CODE_KB)' on property script",
    ],
    [{ name: 'Syntax', script: 'function (user {' }, "'Unexpected token (line 1)' on property script"],
    [{ name: 'Order', script, order: -1 }, "'Too small: expected number to be >=0' on property order"],
  ])('refuses %j', async (body, fault) => {
    const answer = await post(body);
    expect([answer.status, answer.body]).toEqual([400, invalid(`Payload validation error: ${fault}.`)]);
  });

  it('answers 409 for a name or an order that another rule has', async () => {
    const rule = await make();
    const name = await post({ name: rule.name, script });
    expect([name.status, name.body.message]).toEqual([409, 'A rule with the same name already exists']);
    const order = await post({ name: 'Same order', script, order: rule.order });
    expect([order.status, order.body.message]).toEqual([409, 'A rule with the same order already exists']);
  });

  it('takes six statements: lock, name, order, rule, version, notice', async () => {
    expect(await count(() => make())).toBe(6);
  });
});

describe('GET /rules/{id}', () => {
  it('answers the rule, in one statement, or 404', async () => {
    const rule = await make();
    const { status, body, headers } = await tenant.call('GET', `/rules/${rule.id}`);
    expect([status, body, headers.get('etag')]).toEqual([200, rule, '"1"']);
    expect(await count(() => tenant.call('GET', `/rules/${rule.id}`))).toBe(1);
    expect((await tenant.call('GET', '/rules/rul_none')).body).toEqual(notThere);
  });

  it('keeps or leaves out the named fields', async () => {
    const { id, name, ...rest } = await make();
    expect((await tenant.call('GET', `/rules/${id}?fields=id,name`)).body).toEqual({ id, name });
    expect((await tenant.call('GET', `/rules/${id}?fields=id,name&include_fields=false`)).body).toEqual(rest);
  });
});

describe('GET /rules', () => {
  it('answers every rule in the order they run; by pages, with totals, by enabled', async () => {
    await make({ enabled: false });
    const { status, body: all } = await tenant.call('GET', '/rules');
    expect(status).toBe(200);
    const orders = all.map((rule: { order: number }) => rule.order);
    expect(orders).toEqual(orders.toSorted((a: number, b: number) => a - b));
    const paged = await tenant.call('GET', '/rules?per_page=2&page=1&include_totals=true');
    expect(paged.body).toEqual({ total: all.length, start: 2, limit: 2, rules: all.slice(2, 4) });
    const off = await tenant.call('GET', '/rules?enabled=false&fields=enabled');
    expect(new Set(off.body.map((rule: object) => JSON.stringify(rule)))).toEqual(
      new Set(['{"enabled":false}']),
    );
    expect(await count(() => tenant.call('GET', '/rules?include_totals=true'))).toBe(1);
  });

  it.each([
    ['?per_page=101', "'Value 101 is greater than maximum 100' on property per_page"],
    ['?enabled=maybe', `'Invalid option: expected one of "true"|"false"' on property enabled`],
    ['?stage=login_success', "'Additional properties not allowed: stage'"],
  ])('refuses %s', async (query, fault) => {
    const { status, body } = await tenant.call('GET', `/rules${query}`);
    expect([status, body]).toEqual([
      400,
      invalid(`Query validation error: ${fault}.`, 'invalid_query_string'),
    ]);
  });
});

describe('PATCH /rules/{id}', () => {
  it('answers the whole rule as it is now, with the next version', async () => {
    const rule = await make();
    const { status, body, headers } = await patch(rule.id, { enabled: false, name: 'Renamed' });
    expect([status, body, headers.get('etag')]).toEqual([
      200,
      { ...rule, enabled: false, name: 'Renamed' },
      '"2"',
    ]);
    expect((await patch('rul_none', { enabled: false })).body).toEqual(notThere);
  });

  it('refuses a change made on another version than the present, and shows the present', async () => {
    const rule = await make();
    expect((await patch(rule.id, { enabled: false }, { 'if-match': '"1"' })).status).toBe(200);
    const late = await patch(rule.id, { script: script.replace('user', 'u') }, { 'if-match': '"1"' });
    expect(late.status).toBe(412);
    expect(late.body).toMatchObject({ statusCode: 412, version: 2, rule: { ...rule, enabled: false } });
  });

  it.each([
    [{}, "'At least one property is needed'"],
    [{ stage: 'login_success' }, "'Additional properties not allowed: stage'"],
    [{ enabled: 1 }, "'Invalid input: expected boolean, received number' on property enabled"],
    [{ script: '' }, "'Too small: expected string to have >=1 characters' on property script"],
  ])('refuses %j', async (body, fault) => {
    const rule = await make();
    const answer = await patch(rule.id, body);
    expect([answer.status, answer.body]).toEqual([400, invalid(`Payload validation error: ${fault}.`)]);
    expect((await tenant.call('GET', `/rules/${rule.id}`)).body).toEqual(rule);
  });

  it('answers 409 for the name or the order of another rule, but not for its own', async () => {
    const [one, two] = [await make(), await make()];
    expect((await patch(two.id, { name: one.name })).status).toBe(409);
    expect((await patch(two.id, { order: one.order })).status).toBe(409);
    expect((await patch(two.id, { name: two.name, order: two.order })).status).toBe(200);
  });

  it('takes five statements: lock, rule, change, version, notice', async () => {
    const rule = await make();
    expect(await count(() => patch(rule.id, { enabled: false }))).toBe(5);
  });
});

describe('DELETE /rules/{id}', () => {
  it('answers 204 with no body, again too, and the rule is gone', async () => {
    const rule = await make();
    for (let round = 0; round < 2; round++) {
      const { status, body } = await tenant.call('DELETE', `/rules/${rule.id}`);
      expect([status, body]).toEqual([204, null]);
    }
    expect((await tenant.call('GET', `/rules/${rule.id}`)).body).toEqual(notThere);
  });
});

describe('/rules-configs', () => {
  const put = (key: string, body: unknown) =>
    tenant.call('PUT', `/rules-configs/${encodeURIComponent(key)}`, { body });

  it('takes a value, echoes it to the writer, and never gives it out again', async () => {
    const set = await put('SMTP_KEY', { value: 'a-very-secret-value' });
    expect([set.status, set.body]).toEqual([200, { key: 'SMTP_KEY', value: 'a-very-secret-value' }]);
    expect((await put('A:b*@+', { value: '' })).status).toBe(200);
    const list = await tenant.call('GET', '/rules-configs');
    expect([list.status, list.body]).toEqual([200, [{ key: 'A:b*@+' }, { key: 'SMTP_KEY' }]]);
    const paged = await tenant.call('GET', '/rules-configs?include_totals=true&per_page=50&page=0');
    expect(paged.body).toEqual(list.body);
    const stored = await database.sql`select value from rule_configs where key = 'SMTP_KEY'`;
    expect(JSON.stringify(stored)).not.toContain('a-very-secret-value');
    const logged = await database.sql`select details from logs where description like '%SMTP_KEY%'`;
    expect(logged).toHaveLength(1);
    expect(JSON.stringify(logged)).not.toContain('a-very-secret-value');
  });

  it('deletes once and again with 204', async () => {
    await put('GONE', { value: 'x' });
    for (let round = 0; round < 2; round++) {
      const { status, body } = await tenant.call('DELETE', '/rules-configs/GONE');
      expect([status, body]).toEqual([204, null]);
    }
    expect(JSON.stringify((await tenant.call('GET', '/rules-configs')).body)).not.toContain('GONE');
  });

  it('refuses keys and values that cannot be', async () => {
    const key = await put('a b', { value: 'x' });
    const message = "Path validation error: 'A key is 1 to 127 of A-Z a-z 0-9 _-@*+:'.";
    expect([key.status, key.body]).toEqual([400, invalid(message, 'invalid_uri')]);
    expect((await put('K'.repeat(128), { value: 'x' })).status).toBe(400);
    for (const body of [{}, { value: 1 }, { value: 'x', key: 'K' }, { value: 'x'.repeat(16_385) }]) {
      const answer = await put('K', body);
      expect([answer.status, answer.body.errorCode]).toEqual([400, 'invalid_body']);
    }
  });

  it('takes one statement to list', async () => {
    expect(await count(() => tenant.call('GET', '/rules-configs'))).toBe(1);
  });
});
