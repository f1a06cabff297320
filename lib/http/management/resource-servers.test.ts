import { beforeAll, describe, expect, it } from 'vitest';
import { managementAudience } from '@/lib/oidc';
import { testDatabase } from '@/lib/testing';
import { expectGate } from './gate.fixture';
import { makeTenant, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let count = 0;
beforeAll(async () => {
  tenant = await makeTenant(database);
});

const path = (id: string) => `/resource-servers/${encodeURIComponent(id)}`;
const post = (body: unknown) => tenant.call('POST', '/resource-servers', { body });
const make = async (input: object = {}) =>
  (await post({ identifier: `https://api${++count}.example/v1?a=b`, ...input })).body;
const refusal = (message: string, errorCode = 'invalid_body') => ({
  statusCode: 400,
  error: 'Bad Request',
  message,
  errorCode,
});
const audit = async (id: string) => {
  const rows = await database.sql<{ description: string }[]>`
    select description from logs where details->>'kind' = 'resource_server' and details->>'id' = ${id}
    order by log_id`;
  return rows.map(({ description }) => description.split(' ')[0]);
};

describe('every route of APIs', () => {
  it.each([
    ['GET', '/resource-servers', 'read:resource_servers'],
    ['POST', '/resource-servers', 'create:resource_servers'],
    ['GET', '/resource-servers/x', 'read:resource_servers'],
    ['PATCH', '/resource-servers/x', 'update:resource_servers'],
    ['DELETE', '/resource-servers/x', 'delete:resource_servers'],
  ] as const)('%s %s asks for a token and for %s', (method, at, scope) =>
    expectGate(tenant, method, at, [scope]),
  );
});

describe('POST /resource-servers', () => {
  it('answers 201 with every field, and records it', async () => {
    const { status, body } = await post({ identifier: 'urn:defaults', name: 'Defaults' });
    expect([status, body]).toEqual([
      201,
      {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        identifier: 'urn:defaults',
        name: 'Defaults',
        scopes: [],
        signing_alg: 'RS256',
        token_lifetime: 86_400,
        token_lifetime_for_web: 7200,
        token_dialect: 'access_token',
        enforce_policies: false,
        allow_offline_access: false,
        skip_consent_for_verifiable_first_party_clients: false,
        is_system: false,
      },
    ]);
    expect(await audit('urn:defaults')).toEqual(['Create']);
  });

  it('takes what an export of a tenant holds, while it asks for nothing that Annex lacks', async () => {
    const { status } = await post({
      identifier: 'urn:exported',
      name: 'Exported',
      allow_online_access: false,
      authorization_details: null,
      authorization_policy: null,
      consent_policy: null,
      proof_of_possession: null,
      token_encryption: null,
      token_lifetime: 3600,
      token_lifetime_for_web: 3600,
      subject_type_authorization: {
        user: { policy: 'allow_all' },
        client: { policy: 'require_client_grant' },
      },
    });
    expect(status).toBe(201);
  });

  it('answers 409 for a taken identifier', async () => {
    await post({ identifier: 'urn:twice' });
    expect((await post({ identifier: 'urn:twice' })).body).toEqual({
      statusCode: 409,
      error: 'Conflict',
      message: 'A resource server with the same identifier already exists',
    });
  });

  it.each([
    [{}, "'Missing required property: identifier'"],
    [{ identifier: 'a b' }, "'No white space is allowed' on property identifier"],
    [{ identifier: 'a\0b' }, "'Control characters are not allowed' on property identifier"],
    [{ identifier: 'x', is_system: true }, "'Additional properties not allowed: is_system'"],
    [{ identifier: 'x', name: '<b>' }, "'A name may not contain < or >' on property name"],
    [
      { identifier: 'x', scopes: [{ value: 'a b' }] },
      `'A scope has no space, " or \\' on property scopes.0.value`,
    ],
    [
      { identifier: 'x', scopes: [{ value: 'a' }, { value: 'a' }] },
      "'A scope is given more than once' on property scopes",
    ],
    [
      { identifier: 'x', scopes: Array.from({ length: 1001 }, (_, i) => ({ value: `s${i}` })) },
      "'Too big: expected array to have <=1000 items' on property scopes",
    ],
    [
      { identifier: 'x', signing_alg: 'HS256' },
      "'Annex signs access tokens with RS256, RS512, PS256; it shares no secret with an API, as HS256 would' on property signing_alg",
    ],
    [
      { identifier: 'x', token_lifetime: 2_592_001 },
      "'Too big: expected number to be <=2592000' on property token_lifetime",
    ],
    [
      { identifier: 'x', token_lifetime: 60, token_lifetime_for_web: 61 },
      "'It may not exceed token_lifetime, 60' on property token_lifetime_for_web",
    ],
    [
      { identifier: 'x', token_encryption: { format: 'compact-nested-jwe' } },
      "'Annex has no encrypted access tokens; only null is accepted' on property token_encryption",
    ],
    [
      { identifier: 'x', subject_type_authorization: { user: { policy: 'require_client_grant' } } },
      "'Annex has no client grants for users; only allow_all is accepted' on property subject_type_authorization.user.policy",
    ],
  ])('refuses %j', async (body, fault) => {
    const answer = await post(body);
    expect([answer.status, answer.body]).toEqual([400, refusal(`Payload validation error: ${fault}.`)]);
  });
});

describe('GET /resource-servers/{id}', () => {
  it('finds it by id and by percent-encoded identifier; the id wins where one is another’s identifier', async () => {
    const made = await make({ name: 'Found' });
    for (const id of [made.id, made.identifier])
      expect((await tenant.call('GET', path(id))).body).toEqual(made);
    await post({ identifier: made.id, name: 'Impostor' });
    expect((await tenant.call('GET', path(made.id))).body).toEqual(made);
  });

  it('answers 404 for what is not there', async () => {
    expect((await tenant.call('GET', path('urn:nothing'))).body).toEqual({
      statusCode: 404,
      error: 'Not Found',
      message: 'The resource server does not exist',
      errorCode: 'inexistent_resource_server',
    });
  });
});

describe('PATCH /resource-servers/{id}', () => {
  it('changes the named fields, replaces the scopes, and records it', async () => {
    const made = await make({ scopes: [{ value: 'a' }, { value: 'b' }], token_lifetime: 7200 });
    const patch = {
      name: 'Patched',
      scopes: [{ value: 'b', description: 'B' }],
      signing_alg: 'PS256',
      token_lifetime: 600,
      token_dialect: 'rfc9068_profile_authz',
      enforce_policies: true,
      allow_offline_access: true,
      skip_consent_for_verifiable_first_party_clients: true,
    };
    const expected = { ...made, ...patch, token_lifetime_for_web: 600 };
    const { status, body } = await tenant.call('PATCH', path(made.identifier), { body: patch });
    expect([status, body]).toEqual([200, expected]);
    expect((await tenant.call('GET', path(made.id))).body).toEqual(expected);
    expect(await audit(made.identifier)).toEqual(['Create', 'Update']);
  });

  it('refuses the identifier, and answers 404 for what is not there', async () => {
    const made = await make();
    const { body } = await tenant.call('PATCH', path(made.id), { body: { identifier: 'urn:new' } });
    expect(body.message).toBe("Payload validation error: 'Additional properties not allowed: identifier'.");
    expect((await tenant.call('PATCH', path('urn:nothing'), { body: {} })).status).toBe(404);
  });

  it('of the Management API changes lifetimes and nothing else', async () => {
    const management = path(managementAudience());
    const patched = await tenant.call('PATCH', management, { body: { token_lifetime: 3600 } });
    expect(patched.body).toMatchObject({
      name: 'Auth0 Management API',
      is_system: true,
      token_lifetime: 3600,
    });
    for (const body of [
      { scopes: [] },
      { name: 'Mine' },
      { enforce_policies: true },
      { signing_alg: 'PS256' },
    ]) {
      const [field] = Object.keys(body);
      expect((await tenant.call('PATCH', management, { body })).body).toEqual(
        refusal(`${field} of Auth0 Management API cannot be changed`, 'operation_not_supported'),
      );
    }
  });
});

describe('DELETE /resource-servers/{id}', () => {
  it('answers 204 again and again, and takes every grant along', async () => {
    const made = await make({ scopes: [{ value: 'a' }] });
    const { identifier: audience } = made;
    const { client_id } = tenant.web;
    const grant = await tenant.call('POST', '/client-grants', {
      body: { client_id, audience, scope: ['a'] },
    });
    expect(grant.status).toBe(201);
    for (let again = 0; again < 2; again++)
      expect((await tenant.call('DELETE', path(audience))).status).toBe(204);
    expect((await tenant.call('GET', path(made.id))).status).toBe(404);
    expect((await tenant.call('GET', `/client-grants/${grant.body.id}`)).status).toBe(404);
    expect(await audit(audience)).toEqual(['Create', 'Delete']);
  });

  it('is refused for the Management API', async () => {
    expect((await tenant.call('DELETE', path(managementAudience()))).body).toEqual(
      refusal('Auth0 Management API cannot be deleted', 'operation_not_supported'),
    );
  });
});

describe('GET /resource-servers', () => {
  it('lists the Management API by its name, and pages each of its three ways', async () => {
    await make();
    const list = (query: string) => tenant.call('GET', `/resource-servers${query}`);
    const all = (await list('?per_page=100')).body;
    expect(all.map(({ name }: { name: string }) => name)).toContain('Auth0 Management API');
    expect((await list('?page=1&per_page=1&include_totals=true')).body).toEqual({
      start: 1,
      limit: 1,
      total: all.length,
      resource_servers: [all[1]],
    });
    const { resource_servers, next } = (await list('?take=2&include_totals=true')).body;
    expect(resource_servers).toEqual(all.slice(0, 2));
    expect((await list(`?take=100&from=${next}`)).body).toEqual({ resource_servers: all.slice(2) });
  });

  it('keeps to the asked identifiers, which may be repeated', async () => {
    const [a, b] = [await make(), await make()];
    const asked = [a, b, { identifier: 'urn:nothing' }].map(
      ({ identifier }) => `identifiers=${encodeURIComponent(identifier)}`,
    );
    const { body } = await tenant.call('GET', `/resource-servers?include_totals=true&${asked.join('&')}`);
    expect([body.total, new Set(body.resource_servers)]).toEqual([2, new Set([a, b])]);
  });
});
