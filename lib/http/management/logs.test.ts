import { beforeAll, describe, expect, it } from 'vitest';
import { logEvent } from '@/lib/logs';
import { issuer } from '@/lib/oidc';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
beforeAll(async () => {
  tenant = await makeTenant(database);
  await database.sql`delete from logs`;
  for (let index = 0; index < 25; index++) {
    tenant.ctx.clock.advance(60);
    await logEvent(tenant.ctx, {
      type: index % 5 === 0 ? 'fp' : 's',
      clientName: 'Shop',
      userId: index % 2 === 0 ? 'auth0|even' : 'auth0|odd',
      userName: `user${index}@example.com`,
    });
  }
  tenant.ctx.clock.advance(60);
});

const get = (query: string, token?: string) => tenant.call('GET', `/logs${query}`, { token });
const names = (events: { user_name: string }[]) => events.map((event) => event.user_name.replace(/\D/g, ''));

describe('GET /logs', () => {
  it('answers the newest events first, whole, by pages', async () => {
    const { status, body } = await get('?per_page=3&page=2');
    expect([status, names(body)]).toEqual([200, ['18', '17', '16']]);
    expect(body[0]).toMatchObject({ type: 's', client_name: 'Shop', user_id: 'auth0|even', isMobile: false });
    expect(names((await get('?sort=date:1&per_page=2')).body)).toEqual(['0', '1']);
    expect((await get('')).body).toHaveLength(25);
  });

  it('with totals in the shape of the contract, whose total is the page’s own', async () => {
    const { body } = await get('?per_page=10&page=2&include_totals=true');
    expect(body).toEqual({ start: 20, limit: 10, length: 5, total: 5, logs: expect.any(Array) });
    expect((await get('?per_page=10&page=9&include_totals=true')).body).toMatchObject({
      length: 0,
      logs: [],
    });
  });

  it('reads on past record 1,000, where Auth0 stops', async () => {
    expect((await get('?page=999999999&per_page=100')).body).toEqual([]);
  });

  it('keeps or leaves out the named fields', async () => {
    expect((await get('?per_page=1&fields=type,user_name')).body).toEqual(
      [{ type: 's', user_name: 'user24@example.com' }].map((event) => ({
        ...event,
        type: expect.any(String),
      })),
    );
    const [event] = (await get('?per_page=1&fields=details&include_fields=false')).body;
    expect(event).toHaveProperty('type');
    expect(event).not.toHaveProperty('details');
  });

  it('finds by q and by search', async () => {
    expect(names((await get('?q=type:fp')).body)).toEqual(['20', '15', '10', '5', '0']);
    expect(names((await get(`?q=${encodeURIComponent('user_name:user1* AND NOT type:s')}`)).body)).toEqual([
      '15',
      '10',
    ]);
    expect(names((await get('?search=USER2')).body)).toEqual(['24', '23', '22', '21', '20', '2']);
    expect(
      names((await get(`?search=${encodeURIComponent('type:fp AND user_name:"USER5@example.com"')}`)).body),
    ).toEqual(['5']);
  });

  it.each([
    ['?q=nothing:1', /^There is no field "nothing" to search logs by\. The fields are: client_id, /],
    ['?search=nothing:1', /^There is no field "nothing"/],
    ['?sort=type:1', /'A sort is date:-1 \(newest first\) or date:1' on property sort/],
    ['?per_page=101', /'Value 101 is greater than maximum 100' on property per_page/],
    ['?take=101', /greater than maximum 100/],
    ['?from=x', /'The id of a log event is needed' on property from/],
    ['?nothing=1', /Additional properties not allowed: nothing/],
  ])('refuses %s', async (query, message) => {
    const { status, body } = await get(query);
    expect([status, body.errorCode]).toEqual([400, 'invalid_query_string']);
    expect(body.message).toMatch(message);
  });

  it('takes one statement, or three with a query: its time is limited in a transaction', async () => {
    const count = async (query: string) =>
      (await database.queries.during(() => get(query))).filter((text) => !/^(begin|commit)/i.test(text))
        .length;
    expect(await count('?include_totals=true')).toBe(1);
    expect(await count('?take=5')).toBe(1);
    expect(await count('?q=type:s')).toBe(2);
  });
});

