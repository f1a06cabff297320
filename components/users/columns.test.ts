import { describe, expect, it } from 'vitest';
import type { UserView } from '@/lib/users/schemas';
import {
  cellText,
  columnKeys,
  knownColumns,
  mostColumns,
  moveColumn,
  rootColumns,
  valuesAt,
} from './columns';

const user: UserView = {
  user_id: 'auth0|1',
  created_at: '2025-01-01T00:00:00.000Z',
  updated_at: '2025-01-01T00:00:00.000Z',
  identities: [
    { connection: 'Users', provider: 'auth0', user_id: '1', isSocial: false },
    { connection: 'google-oauth2', provider: 'google-oauth2', user_id: '2', isSocial: true },
  ],
  app_metadata: {
    plan: 'gold',
    'my:key': 1,
    subs: [{ level: 'pro' }, { level: null }, { level: ['a', 'b'] }],
  },
};

const at = (id: string) => valuesAt(user, columnKeys(id) ?? []);

describe('columns', () => {
  it('find values as a search does: at any depth, in all items of arrays', () => {
    expect(at('app_metadata.plan')).toEqual(['gold']);
    expect(at('app_metadata.my\\:key')).toEqual([1]);
    expect(at('app_metadata.subs.level')).toEqual(['pro', 'a', 'b']);
    expect(at('identities.connection')).toEqual(['Users', 'google-oauth2']);
    expect(at('user_metadata.none')).toEqual([]);
    expect(at('app_metadata.constructor')).toEqual([]);
  });

  it('are known fields and keys of metadata, each once', () => {
    expect(
      knownColumns(['email', 'nonsense', 'app_metadata.plan', 'email', 'app_metadata.', 'a b', 'name']),
    ).toEqual(['email', 'app_metadata.plan']);
    const many = Array.from({ length: 40 }, (_, index) => `app_metadata.k${index}`);
    expect(knownColumns(many)).toHaveLength(mostColumns);
  });

  it('move by places and stay within the list', () => {
    expect(moveColumn(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
    expect(moveColumn(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
    expect(moveColumn(['a', 'b', 'c'], 'b', 9)).toEqual(['a', 'c', 'b']);
    expect(moveColumn(['a'], 'x', 1)).toEqual(['a']);
  });

  it('offer every field that a user can have', () => {
    expect(rootColumns.every(({ name }) => columnKeys(name) !== null)).toBe(true);
  });

  it('write any value as text', () => {
    expect([true, 1.5, { a: [1] }, 'x', ''].map(cellText)).toEqual(['Yes', '1.5', '{"a":[1]}', 'x', '']);
  });
});
