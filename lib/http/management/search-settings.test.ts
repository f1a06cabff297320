import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { makeTenant, type Tenant } from './tenant.fixture';

const database = testDatabase();
let tenant: Tenant;
const ages = [
  7,
  -3,
  36,
  36.5,
  0,
  '36',
  'Zoe',
  'ada',
  true,
  false,
  null,
  [1],
  { a: 1 },
  1e21,
  5e-324,
  'x'.repeat(400),
];
beforeAll(async () => {
  tenant = await makeTenant(database);
  for (const [index, age] of ages.entries()) {
    await tenant.makeUser({
      name: `n${index}`,
      user_metadata: { age },
      app_metadata: { a: { 'b-c': index % 3 } },
    });
  }
});

const list = (parameters: Record<string, string>) =>
  tenant.call('GET', `/users?${new URLSearchParams(parameters)}`);
const set = async (body: object) => {
  const { status } = await tenant.call('PATCH', '/tenants/settings', { body });
  expect(status).toBe(200);
};
beforeEach(() => set({ strict_search: null, search_sort_keys: null }));

describe('strict_search of the tenant', () => {
  const refused: [string, Record<string, string>, string][] = [
    ['a range on metadata', { q: 'user_metadata.age:[1 TO *]' }, 'invalid_query_string'],
    ['a wildcard on metadata', { q: 'user_metadata.age:a*' }, 'invalid_query_string'],
    ['metadata in any case', { q: 'user_metadata.age~:ADA' }, 'invalid_query_string'],
    ['roles', { q: 'roles:admin' }, 'invalid_query_string'],
    ['a page past record 1,000', { page: '10', per_page: '100' }, 'invalid_paging'],
    ['from and take', { take: '5' }, 'invalid_query_string'],
    ['a sort by metadata', { sort: 'user_metadata.age:1' }, 'invalid_query_string'],
  ];

  it.each(refused)('refuses %s, which is answered without it', async (_, parameters, errorCode) => {
    await set({ search_sort_keys: ['user_metadata.age'] });
    expect((await list(parameters)).status).toBe(200);
    await set({ strict_search: true });
    const { status, body } = await list(parameters);
    expect([status, body.errorCode]).toEqual([400, errorCode]);
    await set({ strict_search: false });
    expect((await list(parameters)).status).toBe(200);
  });

  it('says what Auth0 says past the wall, and answers up to it', async () => {
    await set({ strict_search: true });
    const { body } = await list({ page: '20', per_page: '50' });
    expect(body.message).toMatch(/^You can only page through the first 1000 records\./);
    expect((await list({ page: '19', per_page: '50' })).status).toBe(200);
    expect((await list({ include_totals: 'true' })).body.total).toBe(ages.length + 1);
    expect((await list({ q: 'user_metadata.age:36' })).body).toHaveLength(2);
  });

  it('is refused to an export too, when it is asked for', async () => {
    await set({ strict_search: true });
    const body = { format: 'json', q: 'user_metadata.age:[1 TO *]' };
    expect((await tenant.call('POST', '/jobs/users-exports', { body })).status).toBe(400);
  });
});

describe('search_sort_keys of the tenant', () => {
  const names = (body: { name?: string }[]) => body.map(({ name }) => name);
  // booleans, numbers, text by code points; then those that have no such value, by id
  const inOrder = ['n9', 'n8', 'n1', 'n4', 'n14', 'n0', 'n2', 'n3', 'n13', 'n5', 'n6', 'n7', 'n15'];

  it('lets users be sorted by a key of metadata both ways, by pages and by cursor', async () => {
    await set({ search_sort_keys: ['user_metadata.age', 'app_metadata.a.b-c'] });
    const up = await list({ sort: 'user_metadata.age:1' });
    expect(names(up.body).slice(0, inOrder.length)).toEqual(inOrder);
    expect(up.body).toHaveLength(ages.length + 1);
    const down = await list({ sort: 'user_metadata.age:-1' });
    expect(names(down.body).slice(0, inOrder.length)).toEqual(inOrder.toReversed());
    for (const [sort, whole] of [
      ['user_metadata.age:1', up.body],
      ['user_metadata.age:-1', down.body],
    ] as const) {
      const walked: { name?: string }[] = [];
      let from: string | undefined;
      do {
        const { body } = await list({ sort, take: '4', ...(from === undefined ? {} : { from }) });
        walked.push(...body.users);
        from = body.next;
      } while (from !== undefined);
      expect(names(walked)).toEqual(names(whole));
    }
    expect((await list({ sort: 'app_metadata.a.b-c:1', per_page: '1' })).body[0].app_metadata.a['b-c']).toBe(
      0,
    );
  });

  it('sees a change at once, through an index that comes and goes with the key', async () => {
    const indexes = async () =>
      (await database.sql`select 1 from pg_indexes where indexname like 'users\\_sort\\_%'`).length;
    await set({ search_sort_keys: ['user_metadata.rank'] });
    expect(await indexes()).toBe(1);
    const { user_id } = await tenant.makeUser({ user_metadata: { rank: 1 } });
    const other = await tenant.makeUser({ user_metadata: { rank: 2 } });
    const first = async () => (await list({ sort: 'user_metadata.rank:1', per_page: '1' })).body[0].user_id;
    expect(await first()).toBe(user_id);
    await tenant.call('PATCH', `/users/${encodeURIComponent(user_id)}`, {
      body: { user_metadata: { rank: 3 } },
    });
    expect(await first()).toBe(other.user_id);
    await set({ search_sort_keys: [] });
    expect(await indexes()).toBe(0);
    expect((await list({ sort: 'user_metadata.rank:1' })).status).toBe(400);
    for (const id of [user_id, other.user_id])
      await tenant.call('DELETE', `/users/${encodeURIComponent(id)}`);
  });

  it.each([
    [
      "user_metadata.a'b",
      'user_metadata.a b',
      'user_metadata',
      'email',
      'user_metadata.',
      'app_metadata.a..b',
    ],
    ['user_metadata.a"}\'::text[])); drop table users; --'],
    ['user_metadata.a', 'user_metadata.a'],
    ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => `user_metadata.${key}`),
  ])('takes plain names of keys alone: %s', async (...search_sort_keys) => {
    expect((await tenant.call('PATCH', '/tenants/settings', { body: { search_sort_keys } })).status).toBe(
      400,
    );
  });

  it('a key named null is a key', async () => {
    await set({ search_sort_keys: ['user_metadata.null'] });
    expect((await list({ sort: 'user_metadata.null:1' })).status).toBe(200);
  });
});
