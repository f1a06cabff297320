import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { fold } from './fold';
import { type SortField, sortFields } from './schemas';
import { type SearchRequest, searchUsers } from './search-users';
import { storeUsers, type TestUser, testUser } from './users.fixture';

const database = testDatabase();
const rights = { userMetadata: true, appMetadata: true, roles: true };
const search = (request: Partial<SearchRequest>) => searchUsers(database.context(), { rights, ...request });

const pick = <T>(index: number, every: number, value: T): T | null => (index % every === 0 ? null : value);
const day = (index: number) => new Date(Date.UTC(2025, 0, 1 + (index % 40), 0, 0, 0, index % 3));

const population: TestUser[] = Array.from({ length: 1500 }, (_, i) =>
  testUser(String(i).padStart(5, '0'), {
    email: pick(i, 7, `${['Zoe', 'ada', 'Émile', 'bob'][i % 4]}${i % 90}@example.com`),
    emailVerified: pick(i, 5, i % 2 === 0),
    phoneVerified: pick(i, 2, i % 4 === 1),
    blocked: pick(i, 3, true),
    name: pick(i, 11, ['Ada', 'ada', 'Bob', 'ß', '😀', 'É'][i % 6] ?? ''),
    givenName: pick(i, 4, `g${i % 5}`),
    familyName: pick(i, 2, `f${i % 5}`),
    nickname: pick(i, 13, `N${i % 17}`),
    username: pick(i, 3, `u${i % 700}`),
    phoneNumber: pick(i, 2, `+${i}`),
    createdAt: day(i),
    updatedAt: day(i * 7),
    lastLogin: pick(i, 6, day(i * 3)),
    loginsCount: pick(i, 6, i % 12),
    lastIp: pick(i, 6, `10.0.0.${i % 20}`),
    userMetadata: { even: i % 2 === 0, n: i },
  }),
);

beforeAll(() => storeUsers(database.db, population));

const values: Record<SortField, (user: TestUser) => string | number | boolean | null> = {
  email: (user) => user.email && fold(user.email),
  name: (user) => user.name && fold(user.name),
  given_name: (user) => user.givenName,
  family_name: (user) => user.familyName,
  nickname: (user) => user.nickname && fold(user.nickname),
  user_id: (user) => user.userId,
  username: (user) => user.username,
  phone_number: (user) => user.phoneNumber,
  last_ip: (user) => user.lastIp,
  email_verified: (user) => user.emailVerified,
  phone_verified: (user) => user.phoneVerified,
  blocked: (user) => user.blocked,
  logins_count: (user) => user.loginsCount,
  created_at: (user) => user.createdAt.getTime(),
  updated_at: (user) => user.updatedAt.getTime(),
  last_login: (user) => user.lastLogin?.getTime() ?? null,
};

function compare(a: string | number | boolean, b: string | number | boolean): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}

function inOrder(field: SortField, sign: 1 | -1, users: TestUser[]): string[] {
  const value = values[field];
  const sorted = users.toSorted((a, b) => {
    const left = value(a);
    const right = value(b);
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1;
      return sign * compare(a.userId, b.userId);
    }
    return sign * (compare(left, right) || compare(a.userId, b.userId));
  });
  return sorted.map((user) => user.userId);
}

async function walk(request: Partial<SearchRequest>): Promise<string[]> {
  const ids: string[] = [];
  let from: string | undefined;
  do {
    const { ids: page, next } = await search({
      ...request,
      take: 100,
      ...(from === undefined ? {} : { from }),
    });
    ids.push(...page);
    from = next;
  } while (from !== undefined);
  return ids;
}

describe.each(sortFields.flatMap((field) => [[field, 1] as const, [field, -1] as const]))(
  'sorted by %s:%i',
  (field, sign) => {
    const sort = `${field}:${sign}`;

    test('pages follow one another in one order, users without a value last', async () => {
      const expected = inOrder(field, sign, population);
      for (const page of [0, 3, 14]) {
        const { ids } = await search({ sort, page, perPage: 100 });
        expect(ids).toEqual(expected.slice(page * 100, (page + 1) * 100));
      }
    });

    test('a walk by cursor gives everybody who matches once, in the same order', async () => {
      const even = population.filter((_, index) => index % 2 === 0);
      expect(await walk({ sort, q: 'user_metadata.even:true' })).toEqual(inOrder(field, sign, even));
    });
  },
);

