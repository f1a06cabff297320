import { beforeAll, describe, expect, it } from 'vitest';
import { createClient, rotateSecret } from '@/lib/clients';
import { answered, asJson, callback, password } from '@/lib/http/oidc/scenario.fixture';
import { type ImportStep, importUsers, readRecords } from '@/lib/imports';
import { issuer } from '@/lib/oidc';
import { buildExecutor } from '@/lib/rules/runner/build';
import { bootstrap, completeSetup } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import { testRule } from '@/lib/trials';
import { listUserVersions } from '@/lib/users';
import { type Answer, makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
const connection = 'Username-Password-Authentication';
const bcrypt = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
let tenant: Tenant;

/** Everything that must not be found again, by what it is. */
const secrets = new Map<string, string>();
const keep = (what: string, value: unknown): string => {
  const text = String(value);
  expect([what, text.length > 5]).toEqual([what, true]);
  secrets.set(what, text);
  return text;
};

/** What callers were shown beside what they are owed: errors, reports, histories. */
const shown: unknown[] = [];
const note = (answer: Answer): Answer => {
  shown.push(answer.body);
  return answer;
};

async function signInAtBrowser(): Promise<void> {
  const browser = tenant.browser();
  const state = keep(
    'sign-in state',
    answered(await browser.authorize({ scope: 'openid offline_access' })).get('state'),
  );
  await browser.fillIn(state, { password: keep('wrong password', 'Wrong-Horse-4711') });
  const result = await browser.fillIn(state);
  for (const [name, value] of browser.cookies) keep(`cookie ${name}`, value);
  const code = keep('code', answered(result.redirectTo ?? '').get('code'));
  const exchange = () => tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback });
  const { body } = await exchange();
  keep('opaque access token', body.access_token);
  keep('signature of an ID token', String(body.id_token).split('.')[2]);
  const refresh_token = keep('refresh token', body.refresh_token);
  const refreshed = await tenant.token({ grant_type: 'refresh_token', refresh_token });
  keep('second access token', refreshed.body.access_token);
  await tenant.userinfo(body.access_token);
  shown.push((await exchange()).body);
  keep('unspent code', answered(await browser.authorize({ nonce: 'n' })).get('code'));
}

async function signUp(): Promise<void> {
  const fields = { client_id: tenant.web.client_id, connection, email: 'signup@example.com' };
  const send = (chosen: string) =>
    tenant.request('/dbconnections/signup', asJson({ ...fields, password: chosen }));
  shown.push(await (await send(keep('weak password', 'weakpassword'))).json());
  await send(keep('password of a sign-up', 'Signup-Horse-4712'));
  shown.push(await (await send(keep('password of a refused sign-up', 'Signup-Horse-4713'))).json());
}

