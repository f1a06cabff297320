import { beforeAll, describe, expect, it, vi } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant } from './tenant.fixture';

vi.stubEnv('ANNEX_RULES_CODE_KB', '1');
vi.stubEnv('ANNEX_RULES_CONFIGS', '2');
vi.stubEnv('ANNEX_RULES_CONFIG_KB', '1');
vi.stubEnv('ANNEX_ACTION_SECRETS', '2');
vi.stubEnv('ANNEX_ACTION_SECRET_CHARS', '10');

const database = testDatabase();
let tenant: Tenant;
let ruleId: string;
let actionId: string;

const script = 'function (user, context, callback) { callback(null, user, context); }';
const code = 'exports.onExecutePostLogin = async () => {};';
/** 1,025 bytes in fewer characters. */
const padded = (text: string) =>
  `${text}/*${'é'.repeat((1021 - text.length) / 2)}${text.length % 2 ? '' : ' '}*/`;
const supported_triggers = [{ id: 'post-login', version: 'v3' }];
const user = { user: { email: 'ada@example.com' } };

beforeAll(async () => {
  tenant = await makeTenant(database);
  ruleId = (await tenant.call('POST', '/rules', { body: { name: 'Rule', script } })).body.id;
  const body = { name: 'Action', supported_triggers, code };
  actionId = (await tenant.call('POST', '/actions/actions', { body })).body.id;
});

const ruleCode = "A rule may have 1 kB of code (setting ANNEX_RULES_CODE_KB)' on property script";
const actionCode = "An Action may have 1 kB of code (setting ANNEX_RULES_CODE_KB)' on property code";
const configValue = 'A configuration value may have 1 kB (setting ANNEX_RULES_CONFIG_KB)';
const secretCount = "An Action may have 2 secrets (setting ANNEX_ACTION_SECRETS)' on property secrets";
const secretSize = 'The value of a secret may have 10 characters (setting ANNEX_ACTION_SECRET_CHARS)';
const secrets = (count: number, length = 1) =>
  Array.from({ length: count }, (_, index) => ({ name: `S${index}`, value: 'x'.repeat(length) }));

type Row = [string, string, string, () => object, string];

describe('what the operator allows an author holds on every way in, in words that name limit and setting', () => {
  it.each<Row>([
    ['code of a new rule', 'POST', '/rules', () => ({ name: 'X', script: padded(script) }), ruleCode],
    ['code of a rule', 'PATCH', '/rules/:rule', () => ({ script: padded(script) }), ruleCode],
    [
      'code of a rule that is tried',
      'POST',
      '/rules/test',
      () => ({ script: padded(script), ...user }),
      ruleCode,
    ],
    [
      'code of a rule in its tests',
      'POST',
      '/rules/:rule/tests/run',
      () => ({ script: padded(script) }),
      ruleCode,
    ],
    [
      'code of a rule that is replayed',
      'POST',
      '/replays',
      () => ({ script: padded(script), over: { last: 1 } }),
      ruleCode,
    ],
    [
      'code of a new Action',
      'POST',
      '/actions/actions',
      () => ({ name: 'X', supported_triggers, code: padded(code) }),
      actionCode,
    ],
    ['code of an Action', 'PATCH', '/actions/actions/:action', () => ({ code: padded(code) }), actionCode],
    [
      'code of an Action that is tried',
      'POST',
      '/actions/test',
      () => ({ code: padded(code), ...user }),
      actionCode,
    ],
    [
      'code of an Action in its tests',
      'POST',
      '/actions/actions/:action/tests/run',
      () => ({ code: padded(code) }),
      actionCode,
    ],
    [
      'code of an Action that is replayed',
      'POST',
      '/replays',
      () => ({ code: padded(code), over: { last: 1 } }),
      actionCode,
    ],
    [
      'secrets of a new Action',
      'POST',
      '/actions/actions',
      () => ({ name: 'X', supported_triggers, code, secrets: secrets(3) }),
      secretCount,
    ],
    [
      'secrets of an Action',
      'PATCH',
      '/actions/actions/:action',
      () => ({ secrets: secrets(3) }),
      secretCount,
    ],
    [
      'the size of a secret',
      'PATCH',
      '/actions/actions/:action',
      () => ({ secrets: secrets(2, 11) }),
      `${secretSize}' on property secrets.0.value`,
    ],
    [
      'secrets of a trial',
      'POST',
      '/actions/test',
      () => ({ code, ...user, secrets: { KEY: 'x'.repeat(11) } }),
      `${secretSize}' on property secrets.KEY`,
    ],
    [
      'the size of a configuration value',
      'PUT',
      '/rules-configs/KEY',
      () => ({ value: 'é'.repeat(513) }),
      `${configValue}' on property value`,
    ],
    [
      'configuration values of a trial',
      'POST',
      '/rules/test',
      () => ({ script, ...user, configuration: { KEY: 'x'.repeat(1025) } }),
      `${configValue}' on property configuration.KEY`,
    ],
  ])('%s', async (_, method, path, body, fault) => {
    const address = path.replace(':rule', ruleId).replace(':action', actionId);
    const answer = await tenant.call(method, address, { body: body() });
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        statusCode: 400,
        error: 'Bad Request',
        message: `Payload validation error: '${fault}.`,
        errorCode: 'invalid_body',
      },
    ]);
  });

  it('as much as is allowed is taken', async () => {
    const fits = `${script}/*${' '.repeat(1020 - script.length)}*/`;
    expect(fits).toHaveLength(1024);
    const rule = await tenant.call('PATCH', `/rules/${ruleId}`, { body: { script: fits } });
    const body = { secrets: secrets(2, 10) };
    const action = await tenant.call('PATCH', `/actions/actions/${actionId}`, { body });
    expect([rule.status, action.status]).toEqual([200, 200]);
  });

  it('the number of configuration values: those that are there can still be changed', async () => {
    const put = (key: string) => tenant.call('PUT', `/rules-configs/${key}`, { body: { value: 'x' } });
    expect([(await put('A')).status, (await put('B')).status]).toEqual([200, 200]);
    const { status, body } = await put('C');
    expect([status, body.message]).toEqual([
      400,
      "Payload validation error: 'Rules may have 2 configuration values (setting ANNEX_RULES_CONFIGS)' on property key.",
    ]);
    expect((await put('A')).status).toBe(200);
    expect((await tenant.call('GET', '/rules-configs')).body).toEqual([{ key: 'A' }, { key: 'B' }]);
  });
});
