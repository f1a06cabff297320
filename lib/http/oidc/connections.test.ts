import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '@/lib/clients';
import {
  createConnection,
  defaultConnection,
  listConnectionPage,
  updateConnection,
  updateConnectionClients,
} from '@/lib/connections';
import { getTransaction } from '@/lib/oidc';
import { everything } from '@/lib/paging';
import { testDatabase } from '@/lib/testing';
import { createUser } from '@/lib/users';
import {
  answered,
  asJson,
  callback,
  makeScenario,
  password,
  realmGrant,
  type Scenario,
} from './scenario.fixture';

const database = testDatabase();
const members = 'Members';
let tenant: Scenario;
const ids = new Map<string, string>();

beforeAll(async () => {
  tenant = await makeScenario(database);
  await createConnection(tenant.ctx, { name: members, strategy: 'auth0' });
  await createConnection(tenant.ctx, { name: 'google', strategy: 'google-oauth2' });
  await createUser(tenant.ctx, { connection: members, email: 'max@example.com', password });
  const { items } = await listConnectionPage(tenant.ctx, {}, everything);
  for (const { name, id } of items) ids.set(name, id);
});

async function allow(connection: string, status: boolean, clientId = tenant.web.client_id) {
  await updateConnectionClients(tenant.ctx, ids.get(connection) ?? '', [{ client_id: clientId, status }]);
  await tenant.changesHeard();
}

beforeEach(async () => {
  await allow(defaultConnection, true);
  await allow(members, false);
  await allow('google', false);
});

const refusal = (answer: URLSearchParams) => [answer.get('error'), answer.get('error_description')];
const asked = async (fields: Record<string, string>) => answered(await tenant.browser().authorize(fields));
const signUp = async (fields: object) =>
  (await tenant.request('/dbconnections/signup', asJson({ email: 'new@example.com', password, ...fields })))
    .status;
const byRealm = (realm: string) =>
  tenant.token({ grant_type: realmGrant, realm, username: 'max@example.com', password, scope: 'openid' });

