import { beforeAll, describe, expect, it } from 'vitest';
import { defaultConnection, getConnection } from '@/lib/connections';
import { api, callback, password } from '@/lib/http/oidc/scenario.fixture';
import { runQueued } from '@/lib/jobs/jobs.fixture';
import { testDatabase } from '@/lib/testing';
import { publicPem } from './random-requests.fixture';
import { wholeDatabase } from './stored-rows.fixture';
import { makeTenant, operations, read, type Tenant } from './tenant.fixture';
import { placeOf, secret, type Write, withNames, writes } from './writes.fixture';

const database = testDatabase();
let tenant: Tenant;
const hash = `$2a$05$CanaryHashCanaryHashC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW`;
/** Code is kept with what it is the code of, and told nowhere else. */
const code = 'canary_code_4711()';
const totpSecret = 'CANARYTOTPSECRETOFACALLER2345AAA';
const script = `function (user, context, callback) { ${code}; callback(null, user, context); }`;

const madeUp = { user_id: 'auth0|x', email: 'x@example.com', app_metadata: { api_token: secret } };

const savedTest = {
  name: 'Tried',
  user: madeUp,
  configuration: { K: secret },
  expect: { result: 'continue' },
};

const loginCode = `exports.onExecutePostLogin = async () => { ${code}; };`;
const actionTest = { ...savedTest, secrets: { K: secret } };

/** Before a path: by Ada herself, and where what is made has another name than the first of its kind. */
const prefix = /^(self|login):/;

/** Writes beside those of `writes`, in order. */
const others: Write[] = [
  ['POST', '/rules', { name: 'Coded', script }],
  ['PATCH', '/rules/RULE', { script: `${script} ` }],
  ['POST', '/rules/test', { script, user: madeUp, configuration: { K: secret } }],
  ['POST', '/rules/RULE/tests', savedTest],
  ['PUT', '/rules/RULE/tests/TEST', savedTest],
  ['POST', '/rules/RULE/tests/run', { script }],
  ['DELETE', '/rules/RULE/tests/TEST'],
  [
    'POST',
    '/actions/actions',
    {
      name: 'Coded',
      supported_triggers: [{ id: 'event-stream' }],
      code,
      secrets: [{ name: 'K', value: secret }],
    },
  ],
  ['POST', '/actions/actions/ACTION/deploy'],
  ['POST', '/actions/actions/ACTION/test', { payload: { token: secret } }],
  [
    'PATCH',
    '/actions/triggers/event-stream/bindings',
    { bindings: [{ ref: { type: 'action_id', value: 'ACTION' } }] },
  ],
  ['POST', '/actions/test', { code: loginCode, user: madeUp, secrets: { K: secret } }],
  [
    'POST',
    'login:/actions/actions',
    { name: 'Login', supported_triggers: [{ id: 'post-login' }], code: loginCode },
  ],
  ['POST', '/actions/actions/LOGIN/tests', actionTest],
  ['PUT', '/actions/actions/LOGIN/tests/TRY', actionTest],
  ['POST', '/actions/actions/LOGIN/tests/run', { code: loginCode }],
  ['DELETE', '/actions/actions/LOGIN/tests/TRY'],
  ['POST', '/replays', { code: loginCode, action_id: 'LOGIN', over: { last: 1 } }],
  ['POST', '/replays/REPLAY/cancel'],
  [
    'POST',
    '/connections',
    {
      name: 'scripted',
      strategy: 'auth0',
      enabled_clients: ['WEB'],
      options: {
        enabledDatabaseCustomization: true,
        import_mode: true,
        customScripts: { login: code },
        configuration: { K: secret },
      },
    },
  ],
  ['PATCH', '/connections/CON/clients', [{ client_id: 'WEB', status: true }]],
  ['DELETE', '/connections/CON/users?email=nobody@example.com'],
  [
    'POST',
    '/connections',
    {
      name: 'upstream',
      strategy: 'oidc',
      options: { client_id: 'x', client_secret: secret, anything: { deep: [secret] } },
    },
  ],
  ['POST', '/clients/WEB/credentials', { credential_type: 'public_key', pem: publicPem }],
  ['PATCH', '/clients/WEB/credentials/CREDENTIAL', { expires_at: '2031-01-01T00:00:00Z' }],
  ['DELETE', '/clients/WEB/credentials/CREDENTIAL'],
  [
    'PUT',
    '/email-templates/verify_email',
    {
      template: 'verify_email',
      body: 'Hi',
      from: 'a@example.com',
      subject: 'S',
      syntax: 'liquid',
      enabled: true,
    },
  ],
  ['POST', '/tickets/password-change', { user_id: 'ADA', result_url: 'https://app.example/' }],
  ['POST', '/tickets/email-verification', { user_id: 'ADA' }],
  ['POST', '/jobs/verification-email', { user_id: 'ADA' }],
  ['POST', '/jobs/users-exports', { fields: [{ name: 'email' }] }],
  [
    'POST',
    'self:/device-credentials',
    { type: 'public_key', device_name: 'd', device_id: 'd', client_id: 'WEB', value: secret },
  ],
  ['DELETE', '/device-credentials/DEVICE'],
  ['POST', 'self:/users/ADA/identities', { link_with: 'PROOF' }],
  ['DELETE', 'self:/users/ADA/identities/auth0/LINKED'],
  ['PATCH', '/sessions/SESSION', { session_metadata: { a: 'b' } }],
  ['POST', '/sessions/SESSION/revoke'],
  ['DELETE', '/sessions/SESSION'],
  ['PATCH', '/refresh-tokens/REFRESH', { refresh_token_metadata: { a: 'b' } }],
  ['DELETE', '/refresh-tokens/REFRESH'],
  ['POST', '/refresh-tokens/revoke', { ids: ['REFRESH'] }],
  ['POST', '/users/ADA/revoke-access'],
  ['DELETE', '/users/ADA/sessions'],
  ['DELETE', '/users/ADA/refresh-tokens'],
  ['DELETE', '/grants?user_id=ADA'],
  ['DELETE', '/grants/REFRESH'],
  ['DELETE', '/user-blocks?identifier=ada@example.com'],
  ['DELETE', '/user-blocks/ADA'],
  ['DELETE', '/users/ADA/multifactor/duo'],
  ['POST', '/users/ADA/multifactor/actions/invalidate-remember-browser'],
  ['DELETE', '/users/ADA/authenticators'],
  ['POST', '/users/ADA/authentication-methods', { type: 'totp', name: 'Phone', totp_secret: totpSecret }],
  ['POST', '/users/ADA/recovery-code-regeneration'],
  ['PUT', '/users/ADA/authentication-methods', [{ type: 'totp', totp_secret: totpSecret }]],
  ['PATCH', '/users/ADA/authentication-methods/x', { name: 'Phone' }],
  ['DELETE', '/users/ADA/authentication-methods'],
  ['DELETE', '/users/ADA/authentication-methods/x'],
  ['POST', '/actions/actions/ACTION/versions/x/deploy'],
  ['PUT', '/keys/signing/x/revoke'],
];