describe('totals', () => {
  test('are exact, on full pages, last pages, pages beyond the end and pages of nobody', async () => {
    const total = async (request: Partial<SearchRequest>) => {
      const result = await search({ includeTotals: true, ...request });
      return [result.ids.length, result.total, result.totalKind];
    };
    expect(await total({})).toEqual([50, 1500, 'exact']);
    expect(await total({ q: 'user_metadata.n:[* TO 100}' })).toEqual([50, 100, 'exact']);
    expect(await total({ q: 'user_metadata.n:[* TO 100}', page: 2 })).toEqual([0, 100, 'exact']);
    expect(await total({ q: 'user_metadata.n:[* TO 30}' })).toEqual([30, 30, 'exact']);
    expect(await total({ q: 'organization_id:x' })).toEqual([0, 0, 'exact']);
    expect(await total({ perPage: 0 })).toEqual([0, 1500, 'exact']);
    expect((await search({})).total).toBeUndefined();
  });

  test('a page costs one statement, and its total two more: what to expect, and the count', async () => {
    const statements = async (request: Partial<SearchRequest>) => {
      const run = await database.queries.during(() => search(request));
      return run.filter((text) => !/^(begin|commit)|set_config/i.test(text)).length;
    };
    expect(await statements({ q: 'user_metadata.even:true' })).toBe(1);
    expect(await statements({ q: 'user_metadata.even:true', includeTotals: true })).toBe(3);
    expect(await statements({ q: 'user_metadata.n:7', includeTotals: true })).toBe(1);
  });
});

describe('a walled search keeps the 1,000 wall of the contract', () => {
  test.each([
    [9, 100, true],
    [10, 100, false],
    [19, 50, true],
    [20, 50, false],
  ])('page %i of %i', async (page, perPage, answers) => {
    const result = search({ walled: true, page, perPage, includeTotals: true });
    if (answers) expect(await result).toMatchObject({ total: 1000 });
    else {
      await expect(result).rejects.toMatchObject({
        errorCode: 'invalid_paging',
        message: expect.stringMatching(/^You can only page through the first 1000 records\./),
      });
    }
    expect((await search({ page, perPage })).ids).toHaveLength(perPage);
  });
});

describe('a cursor is data', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const forged = [
    'x',
    '',
    '%%%',
    encode(null),
    encode({}),
    encode({ s: 'created_at:1', k: "2025-01-01'; drop table users; --", u: 'a' }),
    encode({ s: 'created_at:1', k: '2025-02-31T00:00:00.000000Z', u: 'a' }),
    encode({ s: 'created_at:1', k: null, u: 'a' }),
    encode({ s: 'created_at:1', k: '2025-01-01T00:00:00.000000Z', u: 'a\u0000' }),
    encode({ s: 'created_at:1', k: '2025-01-01T00:00:00.000000Z', u: '\ud800' }),
    encode({ s: 'created_at:1', k: '2025-01-01T00:00:00.000000Z', u: '' }),
    encode({ s: 'created_at:1', k: '2025-01-01T00:00:00.000000Z', u: 'a', extra: 1 }),
    encode({ s: 'name:1', k: 'a', u: 'a' }),
    encode({ s: 'password:1', k: 'a', u: 'a' }),
    encode(['created_at:1', 'a', 'a']),
    encode({ s: 'created_at:1', k: 5, u: 'a' }),
  ];

  test.each(forged)('forged: %s', async (from) => {
    await expect(search({ take: 10, from, sort: 'created_at:1' })).rejects.toMatchObject({
      code: 'invalid',
      errorCode: 'invalid_paging',
    });
  });

  test.each([
    ['logins_count:1', '99999999999999999999'],
    ['logins_count:1', '1; select'],
    ['blocked:1', 'maybe'],
  ])('forged for %s: %s', async (sort, k) => {
    const from = encode({ s: sort, k, u: 'a' });
    await expect(search({ take: 10, from, sort })).rejects.toMatchObject({ errorCode: 'invalid_paging' });
  });

  test('one that names a place nobody stands at goes on from that place', async () => {
    const from = encode({ s: 'user_id:1', k: 'auth0|00099x', u: 'auth0|00099x' });
    const { ids } = await search({ take: 1, from, sort: 'user_id:1' });
    expect(ids).toEqual(['auth0|00100']);
  });

  test.each([
    { from: 'x' },
    { take: 0 },
    { take: 10, page: 0 },
    { page: -1 },
    { perPage: 1001 },
    { page: 1.5 },
  ])('paging that makes no sense is refused: %o', async (request) => {
    await expect(search(request)).rejects.toMatchObject({ code: 'invalid' });
  });
});
