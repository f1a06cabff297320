import { beforeAll, describe, expect, test } from 'vitest';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { listMetadataKeys as observedKeys, listMetadataValues as observedValues } from '@/lib/search';
import { testDatabase } from '@/lib/testing';
import { createUser } from './create-user';
import { listMetadataKeys, listMetadataValues } from './list-metadata';
import { listUsers } from './list-users';
import { updateUser } from './update-user';

const database = testDatabase();
let ctx: Context;
let ada: string;
let created = 0;
const make = async (bags: { user_metadata?: object; app_metadata?: object }) => {
  const profile = {
    connection: defaultConnection,
    email: `u${created++}@example.com`,
    password: 'Correct-horse-9',
  };
  return (await createUser(ctx, { ...profile, ...bags } as Parameters<typeof createUser>[1])).user.user_id;
};

beforeAll(async () => {
  ctx = database.context();
  await ensureConnection(database.context({ type: 'system', reason: 'test' }), defaultConnection);
  ada = await make({
    user_metadata: {
      color: 'blue',
      Colour: 'Bleu',
      address: { city: 'London' },
      tags: ['a', 'b'],
      none: null,
    },
    app_metadata: { plan: 'gold', seats: 5, trial: true, since: '2025-01-01', 'my:key no': 1 },
  });
  await make({ user_metadata: { color: 'blue' }, app_metadata: { plan: 'silver', seats: 5.5 } });
});

const paths = async (bag: 'user_metadata' | 'app_metadata', prefix = '') =>
  (await listMetadataKeys(ctx, { bag, prefix })).map(({ path }) => path);

describe('keys of metadata for completion', () => {
  test('are those that users have, with what stands there', async () => {
    expect(await paths('user_metadata')).toEqual(['address', 'address.city', 'color', 'Colour', 'tags']);
    expect(await listMetadataKeys(ctx, { bag: 'app_metadata' })).toEqual([
      { path: 'my\\:key\\ no', kinds: ['number'] },
      { path: 'plan', kinds: ['text'] },
      { path: 'seats', kinds: ['number'] },
      { path: 'since', kinds: ['date'] },
      { path: 'trial', kinds: ['boolean'] },
    ]);
  });

  test('begin with the prefix in any case, and a query that names one reads', async () => {
    expect(await paths('user_metadata', 'COL')).toEqual(['color', 'Colour']);
    expect(await paths('user_metadata', 'address.')).toEqual(['address.city']);
    expect(await paths('user_metadata', '%')).toEqual([]);
    for (const path of await paths('app_metadata')) {
      expect((await listUsers(ctx, { q: `_exists_:app_metadata.${path}` })).length).toBeGreaterThan(0);
    }
  });

  test('are seen the moment a write that brings them returns, which costs it no statement', async () => {
    const bare = await database.queries.during(() =>
      updateUser(ctx, ada, { user_metadata: { color: 'red' } }, { metadata: 'merge' }),
    );
    const fresh = await database.queries.during(() =>
      updateUser(ctx, ada, { user_metadata: { shoe: { size: 42 } } }, { metadata: 'merge' }),
    );
    expect(fresh.length).toBe(bare.length);
    expect(bare.join()).not.toContain('metadata_keys');
    expect(await paths('user_metadata', 's')).toEqual(['shoe', 'shoe.size']);
  });

  test('writers that bring the same new key at once do not wait for each other', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => make({})));
    const patch = { user_metadata: { fresh_a: 1, fresh_b: 'x' } };
    await Promise.all(ids.map((id) => updateUser(ctx, id, patch, { metadata: 'merge' })));
    expect(await paths('user_metadata', 'fresh')).toEqual(['fresh_a', 'fresh_b']);
  });
});

describe('values of metadata for completion', () => {
  const values = (path: string, prefix = '') => listMetadataValues(ctx, { path, prefix });

  test('are those that users have, the most frequent first, before and after statistics are gathered', async () => {
    await make({ app_metadata: { plan: 'gold' } });
    for (const _ of ['before', 'after']) {
      expect(await values('app_metadata.plan')).toEqual([
        { value: 'gold', kind: 'text' },
        { value: 'silver', kind: 'text' },
      ]);
      expect(await values('app_metadata.seats')).toEqual([
        { value: '5', kind: 'number' },
        { value: '5.5', kind: 'number' },
      ]);
      expect(await values('user_metadata.tags', 'b')).toEqual([{ value: 'b', kind: 'text' }]);
      expect(await values('app_metadata.trial')).toEqual([{ value: 'true', kind: 'boolean' }]);
      expect(await values('app_metadata.my\\:key\\ no')).toEqual([{ value: '1', kind: 'number' }]);
      await database.sql`analyze user_search`;
    }
  });

  test('a path that is none is refused; text that would be another query is no path', async () => {
    for (const path of [
      'email',
      'user_metadata',
      'nope.a',
      '',
      'user_metadata.a OR email:*',
      'user_metadata.*',
    ]) {
      await expect(values(path), path).rejects.toMatchObject({ code: 'invalid' });
    }
  });
});

test('who may not read app_metadata is told neither keys nor values of it (security lesson 25)', async () => {
  const rights = { userMetadata: true, appMetadata: false, roles: true };
  expect(await observedKeys(ctx, { bag: 'app_metadata', rights })).toEqual([]);
  expect(await observedValues(ctx, { path: 'app_metadata.plan', rights })).toEqual([]);
  expect(await observedKeys(ctx, { bag: 'user_metadata', rights })).not.toEqual([]);
  const nobody = { ...ctx, actor: { type: 'client', clientId: 'c', scopes: ['read:clients'] } } as Context;
  await expect(listMetadataKeys(nobody, { bag: 'user_metadata' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(listMetadataValues(nobody, { path: 'user_metadata.a' })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

describe('explained', () => {
  test('a search tells which way it went, what it read and how long it took', async () => {
    const { explanation } = await listUsers(
      ctx,
      { q: 'app_metadata.plan:gold', include_totals: true },
      { explain: true },
    );
    expect(explanation).toMatchObject({ plan: 'planned', rows: 2, expectedRows: expect.any(Number) });
    expect(explanation?.steps.join()).toMatch(/ on (user_search|users)/);
    expect(explanation?.pageMs).toBeGreaterThan(0);
    const nobody = await listUsers(ctx, { q: 'organization_id:x' }, { explain: true });
    expect(nobody.explanation).toMatchObject({ plan: 'nobody', rows: 0 });
    expect(await listUsers(ctx, { q: 'app_metadata.plan:gold' })).not.toHaveProperty('explanation');
  });

  test('to administrators alone', async () => {
    const client = { ...ctx, actor: { type: 'client', clientId: 'c', scopes: ['read:users'] } } as Context;
    await expect(listUsers(client, {}, { explain: true })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
