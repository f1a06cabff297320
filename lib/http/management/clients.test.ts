import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createClient, ensureGlobalClient, getClient, listClients, updateClient } from '@/lib/clients';
import { internalClientId } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let names = 0;
beforeAll(async () => {
  tenant = await makeTenant(database);
  await createClient(tenant.ctx, { name: 'Annex', client_id: internalClientId }, { internal: true });
});

const post = (body: unknown) => tenant.call('POST', '/clients', { body });
const patch = (id: string, body: unknown, token?: string) =>
  tenant.call('PATCH', `/clients/${id}`, { body, token });
const get = (id: string, token?: string) => tenant.call('GET', `/clients/${id}`, { token });
const make = async (fields = {}) => (await post({ name: `Client ${++names}`, ...fields })).body;
const globalClient = async () => (await tenant.call('GET', '/clients?is_global=true')).body[0];

const count = async (work: () => Promise<unknown>) => {
  const statements = await database.queries.during(work);
  return statements.filter((statement) => !/^(begin|commit)/i.test(statement)).length;
};

const notThere = {
  statusCode: 404,
  error: 'Not Found',
  message: 'The client does not exist',
  errorCode: 'inexistent_client',
};
const invalid = (fault: string) => [
  400,
  {
    statusCode: 400,
    error: 'Bad Request',
    message: `Payload validation error: ${fault}.`,
    errorCode: 'invalid_body',
  },
];

/** Every field that a client may be given, none at its default. */
const everything = {
  name: 'Everything',
  description: 'All of it',
  app_type: 'regular_web',
  logo_uri: 'https://example.com/logo.png',
  is_first_party: false,
  oidc_conformant: true,
  callbacks: ['https://app.example/cb', 'com.example.app://cb', 'https://*.example.com/cb'],
  allowed_origins: ['https://*.contoso.com', 'capacitor://localhost'],
  web_origins: ['https://app.example'],
  client_aliases: ['urn:alias'],
  allowed_clients: ['someClient'],
  allowed_logout_urls: ['https://app.example/bye'],
  grant_types: ['authorization_code', 'implicit', 'urn:ietf:params:oauth:grant-type:device_code'],
  jwt_configuration: { lifetime_in_seconds: 600, secret_encoded: true, alg: 'HS256', scopes: { a: 'b' } },
  sso: true,
  sso_disabled: true,
  cross_origin_authentication: true,
  cross_origin_loc: 'https://app.example/co',
  custom_login_page_on: false,
  custom_login_page: '<html>{{ x }}</html>',
  custom_login_page_preview: '<html></html>',
  form_template: '<form></form>',
  addons: {
    samlp: { audience: 'urn:x', mappings: { email: 'e' } },
    azure_blob: { storageAccessKey: 'hush-hush-4720' },
  },
  token_endpoint_auth_method: 'client_secret_basic',
  is_token_endpoint_ip_header_trusted: true,
  client_metadata: { team: 'blue' },
  mobile: { ios: { team_id: 'T' } },
  initiate_login_uri: 'https://app.example/start',
  native_social_login: { apple: { enabled: true } },
  refresh_token: {
    rotation_type: 'rotating',
    expiration_type: 'expiring',
    leeway: 5,
    token_lifetime: 100,
    infinite_token_lifetime: false,
    idle_token_lifetime: 50,
    infinite_idle_token_lifetime: false,
    policies: [{ audience: 'urn:api', scope: ['read:a'] }],
  },
  organization_usage: 'allow',
  organization_require_behavior: 'no_prompt',
  require_pushed_authorization_requests: true,
  oidc_logout: { backchannel_logout_urls: ['https://app.example/logout'] },
  session_transfer: { can_create_session_transfer_token: false },
  token_quota: { client_credentials: { per_day: 5 } },
  encryption_key: { pub: 'P', cert: 'C', subject: '/CN=x' },
} as const;

