import { beforeEach, describe, expect, test } from 'vitest';
import { checkUserSearch, rebuildUserSearch } from '@/lib/cli/search-commands';
import type { Context } from '@/lib/context';
import { storeUsers, testUser } from '@/lib/search/users.fixture';
import { testDatabase } from '@/lib/testing';
import { deleteUser } from './delete-user';
import { listMetadataKeys } from './list-metadata';
import { listUsers } from './list-users';
import { beginSearch, rebuildSearch, searchIsCurrent } from './rebuild-search';
import { updateUser } from './update-user';

const database = testDatabase();
const count = 450;
let ctx: Context;

beforeEach(async () => {
  ctx = database.context({ type: 'system', reason: 'test' });
  await database.sql`truncate users, user_search, user_activity, identities, metadata_keys`;
  await database.sql`update search_state set rebuilt_to = null, format = 1`;
  const users = Array.from({ length: count }, (_, i) =>
    testUser(String(i).padStart(4, '0'), {
      email: `u${i}@example.com`,
      userMetadata: { color: `Blue ${i % 3}` },
    }),
  );
  await storeUsers(database.db, users);
});

async function run(work: typeof checkUserSearch, signal = new AbortController().signal) {
  let text = '';
  const output = { write: (part: string) => (text += part) };
  return { code: await work(ctx, { output, signal }), text: () => text };
}

const total = async (q: string) => (await listUsers(ctx, { q, include_totals: true })).total;

/** As rows of an earlier version, lost rows, rows of nobody and rows of a bug would look. */
async function damage() {
  await database.sql`update user_search set terms = ''::tsvector where user_id < 'auth0|0100'`;
  await database.sql`update user_search set email = 'wrong@example.com', nickname = 'x' where user_id = 'auth0|0200'`;
  await database.sql`delete from user_search where user_id = 'auth0|0300'`;
  await database.sql`delete from user_activity where user_id = 'auth0|0301'`;
  await database.sql`insert into user_search (user_id, connection, created_at, terms) values
    ('auth0|0400x', 'c', now(), ''), ('zzz', 'c', now(), ''), ('aaa', 'c', now(), '')`;
}

describe('search:check', () => {
  test('finds nothing where nothing is wrong', async () => {
    const { code, text } = await run(checkUserSearch);
    expect([code, text()]).toEqual([0, '450 users compared: no difference.\n']);
  });

  test('tells of every difference, ends with 1 and mends nothing', async () => {
    await damage();
    for (const _ of [1, 2]) {
      const { code, text } = await run(checkUserSearch);
      expect(code).toBe(1);
      expect(text()).toContain('450 users compared: 106 differences.');
      expect(text()).toContain('auth0|0000 is found by what they were (terms)');
    }
  });
});

describe('search:rebuild', () => {
  test('is asked for by a tenant of an earlier version, and never by one that has just been made', async () => {
    await beginSearch(ctx);
    expect(await searchIsCurrent(ctx)).toBe(false);
    await database.sql`truncate users`;
    await beginSearch(ctx);
    expect(await searchIsCurrent(ctx)).toBe(true);
  });

  test('mends every difference, writes nothing else and notes the keys that users have', async () => {
    await damage();
    await database.sql`insert into metadata_keys values ('user_metadata', 'gone', 'gone', 'text')`;
    expect(await searchIsCurrent(ctx)).toBe(false);
    const { code, text } = await run(rebuildUserSearch);
    expect(code).toBe(0);
    expect(text()).toContain('450 users read, 106 brought up to date');
    expect((await run(checkUserSearch)).code).toBe(0);
    expect(await total('user_metadata.color~:"BLUE 1"')).toBe(150);
    expect(await listMetadataKeys(ctx, { bag: 'user_metadata' })).toEqual([
      { path: 'color', kinds: ['text'] },
    ]);
    expect(await searchIsCurrent(ctx)).toBe(true);
    expect((await run(rebuildUserSearch)).text()).toContain('450 users read, 0 brought up to date');
  });

  test('goes on where it was stopped', async () => {
    await database.sql`update user_search set terms = ''::tsvector`;
    const stop = new AbortController();
    const first = await rebuildSearch(ctx, { signal: stop.signal, onBatch: () => stop.abort() });
    expect(first.users).toBeLessThan(count);
    expect(await searchIsCurrent(ctx)).toBe(false);
    const second = await rebuildSearch(ctx, { onBatch: () => undefined });
    expect(first.users + second.users).toBe(count);
    expect(first.written + second.written).toBe(count);
    expect((await run(checkUserSearch)).code).toBe(0);
  });

  test('loses no write that happens beside it', async () => {
    await damage();
    const ids = Array.from({ length: 60 }, (_, i) => `auth0|${String(i * 6).padStart(4, '0')}`);
    const admin = database.context();
    const rebuilding = rebuildSearch(ctx, { onBatch: () => undefined });
    await Promise.all(
      ids.map((id, i) =>
        i % 10 === 9
          ? deleteUser(admin, id)
          : updateUser(admin, id, { user_metadata: { color: `New ${i}` } }, { metadata: 'merge' }),
      ),
    );
    await rebuilding;
    expect((await run(checkUserSearch)).text()).toContain('444 users compared: no difference.');
    expect(await total('user_metadata.color:New*')).toBe(54);
  });
});
