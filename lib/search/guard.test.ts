import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { checkQuery } from './check';
import { compileQuery } from './compile';
import { matchedRows } from './matched';
import { loadIds, sortAll } from './page';
import { parseQuery } from './parse';
import { sortFields } from './schemas';
import { searchUsers } from './search-users';
import { parseSort } from './sort';
import { storeUsers, testUser } from './users.fixture';

const database = testDatabase();
const search = (q: string) =>
  searchUsers(
    database.context(),
    { q, rights: { userMetadata: true, appMetadata: true, roles: true } },
    loadIds,
  );

beforeAll(() =>
  storeUsers(database.db, [
    testUser('a', { email: 'a@example.com' }),
    ...Array.from({ length: 9 }, (_, i) =>
      testUser(`s${i}`, { email: `s${i}@sorted.example`, ...(i % 2 ? { nickname: `s${i}` } : {}) }),
    ),
  ]),
);

/** Runs `work` while nobody can read `user_search`: a query that takes for ever, without taking any CPU. */
async function whileBlocked<T>(work: () => Promise<T>): Promise<T> {
  return (await database.sql.begin(async (tx) => {
    await tx`lock table user_search in access exclusive mode`;
    return await work();
  })) as T;
}

test('a search that takes too long is a 503 with advice after about two seconds', async () => {
  const started = performance.now();
  await whileBlocked(() =>
    expect(search('email:a*')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/longer than 2 seconds\. Add a condition/),
    }),
  );
  const took = performance.now() - started;
  expect(took).toBeGreaterThan(1900);
  expect(took).toBeLessThan(4000);
});

test('searches past the cap wait, then are refused, and hold nobody up once they are gone', async () => {
  const outcomes = await whileBlocked(() =>
    Promise.allSettled(Array.from({ length: 80 }, () => search('email:a*'))),
  );
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
  }
  expect((await search('email:a*')).rows).toHaveLength(1);
});

test('a search inside a transaction sees its writes and leaves its settings alone', async () => {
  const ctx = database.context();
  await ctx.db.transaction(async (tx) => {
    const timeout = () => tx.execute('show statement_timeout');
    const before = await timeout();
    const rights = { userMetadata: true, appMetadata: true, roles: true };
    const { rows } = await searchUsers({ ...ctx, db: tx }, { q: 'email:a*', rights }, loadIds);
    expect(rows).toHaveLength(1);
    expect(await timeout()).toEqual(before);
  });
});

test.each([
  ['bare words', Array.from({ length: 200 }, (_, i) => `w${i}`).join(' ')],
  ['metadata values', Array.from({ length: 200 }, (_, i) => `user_metadata.k${i}:v${i}`).join(' AND ')],
  ['ranges', Array.from({ length: 16 }, (_, i) => `user_metadata.k${i}:[0.1 TO 0.${i + 3}]`).join(' OR ')],
  ['wildcards in one value', `user_metadata.a:*${'a*'.repeat(19)}`],
  ['wildcards', Array.from({ length: 10 }, (_, i) => `app_metadata.k${i}:*abc${i}*`).join(' OR ')],
  ['nesting', `${'(NOT '.repeat(31)}email:a*${')'.repeat(31)}`],
])('the largest query that is allowed answers: %s', async (_name, q) => {
  const started = performance.now();
  await search(q);
  expect(performance.now() - started).toBeLessThan(1500);
});

test.each(sortFields.flatMap((field) => [`${field}:1`, `${field}:-1`]))(
  'all matches found and sorted are the page that the usual way finds: %s',
  async (sort) => {
    const rights = { userMetadata: true, appMetadata: true, roles: true };
    const compiled = compileQuery(
      checkQuery(parseQuery('email.domain:sorted.example'), { rights, strict: false }),
    );
    const paging = { limit: 4, offset: 3 };
    const search = { compiled, sort: parseSort(sort, { rights, sortKeys: [] }), paging };
    const usual = await database.db.execute<{ user_id: string }>(matchedRows(search));
    expect(usual).toHaveLength(4);
    expect(await sortAll(database.db, search, 2000)).toEqual(usual.map((row) => row.user_id));
  },
);
