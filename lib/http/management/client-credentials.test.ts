import { generateKeyPairSync } from 'node:crypto';
import { generate } from 'selfsigned';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let clientId: string;
beforeAll(async () => {
  tenant = await makeTenant(database);
  clientId = (await tenant.call('POST', '/clients', { body: { name: 'Has keys' } })).body.client_id;
});

const rsa = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength });
const spki = (modulusLength?: number) => rsa(modulusLength).publicKey.export({ type: 'spki', format: 'pem' });
const path = (rest = '', id = clientId) => `/clients/${id}/credentials${rest}`;
const post = (body: object, id = clientId) =>
  tenant.call('POST', path('', id), { body: { credential_type: 'public_key', ...body } });

const shape = (fields: object = {}) => ({
  id: expect.stringMatching(/^cred_[A-Za-z0-9]{22}$/),
  kid: expect.stringMatching(/^[\w-]{43}$/),
  alg: 'RS256',
  credential_type: 'public_key',
  created_at: '2026-05-04T10:00:00.000Z',
  updated_at: '2026-05-04T10:00:00.000Z',
  ...fields,
});

describe('/clients/{id}/credentials', () => {
  it('makes, shows, changes and deletes a public key, and gives the key itself back nowhere', async () => {
    const made = await post({ name: 'First', pem: spki() });
    expect([made.status, made.body]).toEqual([201, shape({ name: 'First' })]);
    const { id } = made.body;
    expect((await tenant.call('GET', path(`/${id}`))).body).toEqual(made.body);
    const listed = await tenant.call('GET', path('?include_totals=true&per_page=50'));
    expect([listed.status, listed.body]).toEqual([200, [made.body]]);
    const end = { expires_at: '2026-06-01T11:07:30.535694+02:00' };
    const changed = await tenant.call('PATCH', path(`/${id}`), { body: end });
    const expected = { ...made.body, expires_at: '2026-06-01T09:07:30.535Z' };
    expect([changed.status, changed.body]).toEqual([200, expected]);
    const lasting = await tenant.call('PATCH', path(`/${id}`), { body: { expires_at: null } });
    expect(lasting.body).toEqual(made.body);
    const gone = await tenant.call('DELETE', path(`/${id}`));
    expect([gone.status, gone.body]).toEqual([204, null]);
    for (const method of ['GET', 'DELETE']) {
      const { status, body } = await tenant.call(method, path(`/${id}`));
      expect([status, body.errorCode]).toEqual([404, 'inexistent_client_credential']);
    }
    const rows = await database.sql`
      select description from logs where description like ${`% client_credential ${clientId} ${id}`}`;
    const verbs = rows.map(({ description }) => description.split(' ')[0]).toSorted();
    expect(verbs).toEqual(['Create', 'Delete', 'Update', 'Update']);
  });

  it('takes PKCS#1 and certificates, whose end may be the credential’s', async () => {
    const pkcs1 = rsa().publicKey.export({ type: 'pkcs1', format: 'pem' });
    expect((await post({ pem: pkcs1, alg: 'RS384', kid: 'my-own-kid' })).body).toEqual(
      shape({ kid: 'my-own-kid', alg: 'RS384' }),
    );
    const { cert } = await generate([{ name: 'commonName', value: 'x' }], {
      keySize: 2048,
      notAfterDate: new Date('2031-01-02T03:04:05Z'),
    });
    const { body } = await post({ pem: cert, parse_expiry_from_cert: true });
    expect(body.expires_at).toBe('2031-01-02T03:04:05.000Z');
  });

  it('is created whole with its client, which then names it', async () => {
    const credentials = [{ credential_type: 'public_key', name: 'Born with it', pem: spki() }];
    const body = { name: 'Born', client_authentication_methods: { private_key_jwt: { credentials } } };
    const { body: made } = await tenant.call('POST', '/clients', { body });
    expect(made.client_authentication_methods).toEqual({
      private_key_jwt: { credentials: [shape({ name: 'Born with it' })] },
    });
    const [{ id }] = made.client_authentication_methods.private_key_jwt.credentials;
    const { body: shown } = await tenant.call('GET', `/clients/${made.client_id}`);
    expect(shown.client_authentication_methods).toEqual({ private_key_jwt: { credentials: [{ id }] } });
    const used = await tenant.call('DELETE', path(`/${id}`, made.client_id));
    expect([used.status, used.body.errorCode]).toEqual([400, 'operation_not_supported']);
    const both = await tenant.call('PATCH', `/clients/${made.client_id}`, {
      body: { token_endpoint_auth_method: 'client_secret_post' },
    });
    expect(both.body.message).toContain('It must be null beside client_authentication_methods');
    const back = { client_authentication_methods: null, token_endpoint_auth_method: 'client_secret_post' };
    expect((await tenant.call('PATCH', `/clients/${made.client_id}`, { body: back })).status).toBe(200);
    expect((await tenant.call('DELETE', path(`/${id}`, made.client_id))).status).toBe(204);
  });

  it('refuses a kid that the client has, and an eleventh key', async () => {
    const { body: client } = await tenant.call('POST', '/clients', { body: { name: 'Full' } });
    const pem = spki();
    const numbers = Array.from({ length: 10 }, (_, index) => `kid-number-${index}`);
    for (const kid of numbers) expect((await post({ pem, kid }, client.client_id)).status).toBe(201);
    expect((await post({ pem }, client.client_id)).body.errorCode).toBe('operation_not_supported');
    const { body: other } = await tenant.call('POST', '/clients', { body: { name: 'Twice' } });
    expect((await post({ pem }, other.client_id)).status).toBe(201);
    expect((await post({ pem }, other.client_id)).status).toBe(409);
  });

  it('belongs to its client: by another client’s path it is not there', async () => {
    const { body: mine } = await post({ pem: spki() });
    const { body: other } = await tenant.call('POST', '/clients', { body: { name: 'Stranger' } });
    for (const method of ['GET', 'DELETE']) {
      expect((await tenant.call(method, path(`/${mine.id}`, other.client_id))).status).toBe(404);
    }
    const patched = await tenant.call('PATCH', path(`/${mine.id}`, other.client_id), {
      body: { expires_at: null },
    });
    expect(patched.status).toBe(404);
    expect((await tenant.call('GET', path(`/${mine.id}`))).status).toBe(200);
  });

  it('is nothing that an unknown client or the global one has', async () => {
    expect((await post({ pem: spki() }, 'nobody')).body.errorCode).toBe('inexistent_client');
    expect((await tenant.call('GET', path('', 'nobody'))).status).toBe(404);
    const [{ client_id }] = (await tenant.call('GET', '/clients?is_global=true')).body;
    expect((await post({ pem: spki() }, client_id)).body.errorCode).toBe('operation_not_supported');
  });

  it.each<[string, () => object, string]>([
    ['no PEM', () => ({}), 'Missing required property: pem'],
    [
      'a private key',
      () => ({ pem: rsa().privateKey.export({ type: 'pkcs8', format: 'pem' }) }),
      'A public key or a certificate is needed, in PEM',
    ],
    [
      'text that is no key',
      () => ({ pem: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----' }),
      'This is not the PEM of a key',
    ],
    [
      'a key of a curve',
      () => ({
        pem: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
          type: 'spki',
          format: 'pem',
        }),
      }),
      'An RSA key is needed',
    ],
    ['a weak key', () => ({ pem: spki(1024) }), 'The key must have 2048 to 8192 bits'],
    [
      'a certificate’s subject',
      () => ({ credential_type: 'cert_subject_dn', subject_dn: 'CN=x' }),
      'Annex takes credentials of the type public_key',
    ],
    ['another algorithm', () => ({ pem: 'x', alg: 'HS256' }), 'Invalid option'],
    ['a short kid', () => ({ pem: 'x', kid: 'short' }), 'A kid is 10 to 64 letters, digits, - and _'],
    ['an end before time', () => ({ pem: 'x', expires_at: '0000-01-01T00:00:00Z' }), 'A moment of this'],
    ['an end that is none', () => ({ pem: 'x', expires_at: 'tomorrow' }), 'Invalid ISO datetime'],
    [
      'an end to read from a bare key',
      () => ({ pem: spki(), parse_expiry_from_cert: true }),
      'Only a certificate has an end of its own',
    ],
  ])('refuses %s', async (_, body, fault) => {
    const answer = await post(body());
    expect([answer.status, answer.body.errorCode]).toEqual([400, 'invalid_body']);
    expect(answer.body.message).toContain(fault);
  });
});
