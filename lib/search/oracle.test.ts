import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { holds, render } from './oracle.fixture';
import { randomQuery, randomUsers } from './random-queries.fixture';
import { searchUsers } from './search-users';
import { removeUsers, storeUsers, type TestUser } from './users.fixture';

/** Queries asked in all: populations times queries of each. */
const populations = 50;
const queriesEach = 20;

const database = testDatabase();

async function search(q: string): Promise<string[]> {
  const rights = { userMetadata: true, appMetadata: true, roles: true };
  const { ids } = await searchUsers(database.context(), { q, rights, perPage: 100 });
  return ids.sort();
}

test('random queries over random users find in PostgreSQL what a plain loop finds', async () => {
  const asked = fc.array(randomQuery, { minLength: queriesEach, maxLength: queriesEach });
  await fc.assert(
    fc.asyncProperty(randomUsers, asked, async (users: TestUser[], queries) => {
      await removeUsers(database.db);
      await storeUsers(database.db, users);
      for (const query of queries) {
        const expected = users.filter((user) => holds(user, query)).map((user) => user.userId);
        expect(await search(render(query)), render(query)).toEqual(expected.sort());
      }
    }),
    { numRuns: populations },
  );
}, 300_000);