describe('POST /clients', () => {
  it('answers 201 with the recorded defaults of Auth0 and a secret', async () => {
    const { status, body } = await post({ name: 'Only a name' });
    expect([status, body]).toEqual([
      201,
      {
        client_id: expect.stringMatching(/^[A-Za-z0-9]{32}$/),
        client_secret: expect.stringMatching(/^[\w-]{43}$/),
        name: 'Only a name',
        tenant: 'localhost',
        global: false,
        is_first_party: true,
        oidc_conformant: false,
        sso_disabled: false,
        cross_origin_authentication: false,
        custom_login_page_on: true,
        is_token_endpoint_ip_header_trusted: false,
        require_pushed_authorization_requests: false,
        grant_types: ['authorization_code', 'implicit', 'refresh_token', 'client_credentials'],
        jwt_configuration: { lifetime_in_seconds: 36_000, secret_encoded: false },
        refresh_token: {
          rotation_type: 'non-rotating',
          expiration_type: 'non-expiring',
          leeway: 0,
          token_lifetime: 2_592_000,
          infinite_token_lifetime: true,
          idle_token_lifetime: 1_296_000,
          infinite_idle_token_lifetime: true,
        },
        callbacks: [],
        allowed_logout_urls: [],
        allowed_origins: [],
        web_origins: [],
        client_metadata: {},
        signing_keys: [
          {
            cert: expect.stringMatching(/^-----BEGIN CERTIFICATE-----/),
            pkcs7: expect.stringMatching(/^-----BEGIN PKCS7-----/),
          },
        ],
      },
    ]);
    expect((await get(body.client_id)).body).toEqual(body);
  });

  it('keeps every field and gives it back exactly, addons and encryption key sealed or hidden at rest', async () => {
    const { status, body } = await post(everything);
    expect([status, body]).toEqual([201, expect.objectContaining(everything)]);
    expect((await get(body.client_id)).body).toEqual(body);
    const [row] =
      await database.sql`select c::text as row from clients c where client_id = ${body.client_id}`;
    const logged = await database.sql`select details::text from logs where details::text like '%Everything%'`;
    expect(logged).toHaveLength(1);
    for (const secret of ['hush-hush-4720', body.client_secret]) {
      for (const text of [row?.row, JSON.stringify(logged)]) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(Buffer.from(secret).toString('hex'));
      }
    }
  });

  it('makes a refresh token policy that expires expire in both ways where it does not say (recorded)', async () => {
    const { refresh_token } = await make({
      refresh_token: { rotation_type: 'non-rotating', expiration_type: 'expiring' },
    });
    expect(refresh_token).toMatchObject({
      infinite_token_lifetime: false,
      infinite_idle_token_lifetime: false,
    });
  });

  it('takes a client id and a secret along from elsewhere, and the id once', async () => {
    const brought = { client_id: 'MovedHereFromAuth0000000000000001', client_secret: 's'.repeat(40) };
    expect(await make(brought)).toMatchObject(brought);
    expect((await post({ name: 'Again', ...brought })).status).toBe(409);
    expect((await post({ name: 'Ours', client_id: internalClientId })).status).toBe(409);
  });

  it.each([
    [{}, "'Missing required property: name'"],
    [{ name: '<b>' }, "'A name may not contain < or >' on property name"],
    [
      { name: 'x', description: 'd'.repeat(141) },
      "'Too big: expected string to have <=140 characters' on property description",
    ],
    [{ name: 'x', unknown: 1 }, "'Additional properties not allowed: unknown'"],
    [{ name: 'x', tenant: 't' }, "'Additional properties not allowed: tenant'"],
    [{ name: 'x', global: true }, "'Additional properties not allowed: global'"],
    [{ name: 'x', internal: true }, "'Additional properties not allowed: internal'"],
    [{ name: 'x\0' }, "'U+0000 and unpaired surrogates are not allowed' on property name"],
    [
      { name: 'x', mobile: { a: '\ud800' } },
      "'U+0000 and unpaired surrogates are not allowed' on property mobile",
    ],
    [
      { name: 'x', callbacks: ['https://a.example', 'javascript:alert(1)'] },
      "'An address such as https://app.example.com/callback is needed, without a fragment' on property callbacks.1",
    ],
    [
      { name: 'x', jwt_configuration: { alg: 'PS256' } },
      "'Annex signs ID tokens with RS256 or HS256' on property jwt_configuration.alg",
    ],
    [
      { name: 'x', app_type: 'spa', jwt_configuration: { alg: 'HS256' } },
      "'HS256 needs an application that keeps a secret' on property jwt_configuration.alg",
    ],
    [
      { name: 'x', require_proof_of_possession: true },
      "'Annex does not offer proof of possession (DPoP)' on property require_proof_of_possession",
    ],
    [
      { name: 'x', client_authentication_methods: { tls_client_auth: {} } },
      "'Missing required property: private_key_jwt' on property client_authentication_methods",
    ],
    [
      { name: 'x', client_metadata: Object.fromEntries('abcdefghijk'.split('').map((key) => [key, key])) },
      "'At most 10 keys are allowed' on property client_metadata",
    ],
  ])('refuses %j', async (body, fault) => {
    const answer = await post(body);
    expect([answer.status, answer.body]).toEqual(invalid(fault));
  });

  it('takes five statements: client, log, its connections and their notice, notice', async () => {
    expect(await count(() => make())).toBe(5);
  });
});

