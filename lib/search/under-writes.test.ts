import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '@/lib/testing';
import { updateUser } from '@/lib/users';
import { searchUsers } from './search-users';
import { storeUsers, testUser } from './users.fixture';

const database = testDatabase();
const people = Array.from({ length: 40 }, (_, i) =>
  testUser(`w${i}`, { email: `w${i}@example.com`, userMetadata: { plan: 'gold' } }),
);
beforeAll(() => storeUsers(database.db, people));

/** Metadata with `plan`, and enough beside it that its entries are many. */
const always = (round: number) => ({
  plan: 'gold',
  ...Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`key${i}`, `value ${i} of ${round}`])),
});

test('a NOT finds nobody who has what it excludes, while others write and PostgreSQL tidies its index', async () => {
  const ctx = database.context();
  const rights = { userMetadata: true, appMetadata: true, roles: true };
  let writing = true;
  const write = async () => {
    for (let round = 0; writing; round++) {
      const { userId } = people[round % people.length] ?? testUser('w0', {});
      await updateUser(ctx, userId, { user_metadata: always(round) }, { metadata: 'replace' });
    }
  };
  const tidy = async () => {
    while (writing) await database.db.execute(sql`select gin_clean_pending_list('user_search_terms')`);
  };
  const others = [write(), tidy()];
  const found: string[] = [];
  try {
    await database.db.transaction(async (tx) => {
      // With so few users PostgreSQL would read them all, and not its index.
      await tx.execute(sql`set local enable_seqscan = off`);
      for (let asked = 0; asked < 400; asked++) {
        const { ids } = await searchUsers({ ...ctx, db: tx }, { q: 'NOT user_metadata.plan:gold', rights });
        found.push(...ids);
      }
    });
  } finally {
    writing = false;
  }
  await Promise.all(others);
  expect(found).toEqual([]);
});
