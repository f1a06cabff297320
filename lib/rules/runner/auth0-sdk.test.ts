import { describe, expect, it } from 'vitest';
import { claimed, rule, testRunner } from './runner.fixture';
import type { HttpAnswer, HttpCall, Json } from './types';

const { run } = testRunner();

const people = ['a', 'b', 'c', 'd'].map((name) => ({ user_id: `auth0|${name}`, email: `${name}@a.test` }));

/** A tenant: what it is asked, and what it answers. */
function tenant() {
  const asked: string[] = [];
  const answer = ({ method, url, body = '' }: HttpCall): unknown => {
    const { pathname, searchParams } = new URL(url);
    const said = Buffer.from(body, 'base64').toString();
    asked.push(`${method} ${pathname.replace('/api/v2', '')}${said === '' ? '' : ` ${said}`}`);
    if (pathname === '/oauth/token') return { access_token: 'granted', expires_in: 60 };
    if (pathname === '/dbconnections/change_password') return 'An email was sent.';
    const from = Number(searchParams.get('page') ?? 0) * 2;
    if (pathname.endsWith('/users')) return people.slice(from, from + 2);
    if (pathname.endsWith('/users-by-email')) return people.slice(0, 1);
    if (method === 'GET') return { ...people[0], status: 'its own' };
    return undefined;
  };
  const fetch = async (call: HttpCall): Promise<HttpAnswer> => {
    const isMissing = call.url.endsWith('missing');
    const given = isMissing ? { message: 'Not here.', errorCode: 'inexistent_user' } : answer(call);
    const text = given === undefined ? '' : typeof given === 'string' ? given : JSON.stringify(given);
    return {
      url: call.url,
      redirected: false,
      status: isMissing ? 404 : 200,
      statusText: '',
      headers: [['content-type', typeof given === 'string' ? 'text/html' : 'application/json']],
      body: Buffer.from(text).toString('base64'),
    };
  };
  return { asked, fetch };
}

const clients = `const auth0Sdk = require('auth0');
  const options = { domain: 'other.test', clientId: 'me', clientSecret: 'hush' };
  const management = new auth0Sdk.ManagementClient({ domain: 'other.test', token: 'mine' });
  const authentication = new auth0Sdk.AuthenticationClient(options);`;

async function over(body: string): Promise<{ value: Json | undefined; asked: string[] }> {
  const { asked, fetch } = tenant();
  const script = rule(`${clients}
    (async () => { ${body} })().then((value) => { context.idToken.value = value ?? null; callback(null, user, context); }, callback);`);
  const result = await run(script, {
    host: { updateUserMetadata: async () => null, updateAppMetadata: async () => null, fetch },
  });
  return { value: claimed(result), asked };
}

