import { decodeJwt } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '@/db/schema/columns';
import { deployAction, deployVersion, getExecution, listActionVersions, updateAction } from '@/lib/actions';
import { createClient } from '@/lib/clients';
import { assignRoles, createRole } from '@/lib/roles';
import { createRule, deleteRule, listRules } from '@/lib/rules';
import { buildExecutor } from '@/lib/rules/runner/build';
import { getSignIn, listSignIns } from '@/lib/sign-ins';
import { testDatabase } from '@/lib/testing';
import { tryAction } from '@/lib/trials';
import { listUserVersions, updateUser } from '@/lib/users';
import { actionsOf } from './actions.fixture';
import { answered, api, callback, makeScenario, password, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
const { bind, clear } = actionsOf(() => tenant);
beforeAll(async () => {
  await buildExecutor();
  tenant = await makeScenario(database);
});
afterEach(async () => {
  for (const { rule } of await listRules(tenant.ctx)) await deleteRule(tenant.ctx, rule.id);
  await clear();
  // Sign-ins of one moment have no order between them: those of an earlier test could stand before this one's.
  await database.sql`delete from sign_ins`;
  await database.sql`delete from logs`;
});

const rule = async (body: string) => {
  const script = `async function (user, context, callback) { ${body} }`;
  const { rule: made } = await createRule(tenant.ctx, { name: `Rule ${crypto.randomUUID()}`, script });
  await tenant.changesHeard();
  return made;
};

const exchange = async (code: string | null) =>
  (await tenant.token({ grant_type: 'authorization_code', code: code ?? '', redirect_uri: callback })).body;

const tokens = async (fields: Record<string, string> = {}) =>
  exchange((await tenant.browser().logIn(fields)).get('code'));

const idToken = async (fields: Record<string, string> = {}) =>
  decodeJwt(String((await tokens(fields)).id_token));

const bags = async () => {
  const [row] = await database.sql<{ user_metadata: JsonObject | null; app_metadata: JsonObject | null }[]>`
    select user_metadata, app_metadata from users where user_id = ${tenant.ada.user_id}`;
  return row;
};

const setBags = (user_metadata: JsonObject, app_metadata: JsonObject) =>
  updateUser(tenant.ctx, tenant.ada.user_id, { user_metadata, app_metadata }, { metadata: 'replace' });

const newestLog = async (type: string) => {
  const [row] = await database.sql<{ description: string | null; details: JsonObject }[]>`
    select description, details from logs where type = ${type} order by log_id desc limit 1`;
  return row;
};

/** The execution that the log row of the newest sign-in names. */
const newestExecution = async () => {
  const [row] = await database.sql<{ id: string }[]>`
    select details #>> '{actions,executions,0}' as id from logs where type = 's' order by log_id desc limit 1`;
  return getExecution(tenant.ctx, row?.id ?? '');
};

const passwordGrant = { grant_type: 'password', username: 'ada@example.com', password };

describe('what an Action asks for', () => {
  it('as claims is in both tokens and at userinfo, and never over what the protocol says', async () => {
    await bind('post-login', [
      `api.idToken.setCustomClaim('https://shop.example/plan', 'gold');
       api.idToken.setCustomClaim('sub', 'auth0|admin');
       api.idToken.setCustomClaim('__proto__', { admin: true });
       api.idToken.setCustomClaim('nickname', 'Countess');
       api.accessToken.setCustomClaim('tier', { n: 1 });
       api.accessToken.setCustomClaim('iss', 'https://evil.example/');`,
      `api.accessToken.setCustomClaim('tier', 2);`,
    ]);
    const body = await tokens({ scope: 'openid profile', audience: api });
    const id = decodeJwt(String(body.id_token));
    expect(id).toMatchObject({
      'https://shop.example/plan': 'gold',
      sub: tenant.ada.user_id,
      nickname: 'Countess',
    });
    expect(Object.keys(id)).not.toContain('__proto__');
    expect(decodeJwt(String(body.access_token))).toMatchObject({ tier: 2, iss: 'http://localhost:3000/' });
    expect((await tenant.userinfo(body.access_token)).body).toMatchObject({
      'https://shop.example/plan': 'gold',
    });
  });

  it('as scopes is on the access token and in the answer', async () => {
    await bind('post-login', [`api.accessToken.addScope('extra').accessToken.removeScope('write:orders');`]);
    const body = await tokens({ scope: 'openid read:orders write:orders', audience: api });
    expect(String(body.scope).split(' ').sort()).toEqual(['extra', 'openid', 'read:orders']);
    expect(decodeJwt(String(body.access_token)).scope).toBe(body.scope);
  });

  it('as metadata is written once for all Actions, by them, and is seen by the next and at the next sign-in', async () => {
    await setBags({ a: 1, gone: 1 }, { plan: 'free' });
    const made = await bind('post-login', [
      `api.user.setUserMetadata('gone', null); api.user.setAppMetadata('plan', 'gold'); api.user.setAppMetadata('draft', 1);`,
      `api.idToken.setCustomClaim('seen', [event.user.app_metadata, event.user.user_metadata]);
       api.user.setAppMetadata('draft', undefined); api.user.setUserMetadata('b', [1]);`,
    ]);
    const { versions: before } = await listUserVersions(tenant.ctx, tenant.ada.user_id);
    expect((await idToken()).seen).toEqual([{ plan: 'gold', draft: 1 }, { a: 1 }]);
    expect(await bags()).toEqual({ user_metadata: { a: 1, b: [1] }, app_metadata: { plan: 'gold' } });
    const { versions } = await listUserVersions(tenant.ctx, tenant.ada.user_id);
    expect(versions.length - before.length).toBe(1);
    expect(versions[0]).toMatchObject({
      cause: 'action',
      actor: {
        type: 'action',
        actions: made.map(({ id }) => ({ id, version: 1 })),
        userId: tenant.ada.user_id,
      },
    });
    expect((await idToken()).seen).toEqual([
      { plan: 'gold', draft: 1 },
      { a: 1, b: [1] },
    ]);
  });

  it('may have the secrets of its own Action and no other, and what the cache holds', async () => {
    await bind(
      'post-login',
      [
        `const { value = '0' } = api.cache.get('n') || {};
       api.cache.set('n', String(Number(value) + 1));
       api.idToken.setCustomClaim('seen', [event.secrets.KEY, value]);`,
      ],
      { KEY: 'sesame' },
    );
    expect([(await idToken()).seen, (await idToken()).seen]).toEqual([
      ['sesame', '0'],
      ['sesame', '1'],
    ]);
  });
});

describe('the event', () => {
  const look = `api.idToken.setCustomClaim('event', event);`;

  it('tells of the sign-in what Annex knows, and makes nothing up', async () => {
    await setBags({ color: 'blue' }, { plan: 'gold', name: 'Laid over' });
    const role = await createRole(tenant.ctx, { name: 'Editor' });
    await assignRoles(tenant.ctx, tenant.ada.user_id, { roles: [role.id] });
    await bind('post-login', [look], { KEY: 's' });
    const id = await idToken({
      scope: 'openid read:orders',
      audience: api,
      state: 'xyz',
      prompt: 'login',
      acr_values: 'a b',
      'ext-x': '1',
    });
    const [row] =
      await database.sql`select logins_count from user_activity where user_id = ${tenant.ada.user_id}`;
    const later = (seconds: number) => new Date(tenant.ctx.now().getTime() + seconds * 1000).toISOString();
    const now = later(0);
    expect(id.event).toEqual({
      tenant: { id: 'localhost' },
      secrets: { KEY: 's' },
      client: { client_id: tenant.web.client_id, name: 'Shop', metadata: {} },
      connection: {
        id: expect.stringMatching(/^con_/),
        name: 'Username-Password-Authentication',
        strategy: 'auth0',
        metadata: {},
      },
      request: {
        method: 'GET',
        query: expect.objectContaining({ state: 'xyz', 'ext-x': '1' }),
        body: {},
        ip: '203.0.113.7',
        hostname: 'localhost:3000',
        user_agent: 'Test/1.0',
        geoip: {},
      },
      resource_server: { identifier: api },
      stats: { logins_count: Number(row?.logins_count) },
      transaction: {
        id: expect.any(String),
        protocol: 'oidc-basic-profile',
        requested_scopes: ['openid', 'read:orders'],
        acr_values: ['a', 'b'],
        locale: 'en',
        ui_locales: [],
        prompt: ['login'],
        redirect_uri: callback,
        response_type: ['code'],
        state: 'xyz',
        metadata: {},
      },
      session: {
        id: id.sid,
        user_id: tenant.ada.user_id,
        created_at: now,
        updated_at: now,
        authenticated_at: now,
        last_interacted_at: now,
        idle_expires_at: later(3 * 86_400),
        expires_at: later(7 * 86_400),
        device: {
          initial_ip: '203.0.113.7',
          initial_user_agent: 'Test/1.0',
          last_ip: '203.0.113.7',
          last_user_agent: 'Test/1.0',
        },
        clients: [{ client_id: tenant.web.client_id }],
        cookie: { mode: 'persistent' },
        metadata: {},
      },
      user: expect.objectContaining({
        user_id: tenant.ada.user_id,
        email: 'ada@example.com',
        email_verified: false,
        name: 'Laid over',
        plan: 'gold',
        user_metadata: { color: 'blue' },
        app_metadata: { plan: 'gold', name: 'Laid over' },
        identities: [
          {
            connection: 'Username-Password-Authentication',
            provider: 'auth0',
            user_id: expect.any(String),
            isSocial: false,
          },
        ],
      }),
      authentication: { methods: [{ name: 'pwd', timestamp: expect.stringMatching(/Z$/) }] },
      authorization: { roles: ['Editor'] },
    });
  });

  it('of a refresh has the token’s own facts; metadata bags are always objects', async () => {
    await setBags({}, {});
    const first = await tokens({ scope: 'openid offline_access' });
    await bind('post-login', [look]);
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token) };
    const { event } = decodeJwt(String((await tenant.token(refresh)).body.id_token)) as { event: JsonObject };
    expect(event).toMatchObject({
      transaction: { protocol: 'oauth2-refresh-token' },
      refresh_token: {
        client_id: tenant.web.client_id,
        user_id: tenant.ada.user_id,
        rotating: false,
        created_at: expect.any(String),
        device: { initial_ip: '203.0.113.7', last_ip: '203.0.113.7' },
        metadata: {},
      },
      user: { user_metadata: {}, app_metadata: {} },
      request: { method: 'POST', body: { grant_type: 'refresh_token' } },
    });
    expect(JSON.stringify(event)).not.toContain(String(first.refresh_token));
  });

  it('never holds a password', async () => {
    await bind('post-login', [look]);
    const { body } = await tenant.token({ ...passwordGrant, scope: 'openid' });
    expect(JSON.stringify(decodeJwt(String(body.id_token)))).not.toContain(password);
  });
});