describe('GET /logs by checkpoint', () => {
  const follow = (headers: Headers) => {
    const [, url = '', rel] = /^<([^>]+)>; rel="(\w+)"$/.exec(headers.get('link') ?? '') ?? [];
    expect([rel, url.startsWith(`${issuer()}api/v2/logs?`)]).toEqual(['next', true]);
    return url.slice(`${issuer()}api/v2/logs`.length);
  };

  it('walks all events from the oldest, each once, by the Link header; an empty page keeps its link', async () => {
    const seen: string[] = [];
    let query = '?take=10';
    for (let round = 0; round < 3; round++) {
      const { body, headers } = await get(query);
      seen.push(...names(body));
      query = follow(headers);
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => String(index)));
    const end = await get(query);
    expect([end.body, follow(end.headers)]).toEqual([[], query]);
    await logEvent(tenant.ctx, { type: 'later', userName: 'user25@example.com' });
    tenant.ctx.clock.advance(60);
    expect(names((await get(query)).body)).toEqual(['25']);
    await database.sql`delete from logs where type = 'later'`;
  });

  it('needs no event of that id, and ignores everything else', async () => {
    const [first, second] = (await get('?sort=date:1&per_page=2')).body;
    const query = `?from=${first.log_id}&take=1&q=nothing:1&sort=x&page=7&include_totals=true&fields=type&search=nothing:1`;
    const { status, body } = await get(query);
    expect([status, body]).toEqual([200, [second]]);
    expect((await get(`?from=0&take=1`)).body).toEqual([first]);
    expect((await get(`?from=${'9'.repeat(56)}`)).body).toEqual([]);
  });
});

describe('GET /logs/{id} and /users/{id}/logs', () => {
  it('answer an event, or 404; and the events of a user, in the same forms', async () => {
    const [event] = (await get('?per_page=1')).body;
    expect((await tenant.call('GET', `/logs/${event.log_id}`)).body).toEqual(event);
    const missing = await tenant.call('GET', `/logs/${'9'.repeat(56)}`);
    expect([missing.status, missing.body]).toEqual([
      404,
      {
        statusCode: 404,
        error: 'Not Found',
        message: 'The log event does not exist.',
        errorCode: 'inexistent_log',
      },
    ]);
    const path = `${userPath('auth0|odd')}/logs`;
    const { body } = await tenant.call('GET', `${path}?per_page=5&include_totals=true&page=2`);
    expect(body).toMatchObject({ start: 10, limit: 5, length: 2, total: 2 });
    expect(names(body.logs)).toEqual(['3', '1']);
    expect(names((await tenant.call('GET', `${path}?sort=date:1&per_page=1`)).body)).toEqual(['1']);
    expect((await tenant.call('GET', `${userPath('auth0|nobody')}/logs`)).body).toEqual([]);
    expect((await tenant.call('GET', `${path}?q=type:s`)).status).toBe(400);
    expect(await database.queries.during(() => tenant.call('GET', path))).toHaveLength(1);
  });
});

it.each(['/logs', `/logs/${'9'.repeat(56)}`, `${userPath('auth0|odd')}/logs`])(
  '%s is open to read:logs and read:logs_users, and to no person',
  async (path) => {
    expect((await tenant.call('GET', path, { token: '' })).status).toBe(401);
    const refused = await tenant.call('GET', path, { token: await tenant.machineToken('read:users') });
    expect([refused.status, refused.body.message]).toEqual([
      403,
      'Insufficient scope, expected any of: read:logs,read:logs_users',
    ]);
    const own = await tenant.userToken(tenant.ada);
    expect((await tenant.call('GET', path, { token: own })).status).toBe(403);
    for (const scope of ['read:logs', 'read:logs_users'] as const) {
      const { status } = await tenant.call('GET', path, { token: await tenant.machineToken(scope) });
      expect([200, 404]).toContain(status);
    }
  },
);
