import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import {
  api,
  asJson,
  callback,
  form,
  makeScenario,
  password,
  realmGrant,
  type Scenario,
} from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

const connection = 'Username-Password-Authentication';

/** Text that a database, a regular expression or a parser may trip over. */
const poison: Record<string, string> = {
  NUL: '\0',
  'NUL inside': 'a\0b',
  'half a surrogate pair': '\ud800',
  'the other half': 'x\udfff',
  'line breaks': 'a\r\nset-cookie: b=c',
  quotes: `'"\\;--`,
  markup: '<script>alert(1)</script>',
  'a prototype': '__proto__',
  'a long text': 'x'.repeat(3000),
  'a very long text': 'x'.repeat(1_000_000),
  'very many words': 'openid '.repeat(100_000),
  'very many spaces': ' '.repeat(1_000_000),
  'many astral characters': '😀'.repeat(500),
  brackets: '('.repeat(10_000),
};
const table = Object.entries(poison);

/** Nothing is our fault (501 is the contract's answer to an unknown grant type), and nothing takes long. */
async function expectBlame(asked: () => Response | Promise<Response>): Promise<Response> {
  const from = performance.now();
  const response = await asked();
  if (response.status !== 501) expect(response.status).toBeLessThan(500);
  expect(performance.now() - from).toBeLessThan(3000);
  return response;
}

const parameters = [
  ...'client_id redirect_uri response_type response_mode scope state nonce prompt max_age audience connection'.split(
    ' ',
  ),
  ...'login_hint id_token_hint code_challenge code_challenge_method screen_hint ui_locales acr_values ext-x'.split(
    ' ',
  ),
];

describe('whatever a public parameter holds, the answer blames the caller, soon (security lessons 20 and 31)', () => {
  it.each(table)('/authorize: %s', async (_, text) => {
    for (const name of parameters) {
      const fields = {
        client_id: tenant.web.client_id,
        redirect_uri: callback,
        response_type: 'code',
        scope: 'openid',
        [name]: text.toWellFormed(),
      };
      for (const init of [undefined, form(fields)]) {
        const query = init ? '' : `?${new URLSearchParams(fields)}`;
        const response = await expectBlame(() => tenant.request(`/authorize${query}`, init));
        expect(response.headers.get('set-cookie') ?? '').not.toContain('b=c');
      }
    }
  });

  it.each(table)('/oauth/token: %s', async (_, text) => {
    const grants = {
      authorization_code: ['code', 'redirect_uri', 'code_verifier'],
      refresh_token: ['refresh_token', 'scope', 'audience'],
      password: ['username', 'password', 'scope', 'audience'],
      [realmGrant]: ['username', 'password', 'realm'],
      client_credentials: ['audience', 'scope'],
    };
    for (const [grant_type, names] of Object.entries(grants)) {
      for (const name of [...names, 'client_id', 'client_secret', 'grant_type']) {
        const fields: Record<string, string> = {
          grant_type,
          ...tenant.credentials(tenant.web),
          username: 'ada@example.com',
          password,
          realm: connection,
          audience: api,
          code: 'x',
          redirect_uri: callback,
          refresh_token: 'x',
          [name]: text,
        };
        await expectBlame(() => tenant.request('/oauth/token', asJson(fields)));
        await expectBlame(() => tenant.request('/oauth/token', form(fields)));
      }
    }
    tenant.ctx.clock.advance(901);
  });

  it.each(table)('/oauth/revoke, /userinfo, /continue and logout: %s', async (_, text) => {
    const credentials = tenant.credentials(tenant.web);
    const well = encodeURIComponent(text.toWellFormed());
    await expectBlame(() => tenant.request('/oauth/revoke', asJson({ ...credentials, token: text })));
    await expectBlame(() => tenant.request(`/userinfo?access_token=${well}`));
    await expectBlame(() => tenant.request(`/continue?state=${well}`));
    for (const name of ['id_token_hint', 'post_logout_redirect_uri', 'state', 'client_id', 'logout_hint']) {
      await expectBlame(() => tenant.request(`/oidc/logout?${name}=${well}`));
    }
    for (const name of ['returnTo', 'client_id', 'federated']) {
      await expectBlame(() => tenant.request(`/v2/logout?${name}=${well}`));
    }
    const header = text.toWellFormed().replace(/[^\x21-\x7e]/g, 'x');
    await expectBlame(() => tenant.request('/userinfo', { headers: { authorization: `Bearer ${header}` } }));
    const cookie = `annex_session=${header}; annex_browser=${header}`;
    await expectBlame(() =>
      tenant.request(`/authorize?client_id=${tenant.web.client_id}`, { headers: { cookie } }),
    );
  });

  it.each(table)('/dbconnections/signup: %s', async (_, text) => {
    const [before] = await database.sql`select count(*) from users`;
    for (const name of [
      'email',
      'password',
      'connection',
      'client_id',
      'username',
      'picture',
      'name',
      text,
    ]) {
      const body = {
        client_id: tenant.web.client_id,
        connection,
        email: 'weak',
        password: 'weak',
        [name]: text,
      };
      await expectBlame(() => tenant.request('/dbconnections/signup', asJson(body)));
    }
    for (const user_metadata of [{ a: text }, { [text]: 'a' }, text, [text]]) {
      const body = {
        client_id: tenant.web.client_id,
        connection,
        email: 'weak',
        password: 'weak',
        user_metadata,
      };
      await expectBlame(() => tenant.request('/dbconnections/signup', asJson(body)));
    }
    expect(await database.sql`select count(*) from users`).toEqual([before]);
    tenant.ctx.clock.advance(86_400);
  });
});

