import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
const connection = 'Username-Password-Authentication';
const password = 'Correct-Horse-9';
const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
});

const notThere = {
  statusCode: 404,
  error: 'Not Found',
  message: 'The user does not exist.',
  errorCode: 'inexistent_user',
};

const refused = (message: string, errorCode = 'invalid_body') => ({
  statusCode: 400,
  error: 'Bad Request',
  message,
  errorCode,
});

const count = async (work: () => Promise<unknown>) => (await database.queries.during(work)).length;

describe('POST /users', () => {
  const post = (body: unknown) => tenant.call('POST', '/users', { body });

  it('answers 201 with the whole user and their version', async () => {
    const { status, body, headers } = await post({
      connection,
      email: 'Grace@Example.com',
      password,
      user_id: 'grace',
      given_name: 'Grace',
      email_verified: true,
      user_metadata: { colour: 'blue' },
      app_metadata: { plan: 'gold' },
      verify_email: false,
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      user_id: 'auth0|grace',
      email: 'grace@example.com',
      email_verified: true,
      name: 'grace@example.com',
      nickname: 'grace',
      given_name: 'Grace',
      picture: expect.stringMatching(/^https:\/\/s\.gravatar\.com\/avatar\/[0-9a-f]{32}\?s=480&r=pg&d=/),
      identities: [{ connection, provider: 'auth0', user_id: 'grace', isSocial: false }],
      user_metadata: { colour: 'blue' },
      app_metadata: { plan: 'gold' },
      created_at: moment,
      updated_at: moment,
    });
    expect(headers.get('etag')).toBe('"1"');
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toBe('no-cache');
  });

  it('takes the scope create:users, and no other, in two statements when no mail goes out', async () => {
    const token = await tenant.machineToken('create:users');
    const make = (email: string) =>
      tenant.call('POST', '/users', { token, body: { connection, email, password, verify_email: false } });
    expect((await make('scope@example.com')).status).toBe(201);
    expect(await count(() => make('counted@example.com'))).toBe(2);
  });

  it('answers 409 for a taken address in any spelling', async () => {
    const { body } = await post({ connection, email: 'ADA@example.com', password });
    expect(body).toEqual({
      statusCode: 409,
      error: 'Conflict',
      message: 'The user already exists.',
      errorCode: 'auth0_idp_error',
    });
  });

  it.each([
    [{}, "'Missing required property: connection'"],
    [{ connection }, "'Missing required property: email'"],
    [{ connection, email: 'a@example.com' }, "'Missing required property: password'"],
    [
      { connection, email: 'a@example.com', password, role: 'admin', is_admin: true },
      "'Additional properties not allowed: role,is_admin'",
    ],
    [
      { connection, email: 'a', password },
      "'Object didn't pass validation for format email' on property email",
    ],
    [
      { connection, email: ['a@example.com'], password },
      "'Invalid input: expected string, received array' on property email",
    ],
    [
      { connection, email: 'a@example.com', password, user_metadata: [] },
      "'Expected an object' on property user_metadata",
    ],
    [
      { connection, email: 'a@example.com', password, app_metadata: { email: 'x' } },
      `'The key "email" is reserved' on property app_metadata.email`,
    ],
    [[], "'Invalid input: expected object, received array'"],
    ['null', "'Invalid input: expected object, received null'"],
    ['{"connection":', "'The body is not valid JSON'"],
    ['', "'The body is not valid JSON'"],
    ['{"email":"a@example.com","email":"b@example.com"}', "'A property is given more than once'"],
  ])('refuses %j', async (body, fault) => {
    const answer = await post(body);
    expect([answer.status, answer.body]).toEqual([400, refused(`Payload validation error: ${fault}.`)]);
  });

  it('refuses an unknown connection, a username where there are none, and a weak password', async () => {
    const named = { email: 'weak@example.com', password };
    expect((await post({ ...named, connection: 'nowhere' })).body).toEqual(
      refused('The connection does not exist.', 'inexistent_connection'),
    );
    expect((await post({ ...named, connection, username: 'weak' })).body).toEqual(
      refused('Cannot set username for connection without requires_username', 'operation_not_supported'),
    );
    const weak = await post({ ...named, connection, password: 'weak' });
    expect([weak.status, weak.body.message]).toEqual([400, 'PasswordStrengthError: Password is too weak']);
  });
});

