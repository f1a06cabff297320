import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '@/lib/clients';
import { managementAudience, verifyAccessToken } from '@/lib/oidc';
import { testDatabase } from '@/lib/testing';
import {
  api,
  asJson,
  basic,
  callback,
  form,
  makeScenario,
  password,
  pkce,
  realmGrant,
  type Scenario,
} from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

type Fields = Record<string, string>;
const codeOf = async (fields: Fields = {}) => (await tenant.browser().logIn(fields)).get('code') ?? '';
const exchange = (code: string, fields: Fields = {}, client = tenant.web) =>
  tenant.token({ grant_type: 'authorization_code', code, redirect_uri: callback, ...fields }, client);
const invalidCode = {
  status: 403,
  body: { error: 'invalid_grant', error_description: 'Invalid authorization code' },
};

describe('an authorization code', () => {
  it('works once; of many at one moment one gets tokens', async () => {
    const code = await codeOf();
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(7);
  });

  it('used again revokes what it bought: opaque token, JWT at userinfo, refresh token', async () => {
    for (const audience of ['', api]) {
      const code = await codeOf({ scope: 'openid offline_access', audience });
      const { body } = await exchange(code);
      expect((await tenant.userinfo(body.access_token)).status).toBe(200);
      expect(await exchange(code)).toEqual(invalidCode);
      expect((await tenant.userinfo(body.access_token)).status).toBe(401);
      const refresh = { grant_type: 'refresh_token', refresh_token: String(body.refresh_token) };
      expect((await tenant.token(refresh)).body.error).toBe('invalid_grant');
    }
  });

  it('lives for sixty seconds', async () => {
    const [good, late] = [await codeOf(), await codeOf()];
    tenant.ctx.clock.advance(59);
    expect((await exchange(good)).status).toBe(200);
    tenant.ctx.clock.advance(1);
    expect(await exchange(late)).toEqual(invalidCode);
  });

  it('is bound to its client and to its redirect_uri, and is not spent by who guesses wrong', async () => {
    const code = await codeOf();
    const { challenge, verifier } = pkce();
    expect(await exchange(code, { code_verifier: verifier }, tenant.spa)).toEqual(invalidCode);
    expect(await exchange(code, { redirect_uri: 'https://app.example/other' })).toEqual(invalidCode);
    expect((await exchange(code, { redirect_uri: '' })).body.error_description).toBe(
      'Missing required parameter: redirect_uri',
    );
    expect(challenge).toHaveLength(43);
    expect((await exchange(code)).status).toBe(200);
  });

  it('of a request with PKCE needs the verifier, and of one without takes none (downgrade both ways)', async () => {
    const { verifier, challenge } = pkce();
    const proven = { code_challenge: challenge, code_challenge_method: 'S256' };
    const failed = { error: 'invalid_grant', error_description: 'Failed to verify code verifier' };
    const code = await codeOf(proven);
    expect((await exchange(code)).body).toEqual(failed);
    expect((await exchange(code, { code_verifier: pkce().verifier })).body).toEqual(failed);
    expect((await exchange(code, { code_verifier: challenge })).body).toEqual(failed);
    expect((await exchange(code, { code_verifier: 'short' })).body).toEqual(failed);
    expect((await exchange(code, { code_verifier: verifier })).status).toBe(200);
    expect((await exchange(await codeOf(), { code_verifier: verifier })).body).toEqual(failed);
  });

  it('lets a public client in by PKCE alone', async () => {
    const { verifier, challenge } = pkce();
    const code = await codeOf({
      client_id: tenant.spa.client_id,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    expect((await exchange(code, { code_verifier: verifier }, tenant.spa)).status).toBe(200);
  });
});

describe('client authentication', () => {
  const attempt = async (fields: Fields, headers: Fields = {}) => {
    const init = form({ grant_type: 'authorization_code', code: 'x', redirect_uri: callback, ...fields });
    const response = await tenant.request('/oauth/token', {
      ...init,
      headers: { ...init.headers, ...headers },
    });
    const { error } = await response.json();
    return [response.status, error, response.headers.get('www-authenticate')];
  };
  const id = () => tenant.web.client_id;
  const secret = () => tenant.web.client_secret ?? '';

  it('refuses a wrong secret, none, an unknown client, and a secret for a public client', async () => {
    const cases: Fields[] = [
      { client_id: id(), client_secret: 'wrong' },
      { client_id: id() },
      { client_id: 'nobody', client_secret: secret() },
      { client_id: tenant.spa.client_id, client_secret: secret() },
    ];
    for (const fields of cases) {
      expect(await attempt(fields)).toEqual([401, 'invalid_client', null]);
    }
  });

  it('decodes Basic credentials as a form, and challenges when they are wrong', async () => {
    expect((await attempt({}, { authorization: basic(id(), secret()) }))[1]).toBe('invalid_grant');
    const wrong = [401, 'invalid_client', 'Basic realm="annex"'];
    expect(await attempt({}, { authorization: basic(id(), 'wrong') })).toEqual(wrong);
    for (const header of ['Basic !!', 'Basic eA==', `Bearer ${secret()}`, `Basic ${btoa('%zz:x')}`]) {
      expect(await attempt({}, { authorization: header })).toEqual(wrong);
    }
  });

  it('takes one way at a time and one client', async () => {
    const authorization = basic(id(), secret());
    expect(await attempt({ client_secret: secret() }, { authorization })).toEqual([
      400,
      'invalid_request',
      null,
    ]);
    expect(await attempt({ client_id: tenant.spa.client_id }, { authorization })).toEqual([
      400,
      'invalid_request',
      null,
    ]);
  });
});

describe('the token endpoint', () => {
  it.each([
    ['no grant type', {}, 400, 'invalid_request'],
    ['an unknown grant type', { grant_type: 'magic' }, 501, 'unsupported_grant_type'],
    ['no code', { grant_type: 'authorization_code' }, 400, 'invalid_request'],
    ['no audience', { grant_type: 'client_credentials' }, 400, 'invalid_request'],
    ['no refresh token', { grant_type: 'refresh_token' }, 400, 'invalid_request'],
    ['no realm', { grant_type: realmGrant, username: 'a', password: 'b' }, 400, 'invalid_request'],
  ])('%s', async (_, fields, status, error) => {
    const answer = await tenant.token(fields);
    expect([answer.status, answer.body.error]).toEqual([status, error]);
  });

  it('refuses a grant that the client is not set up for', async () => {
    const { status, body } = await tenant.token(
      { grant_type: 'password', username: 'a', password: 'b' },
      tenant.spa,
    );
    expect([status, body.error]).toEqual([403, 'unauthorized_client']);
    expect(body.error_description).toBe("Grant type 'password' not allowed for the client.");
  });

  it('refuses repeated parameters in a form and in JSON, other types, GET, and large bodies', async () => {
    const twice = { ...form({}), body: 'grant_type=password&grant_type=refresh_token' };
    expect((await tenant.request('/oauth/token', twice)).status).toBe(400);
    const json = { ...asJson({}), body: '{"grant_type":"password","grant_\\u0074ype":"refresh_token"}' };
    expect((await tenant.request('/oauth/token', json)).status).toBe(400);
    expect((await tenant.request('/oauth/token', asJson({ grant_type: ['password'] }))).status).toBe(400);
    expect((await tenant.request('/oauth/token', { ...asJson({}), body: '[1' })).status).toBe(400);
    expect((await tenant.request('/oauth/token')).status).toBe(405);
    expect((await tenant.request('/oauth/token', form({ x: 'x'.repeat(70_000) }))).status).toBe(413);
  });

  it('answers preflights of any origin, and sends no credentials header', async () => {
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'POST' };
    const response = await tenant.request('/oauth/token', { method: 'OPTIONS', headers });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-headers')).toContain('Auth0-Client');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('client credentials', () => {
  const get = (fields: Fields) => tenant.token({ grant_type: 'client_credentials', ...fields });

  it('give a token for the application itself with the scopes it was granted', async () => {
    const { status, body } = await get({ audience: api });
    expect([status, body.scope, body.refresh_token, body.id_token]).toEqual([
      200,
      'read:orders',
      undefined,
      undefined,
    ]);
    expect(decodeJwt(String(body.access_token))).toMatchObject({
      aud: api,
      sub: `${tenant.web.client_id}@clients`,
      gty: 'client-credentials',
    });
  });

  it('work for the Management API, whose door accepts the token', async () => {
    const { body } = await get({ audience: managementAudience() });
    const claims = await verifyAccessToken(tenant.ctx, String(body.access_token), managementAudience());
    expect(claims).toMatchObject({ sub: `${tenant.web.client_id}@clients`, scope: 'read:users' });
    expect((await tenant.userinfo(body.access_token)).status).toBe(401);
  });

  it('give nobody what another application was granted', async () => {
    const { client_id, client_secret } = await createClient(tenant.ctx, {
      name: 'No grants',
      app_type: 'non_interactive',
    });
    for (const audience of [api, managementAudience()]) {
      const answer = await get({ audience, client_id, client_secret: client_secret ?? '' });
      expect([answer.status, answer.body.error]).toEqual([403, 'access_denied']);
    }
  });

  it('refuse an unknown API, one without a grant, and scopes beyond the grant', async () => {
    expect((await get({ audience: 'urn:x' })).body.error_description).toBe('Service not found: urn:x');
    const beyond = await get({ audience: api, scope: 'read:orders write:orders' });
    expect([beyond.status, beyond.body.error]).toEqual([403, 'access_denied']);
    await database.sql`delete from client_grants where audience = ${api}`;
    await database.sql`select pg_notify('annex_changed', 'clients')`;
    await tenant.changesHeard();
    expect((await get({ audience: api })).status).toBe(403);
  });
});

describe('the password grants', () => {
  const login = (fields: Fields = {}) =>
    tenant.token({ grant_type: 'password', username: 'ada@example.com', password, ...fields });

  it('give tokens marked as such; without scope all of the API', async () => {
    const { body } = await login({ audience: api });
    expect(decodeJwt(String(body.access_token))).toMatchObject({
      gty: 'password',
      scope: 'read:orders write:orders',
    });
    const realm = {
      grant_type: realmGrant,
      realm: 'Username-Password-Authentication',
      scope: 'openid email',
    };
    const info = await tenant.userinfo((await login(realm)).body.access_token);
    expect(info.body).toMatchObject({ email: 'ada@example.com' });
  });

  it('say the same of an unknown user and a wrong password', async () => {
    const wrong = { error: 'invalid_grant', error_description: 'Wrong email or password.' };
    expect(await login({ password: 'nope' })).toEqual({ status: 403, body: wrong });
    expect(await login({ username: 'nobody@example.com' })).toEqual({ status: 403, body: wrong });
  });

  it('say too_many_attempts with 429 after ten', async () => {
    for (let index = 0; index < 10; index++) await login({ username: 'eve@example.com' });
    const { status, body } = await login({ username: 'eve@example.com' });
    expect([status, body.error]).toEqual([429, 'too_many_attempts']);
  });

  it('refuse an unknown realm and a blocked user', async () => {
    expect((await login({ grant_type: realmGrant, realm: 'nowhere' })).body.error).toBe('invalid_request');
    await database.sql`update users set blocked = true where user_id = ${tenant.ada.user_id}`;
    const { status, body } = await login();
    await database.sql`update users set blocked = null where user_id = ${tenant.ada.user_id}`;
    expect([status, body.error, body.error_description]).toEqual([403, 'unauthorized', 'user is blocked']);
  });
});

describe('a token of a person for the Management API', () => {
  it('carries rights over oneself and no others, whatever is asked for (security lesson 27)', async () => {
    const scope = 'openid read:users update:users read:current_user update:current_user_metadata';
    const { body } = await exchange(await codeOf({ audience: managementAudience(), scope }));
    const claims = await verifyAccessToken(tenant.ctx, String(body.access_token), managementAudience());
    expect(claims.scope).toBe('openid read:current_user update:current_user_metadata');
  });
});

describe('verifyAccessToken', () => {
  const verify = (token: string, audience = api) => verifyAccessToken(tenant.ctx, token, audience);
  const good = async () => {
    const { body } = await exchange(await codeOf({ audience: api }));
    return { access: String(body.access_token), id: String(body.id_token) };
  };

  it('refuses an ID token, another audience, an expired token, and every change to a good one', async () => {
    const { access, id } = await good();
    await expect(verify(access)).resolves.toMatchObject({ sub: tenant.ada.user_id });
    await expect(verify(id)).rejects.toThrow();
    await expect(verify(id, tenant.web.client_id)).rejects.toThrow('Invalid token');
    await expect(verify(access, managementAudience())).rejects.toThrow('Bad audience');
    const [header = '', payload = '', signature = ''] = access.split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    const hs = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT', kid: 'x' })).toString('base64url');
    const other = Buffer.from(JSON.stringify({ sub: 'auth0|admin', aud: api })).toString('base64url');
    for (const forged of [
      `${none}.${payload}.`,
      `${hs}.${payload}.${signature}`,
      `${header}.${other}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -6)}AAAAAA`,
      'a.b.c',
      'x',
      '',
    ]) {
      await expect(verify(forged)).rejects.toThrow('Invalid token');
    }
    tenant.ctx.clock.advance(7201);
    await expect(verify(access)).rejects.toThrow('Expired token');
  });
});