describe('the client of auth0, in the words of each of its versions', () => {
  it.each([
    ["await management.getUser({ id: 'auth0|a' })", 'GET /users/auth0%7Ca'],
    ["await management.users.get({ id: 'auth0|a' })", 'GET /users/auth0%7Ca'],
    ["await management.users.get('auth0|a', { fields: 'email' })", 'GET /users/auth0%7Ca'],
    ["await management.users.update('auth0|a', { name: 'A' })", 'PATCH /users/auth0%7Ca {"name":"A"}'],
    ["await management.updateUser({ id: 'auth0|a' }, { name: 'A' })", 'PATCH /users/auth0%7Ca {"name":"A"}'],
    ["await management.updateAppMetadata({ id: 'x' }, { a: 1 })", 'PATCH /users/x {"app_metadata":{"a":1}}'],
    [
      "await management.users.link({ id: 'x' }, { user_id: 'y' })",
      'POST /users/x/identities {"user_id":"y"}',
    ],
    [
      "await management.users.identities.link('x', { user_id: 'y' })",
      'POST /users/x/identities {"user_id":"y"}',
    ],
    [
      "await management.users.unlink({ id: 'x', provider: 'auth0', user_id: 'y' })",
      'DELETE /users/x/identities/auth0/y',
    ],
    ["await management.users.identities.delete('x', 'auth0', 'y')", 'DELETE /users/x/identities/auth0/y'],
    ["await management.users.roles.delete('x', { roles: ['r'] })", 'DELETE /users/x/roles {"roles":["r"]}'],
    [
      "await management.users.deleteRoles({ id: 'x' }, { roles: ['r'] })",
      'DELETE /users/x/roles {"roles":["r"]}',
    ],
    [
      "await management.organizations.addMemberRoles({ id: 'o', user_id: 'x' }, { roles: ['r'] })",
      'POST /organizations/o/members/x/roles {"roles":["r"]}',
    ],
    ["await management.organizations.getByName({ name: 'a b' })", 'GET /organizations/name/a%20b'],
    [
      "await management.tickets.changePassword({ user_id: 'x' })",
      'POST /tickets/password-change {"user_id":"x"}',
    ],
    ["await management.jobs.verifyEmail({ user_id: 'x' })", 'POST /jobs/verification-email {"user_id":"x"}'],
    [
      "await authentication.database.changePassword({ email: 'a@a.test', connection: 'db' })",
      'POST /dbconnections/change_password {"client_id":"me","email":"a@a.test","connection":"db"}',
    ],
    [
      "await authentication.passwordless.sendSMS({ phone_number: '+1' })",
      'POST /passwordless/start {"client_id":"me","client_secret":"hush","connection":"sms","phone_number":"+1"}',
    ],
    ["await new auth0Sdk.UserInfoClient(options).getUserInfo('token')", 'GET /userinfo'],
  ])('%s', async (body, request) => {
    expect((await over(body)).asked).toEqual([request]);
  });

  it('answers with the body, which is its own data as well, and has the status beside it', async () => {
    const { value } = await over(`const user = await management.users.get({ id: 'auth0|a' });
      const { data: [found] } = await management.usersByEmail.getByEmail({ email: 'a@a.test' });
      const [same] = await management.users.listUsersByEmail({ email: 'a@a.test' });
      const { status, data } = await management.users.delete({ id: 'x' });
      return [user.email, user.data.email, user.status, JSON.stringify(user), found.email, same.email, status, typeof data];`);
    const shown = '{"user_id":"auth0|a","email":"a@a.test","status":"its own"}';
    expect(value).toEqual([
      'a@a.test',
      'a@a.test',
      'its own',
      shown,
      'a@a.test',
      'a@a.test',
      200,
      'undefined',
    ]);
  });

  it('gives lists as pages, which lead to the next ones', async () => {
    const { value, asked } = await over(`const page = await management.users.list({ per_page: 2 });
      const all = [];
      for await (const user of page) all.push(user.user_id);
      return [page.length, page.data.length, page.hasNextPage(), all];`);
    expect(value).toEqual([2, 2, true, people.map(({ user_id }) => user_id)]);
    expect(asked).toHaveLength(3);
  });

  it('gets a token once with the secret of a client', async () => {
    const { asked } = await over(`const own = new auth0Sdk.ManagementClient(options);
      await own.getAccessToken();
      await own.users.get({ id: 'x' });
      await own.roles.getAll();`);
    const body =
      '{"grant_type":"client_credentials","client_id":"me","client_secret":"hush","audience":"https://other.test/api/v2/"}';
    expect(asked).toEqual([`POST /oauth/token ${body}`, 'GET /users/x', 'GET /roles']);
    const { value } =
      await over(`const granted = await authentication.oauth.clientCredentialsGrant({ audience: 'a' });
      return [granted.access_token, granted.data.access_token, granted.data.expires_in];`);
    expect(value).toEqual(['granted', 'granted', 60]);
  });

  it('tells of a refusal by callback and by promise, and of an id that is not there', async () => {
    const { value } =
      await over(`const seen = await new Promise((done) => management.getUser({ id: 'missing' }, done));
      const caught = await management.users.get('missing').catch((error) => error);
      const nobody = await management.users.get({ id: undefined }).catch((error) => error.message);
      return [seen.statusCode, caught.statusCode, caught.errorCode, caught.message, caught instanceof auth0Sdk.ManagementError, nobody];`);
    expect(value).toEqual([
      404,
      404,
      'inexistent_user',
      'Not here.',
      true,
      'ManagementClient needs the id of GET /users/:id.',
    ]);
  });
});
