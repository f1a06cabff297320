import { type SQL, sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { withinBudget } from './budget';
import { checkQuery } from './check';
import { compileQuery } from './compile';
import type { Position } from './cursor';
import { type FoundUser, pageRows, type Search } from './matched';
import { collectPage } from './page';
import { parseQuery } from './parse';
import { sampleUsers } from './sample';
import { sortFields } from './schemas';
import { searchUsers } from './search-users';
import { parseSort } from './sort';
import { storeUsers, testUser } from './users.fixture';

const database = testDatabase();
const search = (q: string) =>
  searchUsers(database.context(), { q, rights: { userMetadata: true, appMetadata: true, roles: true } });

beforeAll(() =>
  storeUsers(database.db, [
    testUser('a', { email: 'a@example.com' }),
    ...Array.from({ length: 9 }, (_, i) =>
      testUser(`s${i}`, {
        email: `s${i}@sorted.example`,
        userMetadata: { n: i },
        loginsCount: i,
        ...(i % 2 ? { nickname: `s${i}` } : {}),
      }),
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
  expect(took).toBeGreaterThan(1600);
  expect(took).toBeLessThan(4000);
});

test('searches past the cap wait, then are refused, and hold nobody up once they are gone', async () => {
  const outcomes = await whileBlocked(() =>
    Promise.allSettled(Array.from({ length: 80 }, () => search('email:a*'))),
  );
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
  }
  expect((await search('email:a*')).ids).toHaveLength(1);
});

test('a search inside a transaction sees its writes and leaves its settings alone', async () => {
  const ctx = database.context();
  await ctx.db.transaction(async (tx) => {
    const timeout = () => tx.execute('show statement_timeout');
    const before = await timeout();
    const rights = { userMetadata: true, appMetadata: true, roles: true };
    const { ids } = await searchUsers({ ...ctx, db: tx }, { q: 'email:a*', rights });
    expect(ids).toHaveLength(1);
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

const rights = { userMetadata: true, appMetadata: true, roles: true };
const compile = (q: string) => compileQuery(checkQuery(parseQuery(q), { rights, strict: false }));
const findUsually = async (search: Search) => [...(await database.db.execute<FoundUser>(pageRows(search)))];
const everySort = sortFields.flatMap((field) => [`${field}:1`, `${field}:-1`]);

test.each(everySort)(
  'all matches found and sorted are the page that the usual way finds: %s',
  async (name) => {
    const sort = parseSort(name, { rights, sortKeys: [] });
    const search = {
      compiled: compile('email.domain:sorted.example'),
      sort,
      paging: { limit: 4, offset: 3 },
    };
    const usual = await findUsually(search);
    expect(usual).toHaveLength(4);
    const sorted = await withinBudget(database.db, { timeoutMs: 2000, way: 'sort' }, (tx) =>
      tx.execute(pageRows(search)),
    );
    expect([...sorted]).toEqual(usual);
    expect(await collectPage(database.db, search, 2000)).toEqual(usual);
  },
);

test.each(everySort)(
  'all matches collected go on behind a cursor as the usual way does: %s',
  async (name) => {
    const sort = parseSort(name, { rights, sortKeys: [] });
    const compiled = compile('email.domain:sorted.example');
    const page = async (after: Position | undefined) => {
      const search = { compiled, sort, paging: { limit: 2, after } };
      const usual = await findUsually(search);
      expect(await collectPage(database.db, search, 2000)).toEqual(usual);
      return usual.at(-1);
    };
    let seen = 0;
    for (
      let last = await page(undefined);
      last;
      last = await page({ key: last.sortKey, userId: last.userId })
    )
      seen++;
    expect(seen).toBe(5);
  },
);

test('what is named is looked up alone beside a range, and finds the same', async () => {
  const compiled = compile('email.domain:sorted.example AND user_metadata.n:[1 TO 3] AND NOT blocked:true');
  const found = (where: SQL) =>
    database.db.execute(sql`select user_id from user_search where ${where} order by user_id`);
  expect(compiled.named).toBeDefined();
  expect(await found(compiled.named ?? sql`false`)).toEqual(await found(compiled.where));
  for (const q of [
    'user_metadata.n:[1 TO 3]',
    'email.domain:a',
    'email.domain:a OR user_metadata.n:[1 TO 3]',
  ])
    expect(compile(q).named).toBeUndefined();
});

test('a sample tells how frequent a range is, and is not taken where users are few', async () => {
  const take = (q: string) =>
    database.db.transaction(async (tx) => {
      await tx.execute(sql`update pg_class set reltuples = 60000 where oid = 'user_search'::regclass`);
      const sample = await sampleUsers(tx, compile(q), 60_000);
      await tx.execute(sql`update pg_class set reltuples = 10 where oid = 'user_search'::regclass`);
      expect(await sampleUsers(tx, compile(q), 60_000)).toBeUndefined();
      return sample;
    });
  expect(await take('user_metadata.n:[1 TO 3]')).toEqual({ hits: 3, of: 10, users: 60_000 });
  expect(await take('user_metadata.n:[1 TO 3] AND last_ip:nobody')).toMatchObject({ hits: 0, of: 10 });
});

test.each([
  ['[1.5 TO 3.5]', 2],
  ['{1 TO 3}', 1],
  ['[1 TO 3]', 3],
  ['{0.5 TO 1.5}', 1],
  ['[-1e300 TO 1e300]', 9],
  ['[1e300 TO *]', 0],
  ['[* TO 0.5]', 1],
])('counts of logins are whole numbers, whatever they are compared with: %s', async (range, hits) => {
  expect((await search(`logins_count:${range}`)).ids).toHaveLength(hits);
});