describe('PATCH /clients/{id}', () => {
  it('replaces fields, merges what is merged by key, and removes what is null', async () => {
    const { client_id: id } = await post({ ...everything, name: 'Patched' }).then(({ body }) => body);
    const { status, body } = await patch(id, {
      description: null,
      addons: null,
      callbacks: [],
      client_metadata: { team: null, color: 'red' },
      jwt_configuration: { lifetime_in_seconds: 700 },
      refresh_token: { leeway: 9 },
    });
    const { description: _, addons: __, ...rest } = everything;
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        ...rest,
        name: 'Patched',
        callbacks: [],
        client_metadata: { color: 'red' },
        jwt_configuration: { ...everything.jwt_configuration, lifetime_in_seconds: 700 },
        refresh_token: { ...everything.refresh_token, leeway: 9 },
      }),
    ]);
    expect(body).not.toHaveProperty('description');
    expect(body).not.toHaveProperty('addons');
    expect((await get(id)).body).toEqual(body);
  });

  it('loses none of many changes of client_metadata at one moment', async () => {
    const { client_id: id } = await make();
    const keys = ['a', 'b', 'c', 'd'];
    await Promise.all(keys.map((key) => patch(id, { client_metadata: { [key]: key } })));
    expect(Object.keys((await get(id)).body.client_metadata).sort()).toEqual(keys);
    expect(
      (await patch(id, { client_metadata: Object.fromEntries('efghijk'.split('').map((k) => [k, k])) }))
        .status,
    ).toBe(400);
  });

  it('records which fields changed and nothing of the others', async () => {
    const { client_id: id } = await make({ description: 'old' });
    await patch(id, { description: 'new', client_secret: 'n'.repeat(43), encryption_key: { pub: 'P' } });
    const rows = await database.sql`
      select details from logs where description = ${`Update client ${id}`}`;
    expect(rows.map(({ details: { before, after } }) => [before, after])).toEqual([
      [
        { description: 'old', client_secret: '*****', encryption_key: null },
        { description: 'new', client_secret: '***** (new)', encryption_key: { pub: 'P' } },
      ],
    ]);
  });

  it('answers 404 for an unknown client and for Annex’s own, which stays as it is', async () => {
    const ours = () => database.sql`select c::text from clients c where client_id = ${internalClientId}`;
    const before = await ours();
    for (const id of ['nobody', internalClientId]) {
      expect((await patch(id, { name: 'x' })).body).toEqual(notThere);
      expect((await get(id)).body).toEqual(notThere);
      expect((await tenant.call('POST', `/clients/${id}/rotate-secret`)).body).toEqual(notThere);
      expect((await tenant.call('DELETE', `/clients/${id}`)).status).toBe(204);
      expect((await tenant.call('GET', `/clients/${id}/credentials`)).body).toEqual(notThere);
    }
    expect(await ours()).toEqual(before);
  });

  it('gives a secret to an application that begins to need one', async () => {
    const spa = await createClient(tenant.ctx, { name: 'Open', app_type: 'spa' });
    expect(spa.client_secret).toBeNull();
    const { body } = await patch(spa.client_id, { token_endpoint_auth_method: 'client_secret_post' });
    expect(body.client_secret).toMatch(/^[\w-]{43}$/);
  });

  it.each([
    [{ client_id: 'x' }, "'Additional properties not allowed: client_id'"],
    [{ global: true }, "'Additional properties not allowed: global'"],
    [
      { client_secret: 'short' },
      "'A secret is 32 to 256 printable characters without spaces' on property client_secret",
    ],
    [
      { client_authentication_methods: { private_key_jwt: { credentials: [{ id: 'cred_none' }] } } },
      "'No credential cred_none' on property client_authentication_methods.private_key_jwt.credentials",
    ],
  ])('refuses %j', async (body, fault) => {
    const { client_id: id } = await make();
    const answer = await patch(id, body);
    expect([answer.status, answer.body]).toEqual(invalid(fault));
  });
});