async function callApi(): Promise<void> {
  keep('signature of a client’s token', (await tenant.machineToken()).split('.')[2]);
  const user = await tenant.makeUser({ password: keep('first password', 'First-Horse-4714') });
  const path = userPath(user.user_id);
  note(await tenant.call('PATCH', path, { body: { password: keep('next password', 'Next-Horse-4715') } }));
  const refused = keep('password of a refused change', 'Refused-Horse-4716');
  note(await tenant.call('PATCH', path, { body: { password: refused, email: 'x@example.com' } }));
  note(await tenant.call('PATCH', path, { body: { password: [refused] } }));
  note(await tenant.call('PATCH', path, { body: `{"password":"${refused}"` }));
  note(
    await tenant.call('POST', '/users', {
      body: { connection, email: 'ada@example.com', password: refused },
    }),
  );
  const own = await tenant.userToken(tenant.ada);
  keep('signature of a person’s token', own.split('.')[2]);
  note(await tenant.call('PATCH', userPath(tenant.ada.user_id), { token: own, body: { password: refused } }));
  note(await tenant.call('GET', `/users?q=${encodeURIComponent(`name:"${refused}`)}`));
  note(await tenant.call('GET', path));
  shown.push(await listUserVersions(tenant.ctx, user.user_id));
  const value = keep('configuration value', 'config-value-4717');
  await tenant.call('PUT', '/rules-configs/API_KEY', { body: { value } });
  await tenant.call('PUT', '/rules-configs/API_KEY', {
    body: { value: keep('second value', 'config-value-4718') },
  });
  note(await tenant.call('GET', '/rules-configs'));
}

async function tryRules(): Promise<void> {
  const script = `function (user, context, callback) {
    console.log(configuration.API_KEY, JSON.stringify(configuration), JSON.stringify(user), JSON.stringify(context));
    context.idToken['https://x.example/all'] = Object.assign({}, configuration, user, context);
    user.user_metadata = { all: JSON.stringify(configuration) };
    auth0.users.updateUserMetadata(user.user_id, user.user_metadata);
    callback(new Error(JSON.stringify(configuration)), user, context);
  }`;
  const input = {
    script,
    user_id: tenant.ada.user_id,
    client_id: tenant.web.client_id,
  } as const;
  shown.push(await testRule(tenant.ctx, input));
}

async function keepActions(): Promise<void> {
  const [first, second] = [
    keep('secret of an Action', 'action-secret-4730'),
    keep('its next value', 'action-secret-4731'),
  ];
  const code = `exports.onExecutePostLogin = async (event) => { console.log(event.secrets.KEY); throw new Error(event.secrets.KEY); };`;
  const secretOf = (value: string) => ({ secrets: [{ name: 'KEY', value }] });
  const body = {
    name: 'Keeper',
    supported_triggers: [{ id: 'post-login' }],
    code,
    deploy: true,
    ...secretOf(first),
  };
  const made = note(await tenant.call('POST', '/actions/actions', { body }));
  const path = `/actions/actions/${made.body.id}`;
  note(await tenant.call('PATCH', path, { body: secretOf(second) }));
  note(await tenant.call('POST', `${path}/deploy`));
  note(await tenant.call('POST', `${path}/test`, { body: { payload: {} } }));
  for (const place of ['/actions/actions', path, `${path}/versions`]) note(await tenant.call('GET', place));
  const bindings = [{ ref: { type: 'action_id', value: made.body.id } }];
  note(await tenant.call('PATCH', '/actions/triggers/post-login/bindings', { body: { bindings } }));
  await tenant.changesHeard();
  const refused = await tenant.token({ grant_type: 'password', username: 'ada@example.com', password });
  expect(refused.body.error).toBe('access_denied');
  const [log] = await database.sql<{ id: string }[]>`
    select details->>'execution_id' as id from logs where type = 'actions_execution_failed'`;
  note(await tenant.call('GET', `/actions/executions/${log?.id}`));
  note(await tenant.call('DELETE', `${path}?force=true`));
}

async function importOne(): Promise<void> {
  const records = [
    { email: 'import@example.com', password_hash: bcrypt },
    { email: 'import@example.com', password_hash: bcrypt },
    { email: 'bad', password_hash: bcrypt },
    { email: 'bad2@example.com', password_hash: `${bcrypt}x` },
  ];
  async function* source() {
    yield Buffer.from(JSON.stringify(records));
  }
  const onStep = ({ reports }: ImportStep) => void shown.push(...reports);
  await importUsers(tenant.ctx, { source: readRecords(source()), connection: null, upsert: false, onStep });
}

async function manageClients(): Promise<void> {
  const { ctx } = tenant;
  const client = await createClient(ctx, { name: 'Another', callbacks: [callback] });
  keep('client secret', client.client_secret);
  keep('rotated client secret', (await rotateSecret(ctx, client.client_id)).client_secret);
  keep('secret of the shop', tenant.web.client_secret);
  const { setupUrl } = await bootstrap(ctx, { issuer: issuer() });
  const token = keep('set-up link', setupUrl?.split(/[/=]/).at(-1));
  const chosen = keep('password of the administrator', 'Admin-Horse-4719');
  await completeSetup(ctx, { token, email: 'root@example.com', password: chosen });
}

beforeAll(async () => {
  await buildExecutor();
  tenant = await makeTenant(database);
  keep('password', password);
  await signInAtBrowser();
  await signUp();
  await callApi();
  await tryRules();
  await keepActions();
  await importOne();
  await manageClients();
});

/** Every row of every table as text, by table. */
async function wholeDatabase(): Promise<[string, string][]> {
  const tables = await database.sql<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
  return Promise.all(
    tables.map(async ({ name }): Promise<[string, string]> => {
      const rows = await database.sql`select t::text as row from ${database.sql(name)} t`;
      return [name, rows.map(({ row }) => row).join('\n')];
    }),
  );
}

describe('after a busy day (security lesson 28)', () => {
  it('the database holds no secret in clear, in no table, in no form', async () => {
    const tables = await wholeDatabase();
    const filled = tables.filter(([, text]) => text !== '').map(([name]) => name);
    expect(filled).toEqual(
      expect.arrayContaining(
        'users user_versions logs oidc_grants oidc_sessions clients rule_configs'.split(' '),
      ),
    );
    expect(secrets.size).toBeGreaterThan(25);
    const found = [];
    for (const [what, secret] of secrets) {
      const hex = Buffer.from(secret).toString('hex');
      const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
      for (const [name, text] of tables) {
        if ([secret, hex, base64].some((form) => text.includes(form))) found.push(`${what} in ${name}`);
      }
    }
    expect(found).toEqual([]);
  });

  it('hashes of passwords are where passwords are checked, and nowhere else', async () => {
    const tables = await wholeDatabase();
    const holding = (text: RegExp) => tables.filter(([, rows]) => text.test(rows)).map(([name]) => name);
    expect(holding(/\$argon2/)).toEqual(['credentials']);
    expect(holding(/E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW/)).toEqual(['credentials']);
  });

  it('neither is in an error, a history, an import report or the report of a test run', () => {
    const text = JSON.stringify(shown);
    expect(shown.length).toBeGreaterThan(14);
    const found = [...secrets].filter(([, secret]) => text.includes(secret)).map(([what]) => what);
    expect(found).toEqual([]);
    expect(text).not.toMatch(/\$argon2|E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW/);
    expect(text).toContain('test-API_KEY');
    expect(text).toContain('test-KEY');
  });
});