describe('bodies that no client sends', () => {
  const send = (path: string, body: string, type = 'application/json') =>
    tenant.request(path, { method: 'POST', headers: { 'content-type': type }, body });

  const deep = (levels: number) => '{"a":'.repeat(levels) + 1 + '}'.repeat(levels);

  it.each([
    ['bottomless metadata', `{"email":"d@example.com","user_metadata":${deep(10_000)}}`],
    ['a bottomless body', deep(10_000)],
    ['a bottomless array', '['.repeat(30_000) + ']'.repeat(30_000)],
    ['half an object', '{"email":'],
    ['nothing', ''],
    ['an array', '[]'],
    ['null', 'null'],
    ['a number', '1'],
    ['text', '"x"'],
    ['a byte order mark', '\ufeff{}'],
    ['a prototype', '{"__proto__":{"connection":"x"},"constructor":"x"}'],
    [
      'ten thousand members',
      JSON.stringify(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, 'v']))),
    ],
    ['past the limit', `{"a":"${'x'.repeat(70_000)}"}`],
    ['far past the limit', `{"a":"${'x'.repeat(5_000_000)}"}`],
  ])('%s', async (_, body) => {
    for (const path of [
      '/oauth/token',
      '/oauth/revoke',
      '/dbconnections/signup',
      '/authorize',
      '/userinfo',
    ]) {
      const response = await expectBlame(() => send(path, body));
      expect(response.status).toBeGreaterThanOrEqual(400);
      await expectBlame(() => send(path, body, 'application/x-www-form-urlencoded'));
      await expectBlame(() => send(path, body, 'text/plain'));
      await expectBlame(() => send(path, body, 'multipart/form-data; boundary=x'));
    }
  });

  it('a query past the limit', async () => {
    for (const path of ['/authorize', '/userinfo', '/continue', '/oidc/logout', '/v2/logout']) {
      const response = await expectBlame(() => tenant.request(`${path}?x=${'y'.repeat(2_000_000)}`));
      expect(response.status).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('sign-up over an address that exists (security lesson 5)', () => {
  const signUp = async (email: string) => {
    const body = {
      client_id: tenant.web.client_id,
      connection,
      email,
      password,
      user_metadata: { mine: 'now' },
    };
    const from = performance.now();
    await tenant.request('/dbconnections/signup', asJson(body));
    return performance.now() - from;
  };

  it('answers no sooner than for a new one, changes nothing, and is in the log', async () => {
    const before = await database.sql`select * from users where user_id = ${tenant.ada.user_id}`;
    const times: Record<'taken' | 'free', number[]> = { taken: [], free: [] };
    for (let round = 0; round < 7; round++) {
      times.taken.push(await signUp('Ada@example.com'));
      times.free.push(await signUp(`free${round}@example.com`));
    }
    // Without the hash before the name is looked up, a taken one answers ten times faster.
    expect(Math.min(...times.taken) / Math.min(...times.free)).toBeGreaterThan(0.5);
    expect(await database.sql`select * from users where user_id = ${tenant.ada.user_id}`).toEqual(before);
    const [log] =
      await database.sql`select description from logs where type = 'fs' and user_name ilike 'ada@%'`;
    expect(log?.description).toBe('The user already exists.');
  });
});
