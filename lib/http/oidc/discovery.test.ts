import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { makeScenario, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
beforeAll(async () => {
  tenant = await makeScenario(database);
});

describe('discovery', () => {
  it('names the configured issuer whatever the Host header says', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    const response = await tenant.app.request(
      'http://evil.example/.well-known/openid-configuration',
      { headers },
      { context: tenant.ctx },
    );
    const document = await response.json();
    expect(document.issuer).toBe('http://localhost:3000/');
    expect(JSON.stringify(document)).not.toContain('evil');
  });

  it('lists only what works: every endpoint answers something other than 404', async () => {
    const response = await tenant.request('/.well-known/openid-configuration');
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const document = await response.json();
    const endpoints = Object.entries(document).filter(([name]) => /_endpoint$|_uri$/.test(name));
    expect(endpoints).toHaveLength(7);
    for (const [, address] of endpoints) {
      expect((await tenant.request(new URL(String(address)).pathname)).status).not.toBe(404);
    }
    expect(document).toMatchObject({
      response_types_supported: ['code'],
      response_modes_supported: ['query', 'fragment', 'form_post'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['HS256', 'RS256'],
      token_endpoint_auth_signing_alg_values_supported: ['RS256', 'RS384', 'PS256'],
    });
    const alias = await tenant.request('/.well-known/oauth-authorization-server');
    expect(await alias.json()).toEqual(document);
  });
});

describe('signing keys', () => {
  it('are published in their public halves only: the current and the next', async () => {
    const response = await tenant.request('/.well-known/jwks.json');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const { keys } = await response.json();
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      expect(Object.keys(key).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
      expect(key).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig', e: 'AQAB' });
      expect(Buffer.from(key.n, 'base64url')).toHaveLength(256);
    }
  });

  it('are kept encrypted', async () => {
    const rows = await database.sql`select private_jwk from signing_keys`;
    for (const { private_jwk } of rows) expect(private_jwk.toString('latin1')).not.toContain('"d"');
  });
});