describe('the Actions run once for each issuance', () => {
  const count = `const runs = (event.user.app_metadata.runs || 0) + 1; api.user.setAppMetadata('runs', runs);`;
  const runsOf = async (work: () => Promise<unknown>) => {
    await setBags({}, { runs: 0 });
    await work();
    return (await bags())?.app_metadata?.runs;
  };

  it('at a sign-in, not again at the code exchange nor at userinfo; by session, silently, at a refresh, by password', async () => {
    await bind('post-login', [count]);
    const browser = tenant.browser();
    let refresh = '';
    const signIn = async () => {
      const body = await exchange((await browser.logIn({ scope: 'openid offline_access' })).get('code'));
      await tenant.userinfo(body.access_token);
      refresh = String(body.refresh_token);
    };
    expect(await runsOf(signIn)).toBe(1);
    expect(await runsOf(async () => browser.authorize())).toBe(1);
    expect(await runsOf(async () => browser.authorize({ prompt: 'none' }))).toBe(1);
    expect(await runsOf(() => tenant.token({ grant_type: 'refresh_token', refresh_token: refresh }))).toBe(1);
    expect(await runsOf(() => tenant.token({ ...passwordGrant, audience: api }))).toBe(1);
  });

  it('not for client credentials, nor for a wrong password, nor for Annex’s own client', async () => {
    await bind('post-login', [`${count} api.access.deny('no');`]);
    const own = await createClient(tenant.ctx, { name: 'Annex', callbacks: [callback] }, { internal: true });
    await tenant.changesHeard();
    const runs = await runsOf(async () => {
      expect((await tenant.token({ grant_type: 'client_credentials', audience: api })).status).toBe(200);
      expect((await tenant.token({ ...passwordGrant, password: 'no' })).status).toBe(403);
      expect((await tenant.browser().logIn({ client_id: own.client_id })).get('code')).not.toBeNull();
    });
    expect(runs).toBe(0);
  });

  it('behind the rules, whose claims and metadata they see', async () => {
    await setBags({}, {});
    const { id } = await rule(`
      context.idToken.order = 'rule'; context.idToken.kept = 1; user.name = 'By a rule';
      await auth0.users.updateAppMetadata(user.user_id, { ruled: true });
      callback(null, user, context);`);
    await bind('post-login', [
      `api.idToken.setCustomClaim('order', 'action');
       api.idToken.setCustomClaim('seen', [event.user.app_metadata.ruled, api.rules.wasExecuted('${id}'), api.rules.wasExecuted('rul_x')]);`,
    ]);
    expect(await idToken({ scope: 'openid profile' })).toMatchObject({
      order: 'action',
      kept: 1,
      name: 'By a rule',
      seen: [true, true, false],
    });
  });

  it('not at all when a rule has denied', async () => {
    await rule(`callback(new UnauthorizedError('By a rule.'));`);
    await bind('post-login', [count]);
    expect(
      await runsOf(async () => expect((await tenant.browser().logIn()).get('error')).toBe('unauthorized')),
    ).toBe(0);
  });

  it('in one statement with the rest: none more for a sign-in with Actions, two more for metadata', async () => {
    await bind('post-login', [`api.idToken.setCustomClaim('a', 1);`]);
    const signIn = async () => {
      const browser = tenant.browser();
      const state = answered(await browser.authorize()).get('state') ?? '';
      const statements = await database.queries.during(() => browser.fillIn(state));
      return statements.filter((statement) => !/^(begin|commit)/i.test(statement)).length;
    };
    await signIn();
    expect(await signIn()).toBe(4);
    await clear();
    await bind('post-login', [`api.user.setAppMetadata('now', Date.now());`]);
    await signIn();
    expect(await signIn()).toBe(6);
  });
});