/** Where what has this name goes on to be needed, by the path that makes it. */
const namedBy: Record<string, string> = {
  '/rules': 'RULE',
  '/rules/RULE/tests': 'TEST',
  'login:/actions/actions': 'LOGIN',
  '/actions/actions/LOGIN/tests': 'TRY',
  '/replays': 'REPLAY',
  '/actions/actions': 'ACTION',
  '/connections': 'CON',
  '/clients/WEB/credentials': 'CREDENTIAL',
  'self:/device-credentials': 'DEVICE',
};

/** Everything that must not be found again, by what it is. */
const marks = new Map<string, string>([
  ['a secret of a caller', secret],
  ['code', code],
  ['the key of an authenticator app', totpSecret],
  ['the hash of an imported password', hash],
]);
const done: string[] = [];

async function importUsers() {
  const form = new FormData();
  form.append('connection_id', (await getConnection(tenant.ctx, defaultConnection)).id);
  const users = [
    { email: 'import@example.com', password_hash: hash },
    { email: 'import@example.com', password_hash: hash },
    {
      email: 'nothing',
      custom_password_hash: { algorithm: 'md5', hash: { value: secret, encoding: 'utf8' } },
    },
  ];
  form.append('users', new Blob([JSON.stringify(users)]), 'users.json');
  const headers = { authorization: `Bearer ${await tenant.machineToken()}` };
  const answer = await read(
    await tenant.request('/api/v2/jobs/users-imports', { method: 'POST', headers, body: form }),
  );
  expect(answer.status).toBe(202);
  await runQueued(tenant.ctx);
  const { body } = await tenant.call('GET', `/jobs/${answer.body.id}`);
  expect(body).toMatchObject({ status: 'completed', summary: { inserted: 1, failed: 2 } });
  done.push('POST /jobs/users-imports');
}

