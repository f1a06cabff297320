import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything } from '@/lib/paging';
import { createRole, listUserRoles } from '@/lib/roles';
import { createRule, deleteRule, runLoginRules } from '@/lib/rules';
import { getRunner } from '@/lib/rules/runner';
import { testDatabase } from '@/lib/testing';
import { testRule } from '@/lib/trials';
import { loginOf } from '@/lib/trials/subject';
import { createUser, getUser } from '@/lib/users';
import { makeTenant, type Tenant } from './management/tenant.fixture';
import { serveOwnRequests } from './own-requests';

const database = testDatabase();
let tenant: Tenant;
let userId: string;
let other: string;
let clientId: string;

const person = (email: string) =>
  createUser(tenant.ctx, {
    connection: 'Username-Password-Authentication',
    email,
    password: 'Correct-horse-9',
  });

beforeAll(async () => {
  tenant = await makeTenant(database);
  const { app, ctx } = tenant;
  serveOwnRequests('http://localhost:3000', (request) => app.fetch(request, { context: ctx }));
  userId = tenant.ada.user_id;
  other = (await person('ada.two@example.org')).user.user_id;
  clientId = tenant.machine.client_id;
});
afterAll(() => getRunner().stop());

async function signIn(body: string) {
  const script = `async function (user, context, callback) {\n${body}\n}`;
  const { rule } = await createRule(tenant.ctx, { name: 'A rule', script });
  try {
    return await runLoginRules(
      tenant.ctx,
      await loginOf(tenant.ctx, { user_id: userId, client_id: clientId }),
    );
  } finally {
    await deleteRule(tenant.ctx, rule.id);
  }
}

describe('a rule reaches the Management API of its own server', () => {
  it('over HTTP with auth0.accessToken, without a connection', async () => {
    const outcome = await signIn(`
      const headers = { Authorization: 'Bearer ' + auth0.accessToken };
      require('request')({ url: auth0.baseUrl + '/users-by-email', qs: { email: user.email }, headers, json: true }, (e, r, b) => {
        context.idToken.found = [r.statusCode, b[0].user_id === user.user_id];
        callback(e, user, context);
      });`);
    expect(outcome).toMatchObject({ kind: 'continue', idTokenClaims: { found: [200, true] } });
  });

  it('with no more than read:users and update:users', async () => {
    const outcome = await signIn(`
      const call = (path, method) => fetch(auth0.baseUrl + path, { method, headers: { Authorization: 'Bearer ' + auth0.accessToken } });
      const statuses = [];
      for (const [path, method] of [['/clients', 'GET'], ['/users/' + encodeURIComponent(user.user_id), 'DELETE'], ['/rules', 'GET'], ['/users', 'GET']])
        statuses.push((await call(path, method)).status);
      context.idToken.statuses = statuses;
      callback(null, user, context);`);
    expect(outcome).toMatchObject({ idTokenClaims: { statuses: [403, 403, 403, 200] } });
  });

  it('and nothing inside of the network beside it', async () => {
    const outcome = await signIn(`
      const code = (url) => fetch(url).catch((e) => e.code);
      context.idToken.codes = [await code('http://localhost:5432/'), await code('http://169.254.169.254/')];
      callback(null, user, context);`);
    expect(outcome).toMatchObject({
      idTokenClaims: { codes: ['ERR_EGRESS_REFUSED', 'ERR_EGRESS_REFUSED'] },
    });
  });
});

