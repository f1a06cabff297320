import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { managementAudience } from '@/lib/oidc';
import { testDatabase } from '@/lib/testing';
import { makeTenant, operations, read, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
/** Tokens that are no token of this API, by what is wrong with them. */
let bad: Record<string, string>;
beforeAll(async () => {
  tenant = await makeTenant(database);
  bad = await badTokens();
});

const placed = (path: string) => path.replace('/api/v2', '').replace(/\{\w+\}/, 'some-id');
const table = operations().map((operation) => [operation.name, operation] as const);

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function badTokens(): Promise<Record<string, string>> {
  const good = await tenant.machineToken();
  expect((await tenant.call('GET', '/rules', { token: good })).status).toBe(200);
  const [header = '', payload = '', signature = ''] = good.split('.');
  const claims = decodeJwt(good);
  const { kid = '' } = decodeProtectedHeader(good);
  const foreign = await generateKeyPair('RS256');
  const signed = (alg: string, key: CryptoKey | Uint8Array, id = kid) =>
    new SignJWT(claims).setProtectedHeader({ alg, kid: id }).sign(key);
  const jwks = await read(await tenant.request('/.well-known/jwks.json'));
  const modulus = new TextEncoder().encode(String(jwks.body.keys[0].n));
  const person = await tenant.token({
    grant_type: 'password',
    username: 'ada@example.com',
    password: 'Correct-Horse-9',
    scope: 'openid',
  });
  return {
    malformed: 'abc.def.ghi',
    'one part': 'abc',
    empty: '..',
    'without a signature': `${header}.${payload}.`,
    'alg none': `${base64({ alg: 'none', kid })}.${payload}.`,
    'alg None with the signature': `${base64({ alg: 'None', kid })}.${payload}.${signature}`,
    'a changed payload': `${header}.${base64({ ...claims, sub: 'auth0|admin' })}.${signature}`,
    'a foreign signature': await signed('RS256', foreign.privateKey),
    'an unknown key': await signed('RS256', foreign.privateKey, 'other'),
    'the public key as a secret': await signed('HS256', modulus),
    'another algorithm': await signed('ES256', (await generateKeyPair('ES256')).privateKey),
    'another audience': String(
      (await tenant.token({ grant_type: 'client_credentials', audience: 'https://api.example/' })).body
        .access_token,
    ),
    'an ID token': String(person.body.id_token),
    'an opaque token': String(person.body.access_token),
    huge: `${header}.${'A'.repeat(1_000_000)}.${signature}`,
  };
}

describe('who has no good token gets 401, and learns nothing of the path or the body', () => {
  it.each(table)('%s', async (_, { method, path, hasBody }) => {
    const body = hasBody ? '{not json' : undefined;
    const none = await tenant.call(method, placed(path), { token: '', body });
    expect([none.status, none.body]).toEqual([
      401,
      { statusCode: 401, error: 'Unauthorized', message: 'Missing authentication' },
    ]);
    for (const authorization of ['Bearer', 'Basic dTpw', 'Bearer a b', 'Token abc', 'bearer\tx y']) {
      const { status, body: error } = await tenant.call(method, placed(path), {
        token: '',
        headers: { authorization },
      });
      expect([authorization, status, error.errorCode]).toEqual([authorization, 401, 'Bearer']);
    }
    for (const [fault, token] of Object.entries(bad)) {
      const answer = await tenant.call(method, placed(path), { token, body });
      expect([fault, answer.status]).toEqual([fault, 401]);
      expect(answer.body).toMatchObject({
        statusCode: 401,
        error: 'Unauthorized',
        errorCode: 'invalid_token',
      });
    }
  });

  it('a token is over at its end', async () => {
    const token = await tenant.machineToken();
    // Once before, since a token that was checked is remembered.
    expect((await tenant.call('GET', '/users', { token })).status).toBe(200);
    tenant.ctx.clock.advance(86_401);
    const { status, body } = await tenant.call('GET', '/users', { token });
    tenant.ctx.clock.advance(-86_401);
    expect([status, body.message]).toEqual([401, 'Expired token received for JSON Web Token validation']);
  });

  it('names the audience that a token is not for', async () => {
    const { 'another audience': token = '' } = bad;
    const { body } = await tenant.call('GET', '/users', { token });
    expect(body.message).toBe(`Bad audience: ${managementAudience()}`);
  });

  it('takes the token from its header only', async () => {
    const token = await tenant.machineToken();
    const { status } = await tenant.call('GET', `/users?access_token=${token}`, { token: '' });
    expect(status).toBe(401);
  });
});

describe('every operation needs one of its scopes (security lesson 27)', () => {
  let narrow: Record<'read:rules' | 'read:users', string>;
  /** Of a person without a scope of this API, and of one with scopes that are not theirs to have. */
  let people: string[];
  beforeAll(async () => {
    narrow = {
      'read:rules': await tenant.machineToken('read:rules'),
      'read:users': await tenant.machineToken('read:users'),
    };
    const asked = ['read:users', 'update:users', 'profile', 'email', 'offline_access'];
    people = [await tenant.userToken(tenant.ada, []), await tenant.userToken(tenant.ada, asked)];
  });

  it.each(table)('%s', async (_, { method, path, scopes, hasBody }) => {
    expect(scopes.length).toBeGreaterThan(0);
    const message = `Insufficient scope, expected any of: ${scopes.join(',')}`;
    const wrong = scopes.includes('read:users') ? 'read:rules' : 'read:users';
    for (const token of [narrow[wrong], ...people]) {
      const { status, body } = await tenant.call(method, placed(path), {
        token,
        body: hasBody ? '{not json' : undefined,
      });
      expect([status, body]).toEqual([
        403,
        { statusCode: 403, error: 'Forbidden', message, errorCode: 'insufficient_scope' },
      ]);
    }
  });

  it('a token of a person opens nothing but their own profile, whatever scopes exist', async () => {
    const token = await tenant.userToken(tenant.ada);
    const open: string[] = [];
    for (const { name, method, path, hasBody } of operations()) {
      const { status } = await tenant.call(method, placed(path), { token, body: hasBody ? '{}' : undefined });
      if (status !== 403) open.push(name);
    }
    // What they may do with their own devices and accounts is told from the body, which is wrong here.
    expect(open.sort()).toEqual([
      'DELETE /device-credentials/{id}',
      'POST /device-credentials',
      'POST /users/{id}/identities',
    ]);
  });
});

it('a path that is none answers 404 in the shape of the API', async () => {
  for (const path of ['/', '/nothing', '/users/a/b', '/rules-configs']) {
    const { status, body } = await tenant.call('POST', path);
    expect([status, body]).toEqual([404, { statusCode: 404, error: 'Not Found', message: 'Not Found' }]);
  }
});