/** Ids of what Ada has, and the tokens that go into bodies. */
async function namesOf(): Promise<Record<string, string>> {
  const browser = tenant.browser();
  const code = (await browser.logIn({ scope: 'openid offline_access', audience: api })).get('code') ?? '';
  const { body } = await tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback });
  marks.set('a refresh token', String(body.refresh_token));
  const ada = `/users/${encodeURIComponent(tenant.ada.user_id)}`;
  const [session] = (await tenant.call('GET', `${ada}/sessions`)).body.sessions;
  const [refresh] = (await tenant.call('GET', `${ada}/refresh-tokens`)).body.tokens;
  const linked = await tenant.makeUser();
  const asked = { grant_type: 'password', username: linked.email ?? '', password, scope: 'openid' };
  const proof = String((await tenant.token(asked)).body.id_token);
  marks.set('an ID token', proof.split('.')[2] ?? '');
  return {
    ADA: tenant.ada.user_id,
    WEB: tenant.web.client_id,
    SPA: tenant.spa.client_id,
    SESSION: session.id,
    REFRESH: refresh.id,
    PROOF: proof,
    LINKED: linked.user_id.replace('auth0|', ''),
  };
}

/** The operation that a path of the list is of. */
function operationOf(method: string, path: string): string {
  const plain = path.replace(prefix, '').replace(/\?.*/, '');
  const matches = operations()
    .filter((operation) => operation.method === method)
    .filter(({ name }) =>
      new RegExp(`^${method} ${name.slice(method.length + 1).replace(/\{\w+\}/g, '[^/]+')}$`).test(
        `${method} ${plain}`,
      ),
    );
  // One without a parameter is meant before one with it.
  return (
    matches.sort((a, b) => a.name.split('{').length - b.name.split('{').length)[0]?.name ?? `none for ${path}`
  );
}

async function run([method, path, template]: Write, names: Record<string, string>, own: string, all: string) {
  const [place = '', query = ''] = path.replace(prefix, '').split('?');
  const [name, value] = query.split('=');
  const asked = name ? `?${name}=${encodeURIComponent(names[value ?? ''] ?? value ?? '')}` : '';
  const answer = await tenant.call(method, placeOf(place, names) + asked, {
    token: path.startsWith('self:') ? own : all,
    body: withNames(template, names),
  });
  // What is not there, or cannot be done to it, is told so once the request was read.
  const isHeard =
    answer.status < 300 || answer.status === 404 || answer.body.errorCode === 'operation_not_supported';
  expect([method, path, isHeard, answer.body]).toEqual([method, path, true, answer.body]);
  done.push(operationOf(method, path));
  const id = namedBy[path];
  if (id !== undefined) names[id] ??= answer.body.id;
  for (const name of ['client_secret', 'recovery_code', 'ticket']) {
    const shown = answer.body?.[name];
    if (typeof shown === 'string')
      marks.set(`${name} of ${path}`, shown.split('ticket=').at(-1)?.replace('#', '') ?? '');
  }
  return answer;
}

beforeAll(async () => {
  tenant = await makeTenant(database);
  await importUsers();
  const names = await namesOf();
  const [own, all] = [await tenant.userToken(tenant.ada), await tenant.machineToken()];
  marks.set('a token of a person', own.split('.')[2] ?? '');
  marks.set('a token of a client', all.split('.')[2] ?? '');
  for (const write of others) await run(write, names, own, all);
  for (const calls of Object.values(writes)) {
    const local = { ...names };
    for (const call of calls) {
      const { body } = await run(call, local, own, all);
      local.ID ??= body?.id ?? body?.user_id ?? body?.client_id;
    }
  }
});

describe('after one of every write of the Management API (security lesson 28)', () => {
  it('none was left out', () => {
    const writing = operations().filter(({ method }) => method !== 'GET');
    expect(writing.map(({ name }) => name).filter((name) => !done.includes(name))).toEqual([]);
  });

  it('no row holds what must not be found again, but for what is kept to be used or shown', async () => {
    /** Tables that hold it on purpose. */
    const kept: Record<string, string[]> = {
      // What a caller keeps in metadata is theirs to read, now and in the history; the code is shown to who may edit it.
      'a secret of a caller': ['user_versions', 'device_credentials'],
      // With its job goes what a replay is about.
      code: ['rules', 'rule_versions', 'actions', 'action_versions', 'connections', 'jobs'],
      'the hash of an imported password': ['credentials'],
    };
    const tables = await wholeDatabase(database);
    const filled = tables.filter(([, text]) => text !== '').map(([name]) => name);
    expect(filled).toEqual(
      expect.arrayContaining(['logs', 'jobs', 'tickets', 'user_versions', 'job_errors']),
    );
    expect(marks.size).toBeGreaterThan(8);
    const found: string[] = [];
    for (const [what, mark] of marks) {
      expect([what, mark.length > 5]).toEqual([what, true]);
      const bytes = Buffer.from(mark);
      const forms = [
        mark,
        mark.toLowerCase(),
        bytes.toString('hex'),
        bytes.toString('base64').replace(/=+$/, ''),
      ];
      for (const [name, text] of tables) {
        if (kept[what]?.includes(name)) continue;
        if (forms.some((form) => text.includes(form))) found.push(`${what} in ${name}`);
      }
    }
    expect(found).toEqual([]);
  });
});
