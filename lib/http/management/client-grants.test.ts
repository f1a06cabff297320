import { beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '@/lib/clients';
import { api } from '@/lib/http/oidc/scenario.fixture';
import { managementAudience } from '@/lib/oidc';
import { internalClientId } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import { expectGate } from './gate.fixture';
import { makeTenant, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
});

const newClient = async () => (await createClient(tenant.ctx, { name: 'Grantee' })).client_id;
const post = (body: unknown) => tenant.call('POST', '/client-grants', { body });
const make = async (scope: string[] = ['read:orders']) =>
  (await post({ client_id: await newClient(), audience: api, scope })).body;

describe('every route of client grants', () => {
  it.each([
    ['GET', '/client-grants', 'read:client_grants'],
    ['POST', '/client-grants', 'create:client_grants'],
    ['GET', '/client-grants/x', 'read:client_grants'],
    ['PATCH', '/client-grants/x', 'update:client_grants'],
    ['DELETE', '/client-grants/x', 'delete:client_grants'],
  ] as const)('%s %s asks for a token and for %s', (method, at, scope) =>
    expectGate(tenant, method, at, [scope]),
  );
});

describe('POST /client-grants', () => {
  it('answers 201, once for an application and an API, and records it', async () => {
    const client_id = await newClient();
    const body = { client_id, audience: api, scope: ['read:orders', 'read:orders'], subject_type: 'client' };
    const made = await post(body);
    expect([made.status, made.body]).toEqual([
      201,
      {
        id: expect.stringMatching(/^cgr_[A-Za-z0-9]{16}$/),
        client_id,
        audience: api,
        scope: ['read:orders'],
        allow_all_scopes: false,
        subject_type: 'client',
      },
    ]);
    expect(await post(body)).toMatchObject({ status: 409 });
    const logged = await database.sql`
      select 1 from logs where description = ${`Create client_grant ${made.body.id}`}`;
    expect(logged).toHaveLength(1);
  });

  it('takes any scope of the Management API and shows it back, as an import from Auth0 needs it', async () => {
    const scope = ['read:users', 'read:branding', 'create:hooks'];
    const { status, body } = await post({
      client_id: await newClient(),
      audience: managementAudience(),
      scope,
    });
    expect([status, body.scope]).toEqual([201, scope]);
  });

  it('answers 404 for an unknown application, Annex’s own too, and for an unknown API', async () => {
    await createClient(tenant.ctx, { name: 'Annex', client_id: internalClientId }, { internal: true });
    for (const client_id of ['nobody', internalClientId]) {
      const { status, body } = await post({ client_id, audience: api, scope: [] });
      expect([status, body.errorCode]).toEqual([404, 'inexistent_client']);
    }
    const { status, body } = await post({ client_id: await newClient(), audience: 'urn:nothing' });
    expect([status, body.errorCode]).toEqual([404, 'inexistent_resource_server']);
  });

  it.each([
    [{ audience: api }, "'Missing required property: client_id'"],
    [{ client_id: 'x' }, "'Missing required property: audience'"],
    [{ client_id: 'a\0b', audience: api }, "'Control characters are not allowed' on property client_id"],
    [
      { client_id: 'x', audience: api, scope: ['a b'] },
      `'A scope has no space, " or \\' on property scope.0`,
    ],
    [
      { client_id: 'x', audience: api, subject_type: 'user' },
      "'Annex has no client grants for users; only client is accepted' on property subject_type",
    ],
    [
      { client_id: 'x', audience: api, organization_usage: 'require' },
      "'Annex has no organizations; only deny is accepted' on property organization_usage",
    ],
    [
      { client_id: 'x', audience: api, allow_any_organization: true },
      "'Annex has no organizations; only false is accepted' on property allow_any_organization",
    ],
    [
      { client_id: 'x', audience: api, authorization_details_types: ['payment'] },
      "'Annex has no rich authorization requests' on property authorization_details_types",
    ],
    [
      { client_id: 'x', audience: api, default_for: 'third_party_clients' },
      "'Additional properties not allowed: default_for'",
    ],
  ])('refuses %j', async (body, fault) => {
    const answer = await post(body);
    expect([answer.status, answer.body.message]).toEqual([400, `Payload validation error: ${fault}.`]);
  });

  it('refuses a scope that the API lacks, by name, and scopes beside all of them', async () => {
    const client_id = await newClient();
    const lacking = await post({ client_id, audience: api, scope: ['read:orders', 'burn:orders'] });
    expect([lacking.status, lacking.body.message]).toEqual([
      400,
      "Payload validation error: 'Shop API has no scope burn:orders' on property scope.",
    ]);
    const both = await post({ client_id, audience: api, scope: ['read:orders'], allow_all_scopes: true });
    expect([both.status, both.body.message]).toEqual([
      400,
      "Payload validation error: 'It must be empty with allow_all_scopes' on property scope.",
    ]);
  });
});

