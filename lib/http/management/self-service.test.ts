import { beforeAll, describe, expect, it } from 'vitest';
import { type Scope, selfScopes } from '@/lib/access';
import { password } from '@/lib/http/oidc/scenario.fixture';
import { testDatabase } from '@/lib/testing';
import type { UserView } from '@/lib/users';
import { good } from './random-requests.fixture';
import { digests, tablesThatDiffer } from './stored-rows.fixture';
import { type Answer, makeTenant, operations, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
let mallory: UserView;
let victim: UserView;
let token: string;
beforeAll(async () => {
  tenant = await makeTenant(database);
  mallory = await tenant.makeUser({ user_metadata: { mine: 1 }, app_metadata: { plan: 'free' } });
  victim = await tenant.makeUser({ user_metadata: { theirs: 1 }, app_metadata: { plan: 'gold' } });
  token = await tenant.userToken(mallory);
});

const patch = (body: unknown, { path = userPath(mallory.user_id), headers = {} } = {}) =>
  tenant.call('PATCH', path, { token, body, headers });

/** Asserts that the request is refused with a 4xx and that not one row differs after it. */
async function expectRefused(work: () => Promise<Answer>) {
  const before = await digests(database);
  const { status, body } = await work();
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(JSON.stringify(body)).not.toContain('gold');
  expect(tablesThatDiffer(before, await digests(database))).toEqual([]);
  return { status, body };
}

describe('a person with a token for the API', () => {
  it('reads their own profile, without app_metadata, in two statements', async () => {
    const { app_metadata: _, ...shown } = mallory;
    const get = () => tenant.call('GET', userPath(mallory.user_id), { token });
    const { status, body } = await get();
    expect([status, body]).toMatchObject([200, shown]);
    expect(body).not.toHaveProperty('app_metadata');
    const asked = await tenant.call('GET', `${userPath(mallory.user_id)}?fields=app_metadata,name`, {
      token,
    });
    expect(Object.keys(asked.body)).toEqual(['name']);
    expect(await database.queries.during(get)).toHaveLength(2);
  });

  it('changes their own user_metadata, by If-Match too, and no answer shows app_metadata', async () => {
    const first = await patch({ user_metadata: { colour: 'blue' } });
    expect([first.status, first.body.user_metadata]).toEqual([200, { mine: 1, colour: 'blue' }]);
    const version = first.headers.get('etag') ?? '';
    const late = await patch({ user_metadata: { colour: 'red' } }, { headers: { 'if-match': '"1"' } });
    expect([late.status, late.body.user.user_metadata]).toEqual([412, { mine: 1, colour: 'blue' }]);
    const second = await patch({ user_metadata: { colour: null } }, { headers: { 'if-match': version } });
    expect(second.body.user_metadata).toEqual({ mine: 1 });
    for (const { body } of [first, late, second]) expect(JSON.stringify(body)).not.toContain('app_metadata');
    const [row] = await database.sql`
      select actor, cause from user_versions where user_id = ${mallory.user_id} order by version desc limit 1`;
    expect(row).toMatchObject({ actor: { type: 'self', userId: mallory.user_id }, cause: 'api' });
  });
});

describe('self-service writes user_metadata and nothing else (security lessons 1 and 3)', () => {
  it.each<[string, unknown]>([
    ['app_metadata', { app_metadata: { plan: 'gold' } }],
    ['app_metadata beside user_metadata', { user_metadata: { a: 1 }, app_metadata: { plan: 'gold' } }],
    ['an emptied app_metadata', { app_metadata: {} }],
    ['app_metadata null', { app_metadata: null }],
    ['another spelling', { appMetadata: { plan: 'gold' } }],
    ['upper case', { APP_METADATA: { plan: 'gold' }, user_metadata: { a: 1 } }],
    ['a dotted key', { 'app_metadata.plan': 'gold' }],
    ['a bracketed key', { 'app_metadata[plan]': 'gold' }],
    ['a dotted key inside the bag', { user_metadata: { 'app_metadata.plan': 'gold' } }],
    ['a key with white space', { 'app_metadata ': { plan: 'gold' }, user_metadata: { a: 1 } }],
    ['a prototype', '{"user_metadata":{"a":1},"__proto__":{"app_metadata":{"plan":"gold"}}}'],
    ['a prototype in the bag', '{"user_metadata":{"__proto__":{"app_metadata":{"plan":"gold"}}}}'],
    ['a constructor in the bag', { user_metadata: { constructor: { prototype: { blocked: false } } } }],
    [
      'a member named twice',
      '{"user_metadata":{"a":1},"app_metadata":{"plan":"gold"},"user_metadata":{"b":1}}',
    ],
    ['a bag named twice', '{"user_metadata":{"a":1},"user_metadata":{"b":1}}'],
    ['a key named twice in the bag', '{"user_metadata":{"a":1,"a":2}}'],
    ['a name in escapes', '{"user_metadata":{"a":1},"\\u0061pp_metadata":{"plan":"gold"}}'],
    ['an array of patches', [{ user_metadata: { a: 1 } }, { app_metadata: { plan: 'gold' } }]],
    ['an array as bag', { user_metadata: [{ a: 1 }] }],
    ['text as bag', { user_metadata: '{"a":1}' }],
    ['a number', 7],
    ['null', 'null'],
    ['no JSON', 'user_metadata[a]=1'],
    ['email', { email: 'gold@example.com' }],
    ['email_verified', { email_verified: true }],
    ['verify_email with email', { email: 'gold@example.com', verify_email: false }],
    ['phone_number', { phone_number: '+4912345' }],
    ['phone_verified', { phone_verified: true }],
    ['username', { username: 'gold' }],
    ['password', { password: 'Another-Horse-9' }],
    ['password beside user_metadata', { password: 'Another-Horse-9', user_metadata: { a: 1 } }],
    ['blocked', { blocked: false }],
    ['name', { name: 'gold' }],
    ['nickname', { nickname: 'gold' }],
    ['given_name', { given_name: 'gold' }],
    ['family_name', { family_name: null }],
    ['picture', { picture: 'https://gold.example/' }],
    ['user_id', { user_id: 'auth0|admin' }],
    ['roles', { roles: ['admin'], user_metadata: { a: 1 } }],
    ['permissions', { permissions: ['update:users'] }],
    ['identities', { identities: [] }],
    ['created_at', { created_at: '2020-01-01T00:00:00.000Z' }],
    ['last_login', { last_login: '2020-01-01T00:00:00.000Z' }],
    ['logins_count', { logins_count: 0 }],
    ['version', { version: 99, user_metadata: { a: 1 } }],
    ['an actor', { actor: { type: 'admin' }, user_metadata: { a: 1 } }],
    ['a NUL in a value', { user_metadata: { a: 'x\0' } }],
    ['a NUL in a key', { user_metadata: { 'a\0': 1 } }],
    ['half a surrogate pair in a value', '{"user_metadata":{"a":"\\ud800"}}'],
    ['half a surrogate pair in a key', '{"user_metadata":{"\\udc00a":1}}'],
    ['half a surrogate pair deep inside', '{"user_metadata":{"a":[{"b":["\\udfff"]}]}}'],
    ['a number past all numbers', '{"user_metadata":{"a":1e999}}'],
    ['deep nesting', `{"user_metadata":${'{"a":'.repeat(30)}1${'}'.repeat(30)}}`],
    ['bottomless objects', `{"user_metadata":${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}}`],
    ['bottomless arrays', `{"user_metadata":{"a":${'['.repeat(300_000)}${']'.repeat(300_000)}}}`],
    ['a bottomless body', `${'['.repeat(400_000)}${']'.repeat(400_000)}`],
    [
      'a hundred thousand keys',
      { user_metadata: Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, i])) },
    ],
    ['metadata past the limit', { user_metadata: { a: 'x'.repeat(65_536) } }],
  ])('%s', async (_, body) => {
    await expectRefused(() => patch(body));
  });

  it('whatever member the operation learns, it is not theirs until somebody says so (security lesson 7)', async () => {
    const members = operations().find(({ name }) => name === 'PATCH /users/{id}')?.members ?? [];
    expect(members).toEqual(expect.arrayContaining(['user_metadata', 'app_metadata', 'blocked', 'email']));
    const stored = async () => {
      const [row] = await database.sql`
        select to_jsonb(u) - '{user_metadata,version}'::text[] as kept, c.password_hash
        from users u join credentials c using (user_id) where user_id = ${mallory.user_id}`;
      return row;
    };
    const before = await stored();
    for (const member of members.filter((name) => name !== 'user_metadata')) {
      await patch({ user_metadata: { [member]: 1 }, [member]: good[member]?.[0] ?? 'gold' });
      expect([member, await stored()]).toEqual([member, before]);
    }
  });

  it('a body past a megabyte answers 413, told by its length or not', async () => {
    const body = JSON.stringify({ user_metadata: { a: 'x'.repeat(1_100_000) } });
    expect((await expectRefused(() => patch(body))).status).toBe(413);
    const stream = new Response(body).body;
    const init: RequestInit & { duplex: 'half' } = {
      method: 'PATCH',
      body: stream,
      duplex: 'half',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    };
    const response = await tenant.request(`/api/v2${userPath(mallory.user_id)}`, init);
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({
      statusCode: 413,
      error: 'Payload Too Large',
      message: 'A request body may have 1048576 bytes.',
    });
  });
});

