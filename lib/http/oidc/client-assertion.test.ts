import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { importPKCS8, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createClient,
  createCredential,
  deleteCredential,
  setClientGrant,
  updateClient,
  updateCredential,
} from '@/lib/clients';
import { issuer, sweepExpired } from '@/lib/oidc';
import { testDatabase } from '@/lib/testing';
import { api, basic, form, makeScenario, type Scenario } from './scenario.fixture';

const database = testDatabase();
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
type Fields = Record<string, string>;
type Alg = 'RS256' | 'RS384' | 'PS256';

function newPair(modulusLength = 2048) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  return {
    pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    pkcs1: publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const [first, second] = [newPair(), newPair()];
let tenant: Scenario;
let clientId: string;
let credentialId: string;
let secret: string;
beforeAll(async () => {
  tenant = await makeScenario(database);
  const made = await createClient(
    tenant.ctx,
    {
      name: 'Signs',
      client_authentication_methods: {
        private_key_jwt: { credentials: [{ credential_type: 'public_key', pem: first.pem }] },
      },
    },
    { defaults: 'contract' },
  );
  clientId = made.client_id;
  secret = made.client_secret ?? '';
  credentialId = made.client_authentication_methods?.private_key_jwt.credentials[0]?.id ?? '';
  await setClientGrant(tenant.ctx, clientId, api, ['read:orders']);
  await tenant.changesHeard();
});

const seconds = () => Math.floor(tenant.ctx.clock.now.getTime() / 1000);

type Made = { claims?: JWTPayload; without?: string; key?: string; alg?: Alg; kid?: string };

/** An assertion as SDKs make them, with what a test changes. */
async function assertion({ claims = {}, without, key = first.privatePem, alg = 'RS256', kid }: Made = {}) {
  const now = seconds();
  const all: JWTPayload = {
    iss: clientId,
    sub: clientId,
    aud: issuer(),
    iat: now,
    exp: now + 120,
    jti: randomUUID(),
    ...claims,
  };
  if (without) delete all[without];
  const header = kid === undefined ? { alg } : { alg, kid };
  return new SignJWT(all).setProtectedHeader(header).sign(await importPKCS8(key, alg));
}

async function send(fields: Fields, headers: Fields = {}) {
  const init = form({ grant_type: 'client_credentials', audience: api, ...fields });
  const response = await tenant.request('/oauth/token', {
    ...init,
    headers: { ...init.headers, ...headers },
  });
  return { status: response.status, body: await response.json() };
}

const prove = (client_assertion: string, fields: Fields = {}) =>
  send({ client_assertion, client_assertion_type: jwtBearer, ...fields });
const refused = {
  status: 401,
  body: { error: 'invalid_client', error_description: 'Client authentication failed' },
};

describe('private_key_jwt', () => {
  it('proves a client by a signed assertion, for the issuer or the token endpoint, with or without client_id', async () => {
    const forms = [issuer(), `${issuer()}oauth/token`, [issuer(), 'https://else.example/']];
    for (const aud of forms) expect((await prove(await assertion({ claims: { aud } }))).status).toBe(200);
    const { status, body } = await prove(await assertion(), { client_id: clientId });
    expect([status, body.scope]).toEqual([200, 'read:orders']);
  });

  it('takes an assertion once, also of many at one moment', async () => {
    const once = await assertion();
    const answers = await Promise.all(Array.from({ length: 6 }, () => prove(once)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(await prove(once)).toEqual(refused);
  });

  it.each<[string, Made]>([
    ['another issuer', { claims: { iss: 'other' } }],
    ['another audience', { claims: { aud: 'https://evil.example/' } }],
    ['the audience of an API', { claims: { aud: api } }],
    ['no audience', { without: 'aud' }],
    ['no end', { without: 'exp' }],
    ['no jti', { without: 'jti' }],
    ['an empty jti', { claims: { jti: '' } }],
    ['no issuer', { without: 'iss' }],
    ['no subject', { without: 'sub' }],
    ['a key that is not the client’s', { key: second.privatePem }],
    ['an algorithm that is not the credential’s', { alg: 'PS256' }],
    ['a kid that is no credential’s', { kid: 'another-kid-of-mine' }],
  ])('refuses an assertion with %s', async (_, made) => {
    expect(await prove(await assertion(made))).toEqual(refused);
  });

  it('refuses an assertion that is over, not yet good, or good for longer than an hour', async () => {
    const now = seconds();
    for (const claims of [
      { exp: now - 31 },
      { nbf: now + 31 },
      { exp: now + 3700 },
      { iat: now - 7200, exp: now - 3600 },
    ]) {
      expect(await prove(await assertion({ claims }))).toEqual(refused);
    }
    expect((await prove(await assertion({ claims: { exp: now + 3600 } }))).status).toBe(200);
  });

  it('refuses forgeries: none, HS256 with the public key, another client’s name, no JWT at all', async () => {
    const [, payload = '', signature = ''] = (await assertion()).split('.');
    const head = (alg: string) => Buffer.from(JSON.stringify({ alg })).toString('base64url');
    const hmac = await new SignJWT({
      iss: clientId,
      sub: clientId,
      aud: issuer(),
      exp: seconds() + 60,
      jti: 'x',
    })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(first.pem));
    const other = await assertion({ claims: { iss: tenant.web.client_id, sub: tenant.web.client_id } });
    for (const forged of [
      `${head('none')}.${payload}.`,
      `${head('RS256')}.${payload}.${signature.slice(0, -6)}AAAAAA`,
      hmac,
      other,
      'a.b.c',
      'x',
    ]) {
      expect(await prove(forged)).toEqual(refused);
    }
    const clash = await prove(await assertion(), { client_id: tenant.web.client_id });
    expect(clash).toEqual(refused);
  });

  it('is the only way in for a client that has it, and one way at a time', async () => {
    expect(await send({ client_id: clientId, client_secret: secret })).toEqual(refused);
    expect(await send({}, { authorization: basic(clientId, secret) })).toEqual(refused);
    expect(await send({ client_id: clientId })).toEqual(refused);
    for (const [fields, headers] of [
      [{ client_secret: secret }, {}],
      [{}, { authorization: basic(clientId, secret) }],
    ] as const) {
      const both = await send(
        { client_assertion: await assertion(), client_assertion_type: jwtBearer, ...fields },
        headers,
      );
      expect([both.status, both.body.error]).toEqual([400, 'invalid_request']);
    }
    const untyped = await send({ client_assertion: await assertion() });
    expect(untyped.body.error).toBe('invalid_request');
    const other = await send({ client_assertion: await assertion(), client_assertion_type: 'urn:x' });
    expect(other.body.error).toBe('invalid_request');
  });

  it('works at /oauth/revoke too', async () => {
    const fields = { client_assertion: await assertion(), client_assertion_type: jwtBearer, token: 'x' };
    expect((await tenant.request('/oauth/revoke', form(fields))).status).toBe(200);
    expect((await tenant.request('/oauth/revoke', form(fields))).status).toBe(401);
  });

  it('takes two statements: the mark of the assertion and the log row; none for a bad signature', async () => {
    const [good, bad] = [await assertion(), await assertion({ key: second.privatePem })];
    await prove(await assertion());
    expect(await database.queries.during(() => prove(good))).toHaveLength(2);
    expect(await database.queries.during(() => prove(bad))).toHaveLength(0);
  });

  it('remembers an assertion while it would be good, and no longer', async () => {
    await prove(await assertion({ claims: { exp: seconds() + 3600 } }));
    const marks = async () => (await database.sql`select 1 from oidc_used_assertions`).length;
    await sweepExpired(tenant.ctx);
    expect(await marks()).toBeGreaterThan(0);
    tenant.ctx.clock.advance(3631);
    await sweepExpired(tenant.ctx);
    expect(await marks()).toBe(0);
  });
});

describe('credentials', () => {
  const use = async (...ids: string[]) => {
    const credentials = ids.map((id) => ({ id }));
    await updateClient(tenant.ctx, clientId, {
      client_authentication_methods: { private_key_jwt: { credentials } },
    });
    await tenant.changesHeard();
  };

  it('are rotated: both keys work for a while, then the new one alone', async () => {
    const given = {
      credential_type: 'public_key',
      pem: second.pkcs1,
      alg: 'PS256',
      kid: 'second-key',
    } as const;
    const added = await createCredential(tenant.ctx, clientId, given);
    const bySecond = () => assertion({ key: second.privatePem, alg: 'PS256', kid: 'second-key' });
    await tenant.changesHeard();
    expect(await prove(await bySecond())).toEqual(refused);
    await use(credentialId, added.id);
    expect((await prove(await bySecond())).status).toBe(200);
    expect((await prove(await assertion())).status).toBe(200);
    await expect(deleteCredential(tenant.ctx, clientId, credentialId)).rejects.toThrow('Take it out');
    await use(added.id);
    await deleteCredential(tenant.ctx, clientId, credentialId);
    expect(await prove(await assertion())).toEqual(refused);
    await updateCredential(tenant.ctx, clientId, added.id, {
      expires_at: new Date(tenant.ctx.clock.now.getTime() + 60_000).toISOString(),
    });
    await tenant.changesHeard();
    expect((await prove(await bySecond())).status).toBe(200);
    tenant.ctx.clock.advance(61);
    expect(await prove(await bySecond())).toEqual(refused);
  });

  it('of one application are nobody else’s', async () => {
    const other = await createClient(tenant.ctx, { name: 'Other' });
    const mine = await createCredential(tenant.ctx, other.client_id, {
      credential_type: 'public_key',
      pem: newPair().pem,
    });
    await expect(use(mine.id)).rejects.toThrow(`No credential ${mine.id}`);
  });

  it('give way to a secret again when the methods are taken away', async () => {
    await updateClient(tenant.ctx, clientId, { client_authentication_methods: null });
    await tenant.changesHeard();
    expect((await send({ client_id: clientId, client_secret: secret })).status).toBe(200);
    expect(await prove(await assertion({ key: second.privatePem }))).toEqual(refused);
  });
});