describe('an Action that denies', () => {
  it('answers the application with its reason, stops the chain, keeps the session, and keeps metadata asked for', async () => {
    await setBags({}, {});
    await bind('post-login', [
      `api.user.setAppMetadata('tried', 1); api.access.deny('Not today.'); api.user.setAppMetadata('after', 1);`,
      `api.user.setAppMetadata('never', 1);`,
    ]);
    const browser = tenant.browser();
    const answer = await browser.logIn({ state: 's' });
    expect(Object.fromEntries(answer)).toEqual({
      error: 'access_denied',
      error_description: 'Not today.',
      state: 's',
    });
    expect((await bags())?.app_metadata).toEqual({ tried: 1, after: 1 });
    expect(answered(await browser.authorize({ prompt: 'none' })).get('error_description')).toBe('Not today.');
    expect(await tenant.token(passwordGrant)).toEqual({
      status: 403,
      body: { error: 'access_denied', error_description: 'Not today.' },
    });
    expect((await newestLog('fepft'))?.description).toBe('Not today.');
  });

  it('by validation.error answers with its message', async () => {
    await bind('post-login', [`api.validation.error('custom', 'Fill in your name.');`]);
    expect((await tenant.browser().logIn()).get('error_description')).toBe('Fill in your name.');
  });

  it('at a refresh leaves the refresh token good', async () => {
    const first = await tokens({ scope: 'openid offline_access' });
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token) };
    await bind('post-login', [`api.access.deny('Closed.');`]);
    expect((await tenant.token(refresh)).body.error_description).toBe('Closed.');
    await clear();
    expect((await tenant.token(refresh)).status).toBe(200);
  });
});