describe('ManagementClient with the token of the rule', () => {
  const client = `const { ManagementClient } = require('auth0@2.9.1');
    const management = new ManagementClient({ token: auth0.accessToken, domain: auth0.domain });`;

  it('reads and searches users, by promise and by callback', async () => {
    const outcome = await signIn(`${client}
      const own = await management.getUser({ id: user.user_id });
      const [found] = await management.getUsers({ q: 'email:"ada.two@example.org"', search_engine: 'v3', fields: 'user_id' });
      management.getUsersByEmail(user.email, (error, list) => {
        context.idToken.read = [own.email, Object.keys(found), list.length];
        callback(error, user, context);
      });`);
    expect(outcome).toMatchObject({ idTokenClaims: { read: ['ada@example.com', ['user_id'], 1] } });
  });

  it('writes metadata and profile, assigns roles', async () => {
    const role = await createRole(tenant.ctx, { name: 'Editor' });
    const outcome = await signIn(`${client}
      await management.updateUserMetadata({ id: user.user_id }, { color: 'red' });
      await management.users.updateAppMetadata({ id: user.user_id }, { plan: 'gold' });
      await management.updateUser({ id: user.user_id }, { name: 'Ada L.' });
      await management.assignRolestoUser({ id: user.user_id }, { roles: ['${role.id}'] });
      context.idToken.r = (await management.getUserRoles({ id: user.user_id })).map(({ name }) => name);
      callback(null, user, context);`);
    expect(outcome).toMatchObject({ idTokenClaims: { r: ['Editor'] } });
    const { user } = await getUser(tenant.ctx, userId);
    expect(user).toMatchObject({
      name: 'Ada L.',
      user_metadata: { color: 'red' },
      app_metadata: { plan: 'gold' },
    });
    expect((await listUserRoles(tenant.ctx, userId, everything)).items).toHaveLength(1);
  });

  it('links an account', async () => {
    const [provider, bare] = other.split('|');
    const outcome = await signIn(`${client}
      const identities = await management.linkUsers(user.user_id, { provider: '${provider}', user_id: '${bare}' });
      context.idToken.linked = identities.length;
      callback(null, user, context);`);
    expect(outcome).toMatchObject({ idTokenClaims: { linked: 2 } });
  });

  it('tells refusals with their status, and does nothing that its right does not hold', async () => {
    const outcome = await signIn(`${client}
      const status = (call) => call.catch((e) => [e.statusCode, e.message.length > 5]);
      context.idToken.refused = [
        await status(management.getUser({ id: 'auth0|nobody' })),
        await status(management.updateUserMetadata({ id: user.user_id }, { 'a.b': 1 })),
        await status(management.deleteUser({ id: user.user_id })),
      ];
      callback(null, user, context);`);
    expect(outcome).toMatchObject({
      idTokenClaims: {
        refused: [
          [404, true],
          [400, true],
          [403, true],
        ],
      },
    });
  });

  it('in a test run notes what would change, and changes nothing', async () => {
    const script = `async function (user, context, callback) {${client}
      await management.updateUser({ id: user.user_id }, { name: 'Tested' });
      context.idToken.name = (await management.getUser({ id: user.user_id })).name;
      fetch('https://example.com').catch((e) => { context.idToken.network = e.message; callback(null, user, context); });
    }`;
    const report = await testRule(tenant.ctx, {
      script,
      user_id: userId,
      client_id: clientId,
    });
    expect(report).toMatchObject({
      result: 'continue',
      id_token: { name: 'Ada L.', network: expect.stringContaining('not available here') },
      calls: [{ operation: 'updateUser' }, { operation: 'getUser' }],
      requests: [{ url: 'https://example.com', outcome: 'failed' }],
    });
    expect((await getUser(tenant.ctx, userId)).user.name).toBe('Ada L.');
  });
});

it('what only the server may say of a request is not taken from a script', async () => {
  let seen: Headers | undefined;
  serveOwnRequests('http://localhost:3000', (request) => {
    seen = request.headers;
    return new Response('ok');
  });
  await signIn(`await fetch(auth0.baseUrl, { headers: { 'X-Annex-Address': '6.6.6.6', 'X-Forwarded-For': '6.6.6.6', 'x-kept': '1' } });
    callback(null, user, context);`);
  expect(Object.fromEntries(seen ?? [])).toMatchObject({ 'x-annex-address': '127.0.0.1', 'x-kept': '1' });
  expect(seen?.has('x-forwarded-for')).toBe(false);
});
