import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { checkQuery } from './check';
import { compileQuery } from './compile';
import { matchedRows } from './matched';
import { parseQuery } from './parse';
import { planOf } from './plan';
import { searchUsers } from './search-users';
import { parseSort } from './sort';
import { storeUsers, testUser } from './users.fixture';

const database = testDatabase();
const rights = { userMetadata: true, appMetadata: true, roles: true };
const longDomain = `${'x'.repeat(250)}.example`;
const emails = {
  ann: 'ann@example.com',
  bob: 'Bob@EXAMPLE.com',
  cat: 'cat@mail.example.com',
  dan: 'dan@example.com@other.example',
  eve: `eve@${longDomain}`,
  fay: 'fay-example.com',
  gus: 'gus@example.community',
  hal: 'hal@',
  ida: null,
};

beforeAll(() =>
  storeUsers(
    database.db,
    Object.entries(emails).map(([id, email]) => testUser(id, { email })),
  ),
);

async function found(q: string): Promise<string[]> {
  const { ids } = await searchUsers(database.context(), { q, rights });
  return ids.map((userId) => userId.replace('auth0|', '')).sort();
}

test.each([
  ['email:*@example.com', ['ann', 'bob']],
  ['email:*n@example.com', ['ann']],
  ['email:*@Example.COM', ['ann', 'bob']],
  ['email:a*@example.com', ['ann']],
  ['email:*example.com', ['ann', 'bob', 'cat', 'fay']],
  ['email:*@other.example', ['dan']],
  ['email:*@example.com@other.example', ['dan']],
  ['email:*@example.com@*', ['dan']],
  [`email:*@${longDomain}`, ['eve']],
  ['email:*al@', ['hal']],
  ['NOT email:*@example.com', ['cat', 'dan', 'eve', 'fay', 'gus', 'hal', 'ida']],
])('an e-mail pattern that ends in a domain finds the text that it describes: %s', async (q, expected) => {
  expect(await found(q)).toEqual(expected);
});

test('an e-mail pattern that ends in a domain is looked up by the domain', async () => {
  const compiled = compileQuery(checkQuery(parseQuery('email:*@example.com'), { rights, strict: false }));
  const search = {
    compiled,
    sort: parseSort('created_at:1', { rights, sortKeys: [] }),
    paging: { limit: 9, offset: 0 },
  };
  const steps = await database.db.transaction(async (tx) => {
    await tx.execute('set local enable_seqscan = off');
    await tx.execute('set local enable_indexscan = off');
    return (await planOf(tx, matchedRows(search))).steps;
  });
  expect(steps.join()).toContain('user_search_terms');
});