describe('an Action that fails', () => {
  it.each([
    ['throws', `throw new Error('secret detail');`, 'secret detail'],
    [
      'needs a factor of another provider',
      `api.multifactor.enable('duo');`,
      'api.multifactor.enable with duo is not available',
    ],
    [
      'catches that it is not there',
      `try { api.authentication.challengeWith({ type: 'email' }); } catch {}`,
      'api.authentication.challengeWith with email is not available',
    ],
    ['waits for ever', 'await new Promise(() => {});', 'waits for a promise that nothing settles'],
    ['requires what is not there', `require('left-pad');`, `Cannot find module 'left-pad'`],
    ['asks an address inside of the network', `await fetch('http://10.0.0.1/');`, '10.0.0.1'],
  ])(
    'because it %s closes the sign-in, says nothing of it outside, and writes nothing',
    async (_, body, detail) => {
      await setBags({}, { kept: 1 });
      const [made] = await bind('post-login', [`api.user.setAppMetadata('x', 1); ${body}`]);
      const answer = await tenant.browser().logIn();
      expect([answer.get('error'), answer.get('error_description'), answer.get('code')]).toEqual([
        'access_denied',
        'The sign-in was refused because an Action failed.',
        null,
      ]);
      expect((await bags())?.app_metadata).toEqual({ kept: 1 });
      const log = await newestLog('actions_execution_failed');
      expect(log?.description).toContain(detail);
      expect(log?.description).toContain(made?.name);
      const execution = await getExecution(tenant.ctx, String(log?.details.execution_id));
      expect(execution).toMatchObject({
        status: 'partial',
        trigger_id: 'post-login',
        results: [{ action_name: made?.name }],
      });
    },
  );

  it.each([
    ['metadata with a reserved key', `api.user.setAppMetadata('email', 'x');`, 'reserved'],
    ['metadata that would change a prototype', `api.user.setUserMetadata('__proto__', {});`, 'reserved'],
    [
      'metadata past its limit',
      `for (let i = 0; i < 4; i++) { api.user.setAppMetadata('a' + i, 'x'.repeat(8000)); api.user.setUserMetadata('a' + i, 'x'.repeat(8000)); }`,
      '65536 bytes',
    ],
    ['claims past 100 kB', `api.idToken.setCustomClaim('a', 'x'.repeat(103000));`, '102400 bytes'],
    ['a claim that nothing can store', `api.idToken.setCustomClaim('a', '\\u0000');`, 'U+0000'],
    ['another primary user', `api.authentication.setPrimaryUser('auth0|somebody');`, 'primary user'],
  ])('because it asks for %s closes the sign-in and says why', async (_, body, reason) => {
    await setBags({ old: 'x'.repeat(2_000) }, {});
    await bind('post-login', [body]);
    const answer = await tenant.browser().logIn();
    expect([answer.get('error'), answer.get('code')]).toEqual(['access_denied', null]);
    expect(answer.get('error_description')).toContain(reason);
  });
});