describe('an exported client', () => {
  it('is taken as it is by POST and PATCH, as auth0-deploy-cli sends it', async () => {
    const { body: exported } = await get((await post({ ...everything, name: 'Exported' })).body.client_id);
    const {
      client_id,
      client_secret: _,
      signing_keys: __,
      tenant: ___,
      owners: ____,
      global: _____,
      ...file
    } = exported;
    const made = await post(file);
    expect([made.status, made.body]).toEqual([201, expect.objectContaining(file)]);
    const updated = await patch(client_id, file);
    expect([updated.status, updated.body]).toEqual([200, exported]);
  });
});

describe('GET /clients', () => {
  const list = async (query: string, token?: string) =>
    (await tenant.call('GET', `/clients${query}`, { token })).body;

  it('answers pages with and without totals, and by checkpoint, never with Annex’s own', async () => {
    const all = await list('?per_page=100');
    const ids = all.map((client: { client_id: string }) => client.client_id);
    expect(ids).not.toContain(internalClientId);
    expect(ids.length).toBeGreaterThan(5);
    const paged = await list('?per_page=2&page=1&include_totals=true&fields=client_id');
    const some = ids.slice(2, 4).map((client_id: string) => ({ client_id }));
    expect(paged).toEqual({ start: 2, limit: 2, total: ids.length, clients: some });
    const seen: string[] = [];
    for (let query = '?take=3&include_totals=true'; query !== ''; ) {
      const { clients, next } = await list(query);
      seen.push(...clients.map((client: { client_id: string }) => client.client_id));
      query = next === undefined ? '' : `?take=3&from=${next}`;
    }
    expect(seen.toSorted()).toEqual(ids.toSorted());
    // The third is the log row of a read that gave secrets out.
    expect(await count(() => list('?include_totals=true'))).toBe(3);
  });

  it('filters by first party, by kinds, and by the global client', async () => {
    await make({ app_type: 'spa', is_first_party: false });
    await make({ app_type: 'native' });
    const kinds = await list('?app_type=spa,native&fields=app_type');
    expect(new Set(kinds.map((client: { app_type: string }) => client.app_type))).toEqual(
      new Set(['spa', 'native']),
    );
    const third = await list('?is_first_party=false&fields=is_first_party');
    expect(third.length).toBeGreaterThan(0);
    expect(third.every((client: { is_first_party: boolean }) => !client.is_first_party)).toBe(true);
    expect(await list('?is_global=true&fields=global,name')).toEqual([
      { global: true, name: 'All Applications' },
    ]);
    const locals = await list('?is_global=false&per_page=100&fields=global');
    expect(locals.every((client: { global: boolean }) => !client.global)).toBe(true);
  });

  it.each([
    [
      '?q=client_grant.allow_any_organization:true',
      "'Queries are about organizations, which Annex does not have' on property q",
    ],
    [
      '?external_client_id=https://x.example',
      "'Annex registers no clients by metadata documents' on property external_client_id",
    ],
    ['?app_type=a%20b', "'A list of application types with commas is needed' on property app_type"],
    ['?from=%00', "'Not a checkpoint of this list' on property from"],
    ['?sort=name', "'Additional properties not allowed: sort'"],
  ])('refuses %s', async (query, fault) => {
    const { status, body } = await tenant.call('GET', `/clients${query}`);
    expect([status, body.message]).toEqual([400, `Query validation error: ${fault}.`]);
  });
});