describe('whose profile it is follows from the token alone (security lesson 6)', () => {
  it.each<[string, object]>([
    ['a change', { user_metadata: { stolen: 1 } }],
    ['a change of nothing', {}],
    ['a change that says nothing of the user', { verify_email: false }],
    ['a privileged change', { app_metadata: { plan: 'free' } }],
  ])('%s of another user is refused and shows nothing of them', async (_, body) => {
    const { status, body: error } = await expectRefused(() =>
      patch(body, { path: userPath(victim.user_id) }),
    );
    expect(status).toBe(403);
    expect(JSON.stringify(error)).not.toContain(victim.email);
    const stale = await patch(body, { path: userPath(victim.user_id), headers: { 'if-match': '"99"' } });
    expect([stale.status, stale.body.user]).toEqual([403, undefined]);
  });

  it('a foreign id in the body, the query or a header changes nothing', async () => {
    const path = userPath(mallory.user_id);
    for (const body of [
      { user_id: victim.user_id, user_metadata: { a: 1 } },
      { id: victim.user_id, user_metadata: { a: 1 } },
      { sub: victim.user_id, user_metadata: { a: 1 } },
    ]) {
      await expectRefused(() => patch(body));
    }
    for (const query of ['user_id', 'id', 'as', 'on_behalf_of']) {
      const asked = `${path}?${query}=${encodeURIComponent(victim.user_id)}`;
      await expectRefused(() => patch({ user_metadata: { a: 1 } }, { path: asked }));
    }
    const before = await database.sql`select * from users where user_id = ${victim.user_id}`;
    const headers = {
      'x-user-id': victim.user_id,
      'x-original-url': `/api/v2${userPath(victim.user_id)}`,
      'x-http-method-override': 'DELETE',
      'x-forwarded-user': victim.user_id,
      cookie: `annex_session=x; user_id=${victim.user_id}`,
    };
    const { status, body } = await patch({ user_metadata: { header: 1 } }, { headers });
    expect([status, body.user_id]).toEqual([200, mallory.user_id]);
    expect(await database.sql`select * from users where user_id = ${victim.user_id}`).toEqual(before);
  });

  it('reads nobody else, there or not there', async () => {
    const answers = [victim.user_id, 'auth0|nobody', 'auth0|', '@clients'].map((id) =>
      tenant.call('GET', userPath(id), { token }),
    );
    const shapes = (await Promise.all(answers)).map(({ status, body }) => JSON.stringify([status, body]));
    expect(new Set(shapes)).toEqual(
      new Set([
        JSON.stringify([
          403,
          {
            statusCode: 403,
            error: 'Forbidden',
            message: 'Insufficient scope, expected any of: read:users',
            errorCode: 'insufficient_scope',
          },
        ]),
      ]),
    );
  });

  it('an id of another spelling is another user', async () => {
    for (const id of [
      victim.user_id.toUpperCase(),
      `${victim.user_id} `,
      `${mallory.user_id}/../${victim.user_id}`,
    ]) {
      await expectRefused(() => patch({ user_metadata: { a: 1 } }, { path: userPath(id) }));
    }
  });

  it('a user whose id ends like a client’s is a user', async () => {
    const odd = await tenant.makeUser({ user_id: 'odd@clients' });
    const own = await tenant.userToken(odd);
    const { status, body } = await tenant.call('PATCH', userPath(odd.user_id), {
      token: own,
      body: { app_metadata: { plan: 'gold' } },
    });
    expect([status, body.errorCode]).toEqual([403, 'insufficient_scope']);
    expect((await tenant.call('GET', userPath(odd.user_id), { token: own })).status).toBe(200);
  });
});