describe('an execution', () => {
  it('is kept with the sign-in, named in its log row, with the console output of each Action', async () => {
    const [first, second] = await bind('post-login', [
      `console.log('hello', event.user.email);`,
      `console.error('\\u0000');`,
    ]);
    await tenant.browser().logIn();
    const execution = await newestExecution();
    expect(execution).toMatchObject({
      status: 'final',
      results: [
        {
          action_id: first?.id,
          action_name: first?.name,
          logs: [{ level: 'log', text: 'hello ada@example.com' }],
        },
        { action_id: second?.id, logs: [{ level: 'error', text: '\ufffd' }] },
      ],
    });
    const times = execution.results.flatMap(({ started_at, ended_at }) => [started_at, ended_at]);
    expect(times).toEqual(times.toSorted());
  });
});

describe('an Action that redirects', () => {
  const away = `
    exports.onExecutePostLogin = async (event, api) => {
      api.idToken.setCustomClaim('before', event.transaction.id);
      api.transaction.setMetadata('step', 1);
      api.user.setAppMetadata('left', 1);
      const token = api.redirect.encodeToken({ secret: event.secrets.KEY, payload: { plan: 'gold' } });
      api.redirect.sendUserTo('https://terms.example/page?x=1', { query: { session_token: token } });
    };
    exports.onContinuePostLogin = async (event, api) => {
      const answer = api.redirect.validateToken({ secret: event.secrets.KEY, tokenParameterName: 'answer' });
      api.idToken.setCustomClaim('answer', [answer.said, event.transaction.id, event.transaction.metadata, event.transaction.protocol]);
      api.authentication.recordMethod('https://terms.example/agreed');
    };`;
  const count = (name: string) =>
    `api.user.setAppMetadata('${name}', (event.user.app_metadata.${name} || 0) + 1);`;
  const key = 'a-secret-of-the-page';

  const sign = async (claims: JsonObject) => {
    const { SignJWT } = await import('jose');
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('5m')
      .sign(Buffer.from(key));
  };

  const leave = async (fields: Record<string, string> = {}) => {
    const browser = tenant.browser();
    const state = answered(await browser.authorize({ state: 'app', ...fields })).get('state') ?? '';
    const { redirectTo = '' } = await browser.fillIn(state);
    return { browser, page: new URL(redirectTo) };
  };
  const back = async ({ browser, page }: Awaited<ReturnType<typeof leave>>, claims: JsonObject = {}) => {
    const state = page.searchParams.get('state') ?? '';
    const answer = await sign({ state, said: 'yes', ...claims });
    return browser.request(`/continue?${new URLSearchParams({ state, answer })}`);
  };

  it('sends the browser away, and goes on there: what ran before does not run again, the rest runs then', async () => {
    await setBags({}, {});
    await rule(`const runs = ((user.user_metadata || {}).rules || 0) + 1; user.given_name = 'By a rule';
      await auth0.users.updateUserMetadata(user.user_id, { rules: runs }); context.idToken.ruled = true; callback(null, user, context);`);
    await bind('post-login', [count('first'), away, count('last')], { KEY: key });
    const left = await leave({ scope: 'openid profile' });
    expect([left.page.origin, left.page.searchParams.get('x')]).toEqual(['https://terms.example', '1']);
    expect(decodeJwt(left.page.searchParams.get('session_token') ?? '')).toMatchObject({
      sub: tenant.ada.user_id,
      plan: 'gold',
      iss: 'localhost:3000',
    });
    expect(await bags()).toEqual({ user_metadata: { rules: 1 }, app_metadata: { first: 1, left: 1 } });
    await updateUser(tenant.ctx, tenant.ada.user_id, { name: 'Changed on the page' }, { metadata: 'merge' });
    const answer = answered(await back(left));
    expect(answer.get('state')).toBe('app');
    const id = decodeJwt(String((await exchange(answer.get('code'))).id_token));
    expect(id).toMatchObject({ ruled: true, name: 'Changed on the page', given_name: 'By a rule' });
    expect(id.answer).toEqual(['yes', id.before, { step: 1 }, 'redirect-callback']);
    expect(await bags()).toEqual({
      user_metadata: { rules: 1 },
      app_metadata: { first: 1, left: 1, last: 1 },
    });
    const { status, results } = await newestExecution();
    expect([status, results.length]).toEqual(['final', 4]);
    await updateUser(tenant.ctx, tenant.ada.user_id, { name: 'Ada' }, { metadata: 'merge' });
  });

  it('is recorded on both sides of the page, and each can be tried again with a draft in its place', async () => {
    await setBags({}, {});
    await rule(`context.idToken.ruled = true; callback(null, user, context);`);
    const last = `api.idToken.setCustomClaim('last', event.secrets.KEY.length);`;
    const keeps = `api.transaction.setMetadata('key', event.secrets.KEY);`;
    const page = away.replace('event.transaction.metadata', 'event.transaction.metadata.step');
    const [, waiting] = await bind('post-login', [keeps, page, last], { KEY: key });
    const left = await leave();
    tenant.ctx.clock.advance(1);
    await back(left);
    const { sign_ins } = await listSignIns(tenant.ctx, { take: 2 });
    const [after, before] = await Promise.all(sign_ins.map(({ id }) => getSignIn(tenant.ctx, id)));
    expect([before?.resumed, after?.resumed, after?.can_rerun, after?.can_rerun_actions]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    const again = (id = '', input: object = {}) =>
      tryAction(tenant.ctx, { pipeline: true, sign_in_id: id, ...input });
    expect(await again(before?.id)).toMatchObject({
      result: 'redirect',
      id_token: { ruled: true },
      steps: [{ kind: 'rule' }, { kind: 'action' }, { id: waiting?.id }],
    });
    const real = await again(after?.id, { use_secrets: true });
    expect([real.result, real.tokens.id_token.after]).toEqual(['continue', after?.id_token.after]);
    expect(real.steps.map(({ kind }) => kind)).toEqual(['action', 'action']);
    const code = page.replace('answer.said,', 'answer.mood,');
    const draft = { action_id: waiting?.id, code, resume: { payload: { mood: 'good' } } };
    const tried = await again(after?.id, draft);
    expect(tried.id_token).toMatchObject({ ruled: true, last: 'test-KEY'.length });
    expect(tried.id_token.answer).toMatchObject([
      'good',
      after?.id_token.after?.before,
      1,
      'redirect-callback',
    ]);
    expect(await bags()).toEqual({ user_metadata: {}, app_metadata: { left: 1 } });
    const [{ recording } = { recording: '' }] = await database.sql<{ recording: string }[]>`
      select recording::text as recording from sign_ins where id = ${after?.id ?? ''}`;
    expect(recording).toContain('"suspended"');
    expect(recording).not.toContain(key);
  });

  it('keeps a method that it recorded for later sign-ins of the session', async () => {
    await bind('post-login', [away], { KEY: key });
    const left = await leave();
    await back(left);
    await clear();
    await bind('post-login', [
      `api.idToken.setCustomClaim('methods', event.authentication.methods.map((m) => m.name));`,
    ]);
    const { methods } = decodeJwt(
      String((await exchange(answered(await left.browser.authorize()).get('code'))).id_token),
    );
    expect(methods).toEqual(['pwd', 'https://terms.example/agreed']);
  });

  it('may send away once more, and each of several Actions may', async () => {
    const hop = (to: string) =>
      `exports.onExecutePostLogin = async (event, api) => { api.redirect.sendUserTo('https://${to}.example/'); };`;
    const again = `${hop('one')}\nexports.onContinuePostLogin = async (event, api) => { if (!event.request.query.done) api.redirect.sendUserTo('https://two.example/'); };`;
    await bind('post-login', [again, hop('three')]);
    const { browser, page } = await leave();
    const visited = [page.hostname];
    let state = page.searchParams.get('state');
    for (const query of ['', '&done=1', '']) {
      const { headers } = await browser.request(`/continue?state=${state}${query}`);
      const next = new URL(headers.get('location') ?? '');
      visited.push(next.hostname);
      state = next.searchParams.get('state');
    }
    expect(visited).toEqual(['one.example', 'two.example', 'three.example', 'app.example']);
  });

  it('in circles ends', async () => {
    const circle = `exports.onExecutePostLogin = exports.onContinuePostLogin = async (event, api) => { api.redirect.sendUserTo('https://circle.example/'); };`;
    await bind('post-login', [circle]);
    const { browser, page } = await leave();
    let next = page;
    for (let turn = 0; turn < 20; turn++) {
      const path = `/continue?state=${next.searchParams.get('state')}`;
      next = new URL((await browser.request(path)).headers.get('location') ?? '');
    }
    expect([next.hostname, next.searchParams.get('error_description')]).toEqual([
      'app.example',
      'A sign-in may be redirected 20 times.',
    ]);
  });

  it('goes on once, in the same browser only', async () => {
    await bind('post-login', [away], { KEY: key });
    const left = await leave();
    expect((await back({ ...left, browser: tenant.browser() })).status).toBe(400);
    const thief = tenant.browser();
    await thief.authorize();
    expect((await back({ ...left, browser: thief })).status).toBe(400);
    expect((await back(left)).status).toBe(302);
    expect((await back(left)).status).toBe(400);
  });

  it('takes no answer that was made for another redirect', async () => {
    await bind('post-login', [away], { KEY: key });
    const answer = answered(await back(await leave(), { state: 'another' }));
    expect([answer.get('error'), answer.get('code')]).toEqual(['access_denied', null]);
    expect((await newestLog('actions_execution_failed'))?.description).toContain(
      'its state is not that of this redirect',
    );
  });

  it('is refused where nobody can be shown a page', async () => {
    await bind('post-login', [away], { KEY: key });
    const { browser } = await leave();
    expect(answered(await browser.authorize({ prompt: 'none' })).get('error')).toBe('interaction_required');
    expect((await tenant.token(passwordGrant)).body.error).toBe('interaction_required');
  });

  it('what is unbound meanwhile does not run; what is bound meanwhile does', async () => {
    await setBags({}, {});
    await bind('post-login', [count('first'), away], { KEY: key });
    const left = await leave();
    await clear();
    await bind('post-login', [count('fresh')]);
    expect(answered(await back(left)).get('code')).not.toBeNull();
    expect((await bags())?.app_metadata).toEqual({ first: 1, left: 1, fresh: 1 });
  });

  it('comes behind the redirect of a rule, whose page is visited first', async () => {
    await rule(
      `if (context.protocol !== 'redirect-callback') context.redirect = { url: 'https://rule.example/' }; callback(null, user, context);`,
    );
    await bind('post-login', [
      `exports.onExecutePostLogin = async (event, api) => { api.redirect.sendUserTo('https://action.example/'); };`,
    ]);
    const { browser, page } = await leave();
    expect(page.hostname).toBe('rule.example');
    const next = new URL(
      (await browser.request(`/continue?state=${page.searchParams.get('state')}`)).headers.get('location') ??
        '',
    );
    expect(next.hostname).toBe('action.example');
    expect(
      answered(await browser.request(`/continue?state=${next.searchParams.get('state')}`)).get('code'),
    ).not.toBeNull();
  });
});

describe('versions', () => {
  it('a draft is never live; a deployment is at once; a rollback brings the old code and secrets back', async () => {
    const saying = (word: string) =>
      `exports.onExecutePostLogin = async (event, api) => { api.idToken.setCustomClaim('says', ['${word}', event.secrets.KEY]); };`;
    const [action] = await bind('post-login', [saying('one')], { KEY: '1' });
    const id = action?.id ?? '';
    await updateAction(tenant.ctx, id, { code: saying('two'), secrets: [{ name: 'KEY', value: '2' }] });
    await tenant.changesHeard();
    expect((await idToken()).says).toEqual(['one', '1']);
    await deployAction(tenant.ctx, id);
    await tenant.changesHeard();
    expect((await idToken()).says).toEqual(['two', '2']);
    const { items } = await listActionVersions(tenant.ctx, id, { page: 0, perPage: 10 });
    await deployVersion(tenant.ctx, id, items.at(-1)?.id ?? '');
    await tenant.changesHeard();
    expect((await idToken()).says).toEqual(['one', '1']);
  });
});

describe('credentials-exchange', () => {
  const grant = { grant_type: 'client_credentials', audience: api };
  const trigger = 'credentials-exchange';

  it('sets claims and scopes of the token, and sees the request', async () => {
    await bind(
      trigger,
      [
        `api.accessToken.setCustomClaim('event', event); api.accessToken.setCustomClaim('azp', 'x');`,
        `api.transaction.addTargetScope('write:orders');`,
      ],
      { KEY: 's' },
    );
    const { status, body } = await tenant.token(grant);
    expect([status, body.scope]).toEqual([200, 'read:orders write:orders']);
    expect(decodeJwt(String(body.access_token))).toMatchObject({
      azp: tenant.web.client_id,
      scope: 'read:orders write:orders',
      event: {
        client: { client_id: tenant.web.client_id, name: 'Shop', metadata: {} },
        accessToken: { customClaims: {}, scope: ['read:orders'] },
        transaction: { requested_scopes: [], target_scopes: ['read:orders'] },
        resource_server: { identifier: api },
        request: { method: 'POST', body: { grant_type: 'client_credentials', audience: api } },
        secrets: { KEY: 's' },
      },
    });
    expect(String(body.access_token)).not.toContain(String(tenant.web.client_secret));
    const statements = await database.queries.during(() => tenant.token(grant));
    expect(statements).toHaveLength(1);
  });

  it.each([
    ['invalid_scope', 400, 'invalid_scope'],
    ['invalid_request', 400, 'invalid_request'],
    ['server_error', 403, 'access_denied'],
  ])('denies with %s', async (code, status, error) => {
    await bind(trigger, [`api.access.deny('${code}', 'Not now.');`]);
    expect(await tenant.token(grant)).toEqual({ status, body: { error, error_description: 'Not now.' } });
    expect((await newestLog('feccft'))?.description).toBe('Not now.');
  });

  it('that fails closes the way, and says nothing of it outside', async () => {
    await bind(trigger, [`throw new Error('detail');`]);
    const description = 'The token was refused because an Action failed.';
    expect(await tenant.token(grant)).toEqual({
      status: 403,
      body: { error: 'access_denied', error_description: description },
    });
    expect((await newestLog('actions_execution_failed'))?.description).toContain('detail');
  });

  it('cannot widen a token for the Management API', async () => {
    await bind(trigger, [`api.transaction.setTargetScopes(['read:users', 'delete:users']);`]);
    const { body } = await tenant.token({ ...grant, audience: 'http://localhost:3000/api/v2/' });
    expect(body.scope).toBe('read:users');
  });
});