describe('scopes decide what is seen and written', () => {
  it('a summary, the whole without keys, keys, ways of authentication', async () => {
    const { client_id: id, client_secret } = await post({ ...everything, name: 'Seen' }).then(
      ({ body }) => body,
    );
    const as = async (...scopes: Parameters<Tenant['machineToken']>) =>
      (await get(id, await tenant.machineToken(...scopes))).body;
    const summary = { client_id: id, name: 'Seen', description: 'All of it', app_type: 'regular_web' };
    expect(await as('read:client_summary')).toEqual(summary);
    expect(await as('read:client_credentials')).toEqual(summary);
    const { encryption_key, ...rest } = everything;
    const whole = await as('read:clients');
    expect(whole).toEqual(expect.objectContaining({ ...rest, name: 'Seen' }));
    expect(whole).not.toHaveProperty('client_secret');
    expect(whole).not.toHaveProperty('encryption_key');
    expect(await as('read:client_keys')).toEqual({
      ...whole,
      client_secret,
      encryption_key,
      signing_keys: [expect.any(Object)],
    });
    const listed = await tenant.call('GET', '/clients?per_page=100', {
      token: await tenant.machineToken('read:clients'),
    });
    expect(JSON.stringify(listed.body)).not.toMatch(
      /"client_secret":|"encryption_key":|"client_authentication_methods":/,
    );
  });

  it('the console, with every scope, is shown no keys again', async () => {
    const { client_id: id } = await make({ encryption_key: { pub: 'P' } });
    for (const view of [
      await getClient(tenant.ctx, id),
      await updateClient(tenant.ctx, id, { description: 'x' }),
      ...(await listClients(tenant.ctx)),
    ]) {
      expect(Object.keys(view).filter((name) => /secret|_key$|_keys$/.test(name))).toEqual([]);
    }
  });

  it('keys are written with update:client_keys, ways of authentication with scopes of their own', async () => {
    const { client_id: id } = await make();
    const token = await tenant.machineToken('update:clients', 'create:clients');
    const methods = { private_key_jwt: { credentials: [{ id: 'cred_x' }] } };
    for (const [body, scope] of [
      [{ client_secret: 'k'.repeat(43) }, 'update:client_keys'],
      [{ encryption_key: null }, 'update:client_keys'],
      [{ client_authentication_methods: methods }, 'update:client_credentials'],
    ] as const) {
      const answer = await patch(id, body, token);
      expect([answer.status, answer.body.message]).toEqual([
        403,
        `Insufficient scope, expected any of: ${scope}`,
      ]);
    }
    const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
      type: 'spki',
      format: 'pem',
    });
    const credentials = [{ credential_type: 'public_key', pem }];
    const body = { name: 'x', client_authentication_methods: { private_key_jwt: { credentials } } };
    expect((await tenant.call('POST', '/clients', { body, token })).status).toBe(403);
  });

  it.each([
    ['GET', '/clients', 'read:users'],
    ['GET', '/clients/x', 'read:users'],
    ['POST', '/clients', 'update:clients'],
    ['PATCH', '/clients/x', 'create:clients'],
    ['DELETE', '/clients/x', 'update:clients'],
    ['POST', '/clients/x/rotate-secret', 'update:clients'],
    ['GET', '/clients/x/credentials', 'read:clients'],
    ['POST', '/clients/x/credentials', 'create:clients'],
    ['GET', '/clients/x/credentials/y', 'read:client_keys'],
    ['PATCH', '/clients/x/credentials/y', 'update:clients'],
    ['DELETE', '/clients/x/credentials/y', 'delete:clients'],
  ] as const)('%s %s answers 401 without a token and 403 with only %s', async (method, path, scope) => {
    expect((await tenant.call(method, path, { token: '' })).status).toBe(401);
    const { status, body } = await tenant.call(method, path, { token: await tenant.machineToken(scope) });
    expect([status, body.errorCode]).toEqual([403, 'insufficient_scope']);
  });
});