it('refused attempts of a person are in the log, without what they sent (security lesson 1)', async () => {
  const before = await database.sql`select log_id from logs`;
  await patch({ app_metadata: { plan: 'gold-secret' } });
  const known = new Set(before.map((row) => row.log_id));
  const rows = (await database.sql`select * from logs`).filter((row) => !known.has(row.log_id));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    type: 'fapi',
    user_id: mallory.user_id,
    description: 'You may not write app_metadata of this user.',
    details: {
      request: {
        method: 'PATCH',
        path: `/api/v2/users/${mallory.user_id}`,
        auth: { user: { user_id: mallory.user_id } },
      },
      response: { statusCode: 403 },
    },
  });
  expect(JSON.stringify(rows)).not.toContain('gold-secret');
});

describe('what one may do to oneself', () => {
  /** A new operation for people has to be added, once somebody has looked at it. */
  const table: Record<string, { scope: Scope; status: number; tables?: string[]; body?: object }> = {
    'GET /users/{id}': { scope: 'read:current_user', status: 200, tables: [] },
    'PATCH /users/{id}': {
      scope: 'update:current_user_metadata',
      status: 200,
      tables: ['user_search', 'user_versions', 'users'],
      body: { user_metadata: { colour: 'blue' } },
    },
    'POST /users/{id}/identities': {
      scope: 'update:current_user_identities',
      status: 201,
      body: { link_with: 'PROOF' },
    },
    'DELETE /users/{id}/identities/{provider}/{user_id}': {
      scope: 'update:current_user_identities',
      status: 200,
    },
    'POST /device-credentials': {
      scope: 'create:current_user_device_credentials',
      status: 201,
      tables: ['device_credentials'],
      body: { type: 'public_key', device_name: 'd', device_id: 'd', value: 'v', client_id: 'c' },
    },
    'DELETE /device-credentials/{id}': {
      scope: 'delete:current_user_device_credentials',
      status: 204,
      tables: ['device_credentials'],
    },
    'DELETE /users/{id}': { scope: 'delete:current_user', status: 204 },
  };

  it('has a line for each operation that people may call', () => {
    const opened = operations().filter(({ scopes }) =>
      scopes.some((one) => selfScopes.some((own) => own === one)),
    );
    expect(opened.map(({ name }) => name).sort()).toEqual(Object.keys(table).sort());
  });

  it('is done by the scope for it alone, to nobody else, and shows no app_metadata', async () => {
    const me = await tenant.makeUser({ app_metadata: { plan: 'gold' } });
    const other = await tenant.makeUser();
    const asked = { grant_type: 'password', username: other.email ?? '', password, scope: 'openid' };
    const ids: Record<string, string> = {
      PROOF: String((await tenant.token(asked)).body.id_token),
      '{provider}': 'auth0',
      '{user_id}': other.user_id.replace('auth0|', ''),
      '{id}': me.user_id,
    };
    /** All that is somebody else's. */
    const others = () =>
      Promise.all(
        [
          'users',
          'user_search',
          'credentials',
          'identities',
          'login_keys',
          'user_versions',
          'oidc_grants',
        ].map(
          (name) => database.sql`
            select md5(string_agg(t::text, ',' order by t::text)) as md5 from ${database.sql(name)} t
            where user_id not in (${me.user_id}, ${other.user_id})`,
        ),
      );
    for (const [name, { scope, status, tables, body }] of Object.entries(table)) {
      const [method = '', path = ''] = name.split(' ');
      const own = await tenant.userToken(me, [scope]);
      const [before, kept] = [await digests(database), await others()];
      const answer = await tenant.call(
        method,
        path.replace(/\{\w+\}/g, (part) => encodeURIComponent(ids[part] ?? '')),
        { token: own, body: body && JSON.parse(JSON.stringify(body).replace('PROOF', ids.PROOF ?? '')) },
      );
      expect([name, answer.status]).toEqual([name, status]);
      expect(JSON.stringify(answer.body) ?? '').not.toMatch(/app_metadata|gold/);
      const written = tablesThatDiffer(before, await digests(database));
      expect([name, written]).toEqual([name, tables ?? expect.arrayContaining(['users'])]);
      expect(await others()).toEqual(kept);
      if (name === 'POST /device-credentials') ids['{id}'] = answer.body.id;
      if (name === 'DELETE /device-credentials/{id}') ids['{id}'] = me.user_id;
    }
  });
});