describe('a connection that the application may not use', () => {
  const description = `The connection is not enabled for the application: ${members}`;

  it('is refused at /authorize, by password grant and at sign-up', async () => {
    expect(refusal(await asked({ connection: members }))).toEqual(['invalid_request', description]);
    expect(await byRealm(members)).toEqual({
      status: 400,
      body: { error: 'invalid_request', error_description: description },
    });
    expect(await signUp({ connection: members, client_id: tenant.web.client_id })).toBe(400);
    expect(await signUp({ connection: members })).toBe(400);
  });

  it('signs in once it is enabled, at once and for that application alone', async () => {
    await allow(members, true);
    const browser = tenant.browser();
    const state = answered(await browser.authorize({ connection: members })).get('state') ?? '';
    const result = await browser.fillIn(state, { identifier: 'max@example.com' });
    expect(answered(result.redirectTo ?? '').get('code')).not.toBeNull();
    expect((await byRealm(members)).status).toBe(200);
    expect(await signUp({ connection: members, client_id: tenant.web.client_id })).toBe(200);
    const other = { client_id: tenant.spa.client_id, connection: members };
    expect(
      refusal(await asked({ ...other, code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' })),
    ).toEqual(['invalid_request', description]);
  });

  it('ends what was under way: the page, the form and single sign-on', async () => {
    await allow(members, true);
    const browser = tenant.browser();
    const waiting = answered(await browser.authorize({ connection: members })).get('state') ?? '';
    const other = answered(await browser.authorize({ connection: members })).get('state') ?? '';
    await browser.fillIn(other, { identifier: 'max@example.com' });
    expect(answered(await browser.authorize({ prompt: 'none' })).get('code')).not.toBeNull();
    await allow(members, false);
    expect((await browser.fillIn(waiting, { identifier: 'max@example.com' })).failure?.reason).toBe(
      'expired',
    );
    const silent = answered(await browser.authorize({ prompt: 'none' }));
    expect(refusal(silent)).toEqual([
      'login_required',
      'The application may not use the connection of the session.',
    ]);
    expect((await browser.authorize()).headers.get('location')).toMatch(/^\/u\/login\?state=/);
  });
});

describe('a request that names no connection', () => {
  const nameOn = async (clientId: string) => {
    const browser = tenant.browser();
    const state = answered(await browser.authorize({ client_id: clientId })).get('state') ?? '';
    const { connection } = await getTransaction(tenant.ctx, {
      state,
      browser: [...browser.cookies].find(([name]) => !name.includes('session'))?.[1],
    });
    return connection.name;
  };

  it('gets the first database that the application may use, never another strategy', async () => {
    expect(await nameOn(tenant.web.client_id)).toBe(defaultConnection);
    await allow(members, true);
    await allow('google', true);
    expect(await nameOn(tenant.web.client_id)).toBe(defaultConnection);
    await allow(defaultConnection, false);
    expect(await nameOn(tenant.web.client_id)).toBe(members);
  });

  it('is refused when there is none', async () => {
    await allow(defaultConnection, false);
    await allow('google', true);
    expect(refusal(await asked({}))).toEqual(['invalid_request', 'no connections enabled for the client']);
    const grant = { grant_type: 'password', username: 'ada@example.com', password };
    expect((await tenant.token(grant)).body.error).toBe('invalid_request');
  });

  it('by Annex’s own client always works', async () => {
    const own = await createClient(
      tenant.ctx,
      { name: 'Annex', client_id: 'AnnexConsoleAndProfilePages', callbacks: [callback] },
      { internal: true },
    );
    await allow(defaultConnection, false);
    expect(await nameOn(own.client_id)).toBe(defaultConnection);
    const browser = tenant.browser();
    expect((await browser.logIn({ client_id: own.client_id })).get('code')).not.toBeNull();
    const { location } = Object.fromEntries(
      (await browser.authorize({ client_id: own.client_id, connection: members })).headers,
    );
    expect(location).toMatch(/^\/u\/login/);
  });
});

describe('an application of a third party', () => {
  it('signs in through connections of the domain alone', async () => {
    const client = await createClient(tenant.ctx, {
      name: 'Third',
      is_first_party: false,
      callbacks: [callback],
    });
    await tenant.changesHeard();
    const fields = { client_id: client.client_id, connection: members };
    await allow(members, true, client.client_id);
    expect((await asked(fields)).get('error')).toBe('invalid_request');
    await updateConnection(tenant.ctx, ids.get(members) ?? '', { is_domain_connection: true });
    await tenant.changesHeard();
    expect((await asked(fields)).get('state')).not.toBeNull();
  });
});

describe('a connection that is no database', () => {
  it('is refused by name wherever it is enabled, since Annex cannot sign in by it', async () => {
    await allow('google', true);
    const description =
      'Annex does not sign users in through google-oauth2 yet, of which the connection google is.';
    expect(refusal(await asked({ connection: 'google' }))).toEqual(['invalid_request', description]);
    expect((await byRealm('google')).body.error_description).toBe(description);
    expect(await signUp({ connection: 'google', client_id: tenant.web.client_id })).toBe(400);
  });

  it.each(['nowhere', '__proto__', 'x'.repeat(129), "' or 1=1 --"])('is told apart from %j', async (name) => {
    expect((await byRealm(name)).body.error_description).toBe(`The connection was not found: ${name}`);
  });
});

describe('brute_force_protection', () => {
  const tries = async () => {
    const wrong = { grant_type: realmGrant, realm: members, username: 'nobody@example.com', password: 'x' };
    const answers = [];
    for (let index = 0; index < 11; index++) answers.push((await tenant.token(wrong)).body.error);
    return answers.at(-1);
  };

  it('off locks no name; on, and by default, it does', async () => {
    await allow(members, true);
    const id = ids.get(members) ?? '';
    await updateConnection(tenant.ctx, id, { options: { brute_force_protection: false } });
    await tenant.changesHeard();
    expect(await tries()).toBe('invalid_grant');
    await updateConnection(tenant.ctx, id, { options: {} });
    await tenant.changesHeard();
    expect(await tries()).toBe('too_many_attempts');
  });
});
