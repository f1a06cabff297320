import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { type Asked, render } from './oracle.fixture';
import { conditionsOn, randomQuery, randomUsers } from './random-queries.fixture';
import { sortFields } from './schemas';
import { searchUsers } from './search-users';
import { removeUsers, storeUsers, type TestUser } from './users.fixture';

const database = testDatabase();

/** All that a caller can see of a search: who, in which order, how many, where it goes on, and what went wrong. */
async function seen(q: string, appMetadata: boolean): Promise<unknown> {
  const rights = { userMetadata: true, appMetadata, roles: true };
  const sort = `${sortFields[q.length % sortFields.length]}:${q.length % 2 ? 1 : -1}`;
  const one = { q, sort, rights, includeTotals: true };
  try {
    const page = await searchUsers(database.context(), { ...one, perPage: 3 });
    const walk = await searchUsers(database.context(), { ...one, take: 2 });
    return JSON.parse(JSON.stringify([page, walk]));
  } catch (error) {
    return String(error);
  }
}

test('who may not read app_metadata sees what they would see if nobody had any (security lesson 25)', async () => {
  let differs = 0;
  await fc.assert(
    fc.asyncProperty(
      randomUsers,
      fc.array(randomQuery, { minLength: 3, maxLength: 3 }),
      async (users, others) => {
        const conditions = users.flatMap(({ appMetadata }) =>
          conditionsOn(appMetadata ?? {}, ['app_metadata']),
        );
        const asked = conditions.slice(0, 6).flatMap((condition, index): Asked[] => {
          const other = others[index % others.length] ?? condition;
          return [
            condition,
            { kind: 'not', item: condition },
            { kind: 'and', items: [condition, other] },
            { kind: 'or', items: [other, condition] },
          ];
        });
        const queries = [...asked, ...others].map(render);
        await removeUsers(database.db);
        await storeUsers(database.db, users);
        const blind = await Promise.all(queries.map((q) => seen(q, false)));
        const sighted = await Promise.all(queries.map((q) => seen(q, true)));
        await removeUsers(database.db);
        const stripped = users.map((user): TestUser => ({ ...user, appMetadata: null }));
        await storeUsers(database.db, stripped);
        const without = await Promise.all(queries.map((q) => seen(q, true)));
        for (const [index, q] of queries.entries()) expect(blind[index], q).toEqual(without[index]);
        differs += sighted.filter(
          (one, index) => JSON.stringify(one) !== JSON.stringify(blind[index]),
        ).length;
      },
    ),
    { numRuns: 15 },
  );
  // else there was nothing to hide
  expect(differs).toBeGreaterThan(10);
}, 300_000);