describe('GET /users/{id}', () => {
  const get = (id: string, query = '') => tenant.call('GET', `${userPath(id)}${query}`);

  it('answers the user, in one statement', async () => {
    const user = await tenant.makeUser({ user_metadata: { a: 1 }, app_metadata: { b: [null, { c: 2 }] } });
    const { status, body, headers } = await get(user.user_id);
    expect([status, body, headers.get('etag')]).toEqual([200, user, '"1"']);
    expect(await count(() => get(user.user_id))).toBe(1);
  });

  it('keeps or leaves out the named fields', async () => {
    const { user_id, email, ...rest } = await tenant.makeUser({ user_metadata: { a: 1 } });
    expect((await get(user_id, '?fields=email,user_id')).body).toEqual({ user_id, email });
    expect((await get(user_id, '?fields=email,user_id&include_fields=true')).body).toEqual({
      user_id,
      email,
    });
    expect((await get(user_id, '?fields=email,user_id&include_fields=false')).body).toEqual(rest);
    expect((await get(user_id, '?fields=nothing')).body).toEqual({});
    expect((await get(user_id, '?fields=constructor,__proto__')).body).toEqual({});
  });

  it('answers 404 for nobody', async () => {
    for (const id of ['auth0|nobody', 'x', "' or 1=1 --", 'auth0|ada%25', '..']) {
      const { status, body } = await get(id);
      if (id !== '..') expect([id, status, body]).toEqual([id, 404, notThere]);
    }
  });

  it.each([
    ['?page=1', "'Additional properties not allowed: page'"],
    ['?fields=email;drop', "'A list of field names with commas is needed' on property fields"],
    ['?fields=', "'A list of field names with commas is needed' on property fields"],
    ['?include_fields=yes', `'Invalid option: expected one of "true"|"false"' on property include_fields`],
    ['?fields=a&fields=b', "'Given more than once' on property fields"],
    ['?constructor=1', "'Additional properties not allowed: constructor'"],
    ['?__proto__=1', "'Additional properties not allowed: __proto__'"],
  ])('refuses %s', async (query, fault) => {
    const { status, body } = await get('auth0|nobody', query);
    expect([status, body]).toEqual([
      400,
      refused(`Query validation error: ${fault}.`, 'invalid_query_string'),
    ]);
  });

  it('refuses an id that nobody can have', async () => {
    const { status, body } = await tenant.call('GET', '/users/auth0%7Ca%00b');
    const message = "Path validation error: 'Control characters are not allowed' on property id.";
    expect([status, body]).toEqual([400, refused(message, 'invalid_uri')]);
    expect((await tenant.call('GET', `/users/${'x'.repeat(2000)}`)).status).toBe(400);
    expect((await tenant.call('GET', '/users/%E0%A4%A')).status).toBe(404);
  });
});