describe('PATCH /client-grants/{id}', () => {
  const patch = (id: string, body: unknown) => tenant.call('PATCH', `/client-grants/${id}`, { body });

  it('replaces the scopes; all of them in their place, and back', async () => {
    const made = await make();
    const scope = ['write:orders'];
    expect(await patch(made.id, { scope })).toMatchObject({ status: 200, body: { ...made, scope } });
    expect((await patch(made.id, { allow_all_scopes: true })).body).toMatchObject({
      scope: [],
      allow_all_scopes: true,
    });
    expect((await patch(made.id, { allow_all_scopes: false, scope: null })).body).toMatchObject({
      scope: [],
      allow_all_scopes: false,
    });
  });

  it('refuses what may not change, and answers 404 for what is not there', async () => {
    const made = await make();
    for (const body of [
      { audience: 'urn:x' },
      { client_id: 'x' },
      { subject_type: 'client' },
      { scope: 'a' },
    ])
      expect((await patch(made.id, body)).status).toBe(400);
    expect((await patch('cgr_x', { scope: [] })).body).toMatchObject({
      statusCode: 404,
      errorCode: 'inexistent_client_grant',
    });
  });
});

describe('DELETE /client-grants/{id}', () => {
  it('answers 204 again and again; the next token is refused', async () => {
    const { body: grant } = await tenant.call('GET', `/client-grants?client_id=${tenant.web.client_id}`);
    const credentials = { grant_type: 'client_credentials', audience: api };
    expect((await tenant.token(credentials)).status).toBe(200);
    const { id } = grant.find(({ audience }: { audience: string }) => audience === api);
    for (let again = 0; again < 2; again++)
      expect((await tenant.call('DELETE', `/client-grants/${id}`)).status).toBe(204);
    await tenant.changesHeard();
    expect((await tenant.token(credentials)).body.error).toBe('access_denied');
  });
});

describe('GET /client-grants', () => {
  it('keeps to an API and an application, and pages each of its three ways', async () => {
    const made = [await make(), await make(), await make()];
    const list = (query: string) => tenant.call('GET', `/client-grants?${query}`);
    const audience = encodeURIComponent(api);
    const all = (await list(`audience=${audience}`)).body;
    expect(all).toEqual(expect.arrayContaining(made));
    expect((await list(`client_id=${made[0].client_id}`)).body).toEqual([made[0]]);
    expect((await list(`audience=${audience}&include_totals=true&per_page=2`)).body).toMatchObject({
      start: 0,
      limit: 2,
      total: all.length,
      client_grants: all.slice(0, 2),
    });
    const { client_grants, next } = (await list(`audience=${audience}&include_totals=true&take=2`)).body;
    const rest = (await list(`audience=${audience}&take=100&from=${next}`)).body;
    expect([...client_grants, ...rest.client_grants]).toEqual(all);
    expect((await list('subject_type=user')).status).toBe(400);
  });
});