describe('POST /clients/{id}/rotate-secret', () => {
  it('gives a new secret, which works at once, and ends the old', async () => {
    const made = await make();
    const path = `/clients/${made.client_id}/rotate-secret`;
    const { status, body } = await tenant.call('POST', path, { body: null });
    expect([status, { ...body, client_secret: made.client_secret }]).toEqual([200, made]);
    expect(body.client_secret).not.toBe(made.client_secret);
    await tenant.changesHeard();
    const grant = { grant_type: 'client_credentials', audience: 'https://api.example/' };
    expect((await tenant.token(grant, made)).status).toBe(401);
    expect((await tenant.token(grant, body)).body.error).toBe('access_denied');
  });
});

describe('DELETE /clients/{id}', () => {
  it('answers 204, again too, and takes credentials along', async () => {
    const { client_id: id } = await make();
    const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
      type: 'spki',
      format: 'pem',
    });
    const credential = { credential_type: 'public_key', pem };
    expect((await tenant.call('POST', `/clients/${id}/credentials`, { body: credential })).status).toBe(201);
    for (let round = 0; round < 2; round++) {
      const { status, body } = await tenant.call('DELETE', `/clients/${id}`);
      expect([status, body]).toEqual([204, null]);
    }
    expect((await get(id)).body).toEqual(notThere);
    expect(await database.sql`select 1 from client_credentials where client_id = ${id}`).toHaveLength(0);
  });
});

describe('the global client', () => {
  it('is one, also when many processes set up together', async () => {
    await Promise.all([1, 2, 3].map(() => ensureGlobalClient(tenant.ctx)));
    expect((await tenant.call('GET', '/clients?is_global=true')).body).toHaveLength(1);
  });

  it('holds the sign-in page of the tenant, and nothing else of it changes', async () => {
    const { client_id: id } = await globalClient();
    const page = { custom_login_page: '<html>ours</html>', custom_login_page_on: false };
    expect((await patch(id, page)).body).toMatchObject(page);
    expect(await globalClient()).toMatchObject(page);
    for (const body of [
      { grant_types: ['client_credentials'] },
      { name: 'x' },
      { client_secret: 'k'.repeat(43) },
    ]) {
      const answer = await patch(id, body);
      expect([answer.status, answer.body.errorCode]).toEqual([400, 'operation_not_supported']);
    }
  });

  it('is never deleted, has no secret and no credentials, and gets no token', async () => {
    const { client_id: id, ...view } = await globalClient();
    expect(view).not.toHaveProperty('client_secret');
    for (const [method, path] of [
      ['DELETE', `/clients/${id}`],
      ['POST', `/clients/${id}/rotate-secret`],
    ] as const) {
      const { status, body } = await tenant.call(method, path);
      expect([status, body.errorCode]).toEqual([400, 'operation_not_supported']);
    }
    const client = { ...tenant.machine, client_id: id, client_secret: null };
    for (const client_secret of ['', 'x', 'null']) {
      const fields = { grant_type: 'client_credentials', audience: 'https://api.example/', client_secret };
      expect((await tenant.token(fields, client)).body.error).toBe('invalid_client');
    }
    const page = await tenant.request(`/authorize?client_id=${id}&response_type=code`);
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining('Unknown client')]);
  });
});