describe('GET /users', () => {
  const list = (query: string) => tenant.call('GET', `/users${query}`);

  beforeAll(async () => {
    for (const name of ['Zoe', 'Yan', 'Xia']) {
      await tenant.makeUser({ name, user_metadata: { group: 'listed' }, app_metadata: { plan: name } });
    }
  });

  it('answers a bare array, and with totals an object', async () => {
    const query = '?q=user_metadata.group:listed&sort=name:1';
    const { status, body } = await list(query);
    expect(status).toBe(200);
    expect(body.map((user: { name: string }) => user.name)).toEqual(['Xia', 'Yan', 'Zoe']);
    const totals = await list(`${query}&include_totals=true&per_page=2&page=1`);
    expect(totals.body).toEqual({ start: 2, limit: 2, length: 1, total: 3, users: [body[2]] });
    const past = await list(`${query}&include_totals=true&page=7`);
    expect(past.body).toEqual({ start: 350, limit: 50, length: 0, total: 3, users: [] });
  });

  it('takes a statement to find a page, one that limits its time and one for its users; three for a total', async () => {
    expect(await count(() => list('?q=user_metadata.group:listed'))).toBe(3);
    expect(await count(() => list('?include_totals=true&per_page=2'))).toBe(5);
  });

  it('keeps or leaves out the named fields of each', async () => {
    const query = '?q=name:"Zoe"&search_engine=v3&primary_order=true';
    expect((await list(`${query}&fields=name,app_metadata`)).body).toEqual([
      { name: 'Zoe', app_metadata: { plan: 'Zoe' } },
    ]);
    const [without] = (await list(`${query}&fields=user_id,identities&include_fields=false`)).body;
    expect(Object.keys(without).sort()).toEqual(
      'app_metadata created_at email email_verified name nickname picture updated_at user_metadata'.split(
        ' ',
      ),
    );
  });

  it('picks out paths with dots, into objects and each element of arrays', async () => {
    const query = '?q=name:"Zoe"';
    const kept = 'user_metadata.group,identities.connection,app_metadata.nothing,name.x,constructor.name';
    expect((await list(`${query}&fields=${kept}`)).body).toEqual([
      { user_metadata: { group: 'listed' }, identities: [{ connection }], app_metadata: {} },
    ]);
    const left = `${query}&fields=user_metadata.group,identities.connection,name.x&include_fields=false`;
    const [without] = (await list(left)).body;
    expect(without).toMatchObject({ name: 'Zoe', user_metadata: {}, app_metadata: { plan: 'Zoe' } });
    expect(Object.keys(without.identities[0])).toEqual(['provider', 'user_id', 'isSocial']);
  });

  it('per_page=0 tells the total and shows nobody', async () => {
    const { body } = await list('?q=user_metadata.group:listed&include_totals=true&per_page=0');
    expect(body).toEqual({ start: 0, limit: 0, length: 0, total: 3, users: [] });
    expect((await list('?per_page=0')).body).toEqual([]);
  });

  it('walks by from and take, which win over pages and totals, and ends without next', async () => {
    const seen: string[] = [];
    let from = '';
    for (let round = 0; round < 3; round++) {
      const query = `?q=user_metadata.group:listed&sort=name:-1&take=1&page=7&include_totals=true${from}`;
      const { status, body } = await list(query);
      expect([status, body.users.length]).toEqual([200, 1]);
      seen.push(body.users[0].name);
      expect(Object.keys(body)).toEqual(round < 2 ? ['users', 'next'] : ['users']);
      from = `&from=${body.next}`;
    }
    expect(seen).toEqual(['Zoe', 'Yan', 'Xia']);
  });

  it('refuses a cursor that is none, or of another sort', async () => {
    const { body } = await list('?q=user_metadata.group:listed&take=1&sort=name:1');
    for (const query of [`?from=${body.next}&sort=email:1`, '?from=abc', '?from=%7B%7D&take=5']) {
      const answer = await list(query);
      expect([query, answer.status, answer.body.errorCode]).toEqual([query, 400, 'invalid_paging']);
    }
    expect((await list('?take=0')).status).toBe(400);
    expect((await list('?take=101')).status).toBe(400);
  });

  it.each([
    ['?per_page=1000', "'Value 1000 is greater than maximum 100' on property per_page"],
    ['?per_page=-1', "'A whole number is needed' on property per_page"],
    ['?page=1.5', "'A whole number is needed' on property page"],
    ['?include_totals=1', `'Invalid option: expected one of "true"|"false"' on property include_totals`],
    [
      '?search_engine=v2',
      "'Only search engine v3 works; its queries are described in the documentation' on property search_engine",
    ],
    ['?limit=5', "'Additional properties not allowed: limit'"],
    ['?q=a&q=b', "'Given more than once' on property q"],
  ])('refuses %s', async (query, fault) => {
    const { status, body } = await list(query);
    expect([status, body]).toEqual([
      400,
      refused(`Query validation error: ${fault}.`, 'invalid_query_string'),
    ]);
  });

  it('refuses a sort by what is no field, naming those that are', async () => {
    const { status, body } = await list('?sort=password:1');
    expect([status, body.errorCode]).toEqual([400, 'invalid_query_string']);
    expect(body.message).toMatch(
      /^Query validation error: 'Not a sort: password:1' on property sort \(one of email, /,
    );
  });
});

describe('PATCH /users/{id}', () => {
  const patch = (id: string, body: unknown, headers = {}) =>
    tenant.call('PATCH', userPath(id), { body, headers });

  it('answers the whole user as they are now, with the next version', async () => {
    const user = await tenant.makeUser({ user_metadata: { a: 1, b: 2 }, app_metadata: { plan: 'free' } });
    const { status, body, headers } = await patch(user.user_id, {
      nickname: 'nick',
      user_metadata: { b: null, c: { d: 1 } },
      app_metadata: { plan: 'gold' },
    });
    expect([status, headers.get('etag')]).toEqual([200, '"2"']);
    expect(body).toEqual({
      ...user,
      nickname: 'nick',
      user_metadata: { a: 1, c: { d: 1 } },
      app_metadata: { plan: 'gold' },
      updated_at: moment,
    });
  });

  it('takes two statements beside begin and commit, and one when nothing changes', async () => {
    const { user_id } = await tenant.makeUser();
    expect(await count(() => patch(user_id, { user_metadata: { a: 1 } }))).toBe(2);
    expect(await count(() => patch(user_id, { user_metadata: { a: 1 } }))).toBe(1);
  });

  it('clears a bag by {}', async () => {
    const { user_id } = await tenant.makeUser({ user_metadata: { a: 1 }, app_metadata: { b: 1 } });
    const { body } = await patch(user_id, { user_metadata: {}, app_metadata: {} });
    expect(body).not.toHaveProperty('app_metadata');
    expect(body.user_metadata).toEqual({});
  });

  it('refuses a change made on another version than the present, and shows the present', async () => {
    const user = await tenant.makeUser({ user_metadata: { a: 1 } });
    await patch(user.user_id, { user_metadata: { a: 2 } }, { 'if-match': '"1"' });
    const late = await patch(user.user_id, { user_metadata: { a: 3 } }, { 'if-match': '"1"' });
    expect(late.status).toBe(412);
    expect(late.body).toMatchObject({
      statusCode: 412,
      error: 'Precondition Failed',
      message: 'The user is at version 2 now; your change was made on version 1.',
      version: 2,
      user: { user_id: user.user_id, user_metadata: { a: 2 } },
    });
    for (const value of ['"2"', '*']) {
      const { status } = await patch(user.user_id, { user_metadata: { a: 4 } }, { 'if-match': value });
      expect([value, status]).toEqual([value, 200]);
    }
    const odd = await patch(user.user_id, { user_metadata: { a: 5 } }, { 'if-match': '"abc"' });
    expect([odd.status, odd.body.message]).toEqual([
      400,
      'If-Match must hold the version from an ETag, such as "7".',
    ]);
  });

  it('lets one of many that name the same version through', async () => {
    const { user_id } = await tenant.makeUser();
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => patch(user_id, { user_metadata: { n } }, { 'if-match': '"1"' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
  });

  it('answers 404 for nobody, 409 for an address that is taken', async () => {
    expect((await patch('auth0|nobody', { name: 'x' })).body).toEqual(notThere);
    const { user_id } = await tenant.makeUser();
    const { status, body } = await patch(user_id, { email: 'ada@example.com' });
    expect([status, body.errorCode]).toEqual([409, 'auth0_idp_error']);
  });

  it.each([
    [{ is_admin: true }, "Payload validation error: 'Additional properties not allowed: is_admin'."],
    [{ user_id: 'auth0|x' }, "Payload validation error: 'Additional properties not allowed: user_id'."],
    [
      { blocked: 'yes' },
      /^Payload validation error: 'Invalid input: expected boolean.* on property blocked\.$/,
    ],
    [{ user_metadata: { 'a.b': 1 } }, /The key "a\.b" may not contain "\."/],
    [{ user_metadata: { $a: 1 } }, /may not begin with "\$"/],
    [{ user_metadata: { a: 'x'.repeat(70_000) } }, /The metadata of a user may hold 65536 bytes in all/],
    [
      { password: 'Another-Horse-9', email: 'n@example.com' },
      'Cannot update password and email simultaneously',
    ],
    [
      { password: 'Another-Horse-9', email_verified: true },
      'Cannot update password and email_verified simultaneously',
    ],
    [{ username: 'n', email: 'n@example.com' }, 'Cannot update username and email simultaneously'],
    [{ password: 'weak' }, 'PasswordStrengthError: Password is too weak'],
    [[{ name: 'x' }], "Payload validation error: 'Invalid input: expected object, received array'."],
  ])('refuses %j and changes nothing', async (body, message) => {
    const user = await tenant.makeUser();
    const answer = await patch(user.user_id, body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toEqual(expect.stringMatching(message));
    expect((await tenant.call('GET', userPath(user.user_id))).body).toEqual(user);
  });
});

describe('DELETE /users/{id}', () => {
  it('answers 204 with no body, again too, and the user is gone', async () => {
    const { user_id } = await tenant.makeUser();
    for (let round = 0; round < 2; round++) {
      const { status, body } = await tenant.call('DELETE', userPath(user_id));
      expect([status, body]).toEqual([204, null]);
    }
    expect((await tenant.call('GET', userPath(user_id))).body).toEqual(notThere);
    expect((await tenant.call('DELETE', '/users/auth0%7Cnobody')).status).toBe(204);
  });

  it('takes two statements beside begin and commit', async () => {
    const { user_id } = await tenant.makeUser();
    expect(await count(() => tenant.call('DELETE', userPath(user_id)))).toBe(2);
  });

  it('ends the account of a person who asks for it, and with it their token', async () => {
    const user = await tenant.makeUser();
    const token = await tenant.userToken(user, ['delete:current_user']);
    expect((await tenant.call('DELETE', userPath(user.user_id), { token })).status).toBe(204);
    expect((await tenant.call('GET', userPath(user.user_id))).body).toEqual(notThere);
    expect((await tenant.call('DELETE', userPath(user.user_id), { token })).status).toBe(401);
    const [row] = await database.sql`
      select actor from user_versions where user_id = ${user.user_id} order by version desc limit 1`;
    expect(row?.actor).toMatchObject({ type: 'self', userId: user.user_id });
  });

  it('never deletes an administrator', async () => {
    const { user_id } = await tenant.makeUser();
    await database.sql`insert into admins (user_id, role, created_at) values (${user_id}, 'admin', now())`;
    const { status, body } = await tenant.call('DELETE', userPath(user_id));
    expect([status, body.message]).toEqual([403, 'Only an administrator may delete an administrator.']);
    expect((await tenant.call('GET', userPath(user_id))).status).toBe(200);
  });
});

it('a verb that a path does not have is not there', async () => {
  expect((await tenant.call('PUT', '/users/auth0%7Ca', { body: {} })).status).toBe(404);
  expect((await tenant.call('DELETE', '/users')).status).toBe(404);
});
