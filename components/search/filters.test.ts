import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '@/lib/search/parse';
import { spellQuery } from '@/lib/search/spell-query';
import type { Tree } from '@/lib/search/tree';
import { type Filter, readFilters, setFilter, toQueryTree } from './filters';

const write = (filters: readonly Filter[]) => spellQuery(toQueryTree(filters));
const read = (q: string) => readFilters(parseQuery(q));

const places = new Set(['start', 'end']);
const meaning = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, item) => (places.has(key) ? undefined : item)));

const text = fc.oneof(
  fc.constantFrom('google-oauth2', 'my "db"', 'AND', '*', 'a:b', '-x'),
  fc.string({ minLength: 1 }),
);
const words = text.filter((each) => each.isWellFormed() && !each.includes('\0'));
const day = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const other: fc.Arbitrary<Tree> = fc
  .constantFrom('name:ada*', 'a OR blocked:true', 'email_verified:false', 'ada', 'NOT (a OR b)', '*')
  .map(parseQuery);

const filter: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    kind: fc.constant('flag' as const),
    field: fc.constantFrom('email_verified' as const, 'blocked' as const),
    value: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('choice' as const),
    field: fc.constantFrom('identities.connection' as const, 'roles' as const),
    values: fc.uniqueArray(words, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('since' as const),
    field: fc.constantFrom('last_login' as const, 'created_at' as const),
    day,
  }),
  fc.constant({ kind: 'never' as const, field: 'last_login' as const }),
  fc.record({
    kind: fc.constant('key' as const),
    keys: fc
      .tuple(
        fc.constantFrom('user_metadata', 'app_metadata'),
        fc.array(words, { minLength: 1, maxLength: 3 }),
      )
      .map(([bag, keys]) => [bag, ...keys]),
  }),
  fc.record({ kind: fc.constant('other' as const), tree: other }),
);

describe('filters', () => {
  it('are the same after a way through the query', () => {
    fc.assert(
      fc.property(fc.array(filter, { maxLength: 5 }), (filters) => {
        expect(meaning(read(write(filters)))).toEqual(meaning(filters));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['', []],
    ['email_verified:true', [{ kind: 'flag', field: 'email_verified', value: true }]],
    ['NOT blocked:true', [{ kind: 'flag', field: 'blocked', value: false }]],
    [
      'identities.connection:(corp OR "google-oauth2") AND last_login:[2025-11-01 TO *]',
      [
        { kind: 'choice', field: 'identities.connection', values: ['corp', 'google-oauth2'] },
        { kind: 'since', field: 'last_login', day: '2025-11-01' },
      ],
    ],
    ['_exists_:app_metadata.plan', [{ kind: 'key', keys: ['app_metadata', 'plan'] }]],
    ['-_exists_:last_login', [{ kind: 'never', field: 'last_login' }]],
  ])('reads %s', (q, filters) => {
    expect(read(q)).toEqual(filters);
  });

  it.each([
    'blocked:false',
    'identities.connection:google*',
    'last_login:[2025-11 TO *]',
    'last_login:{2025-11-01 TO *]',
    'last_login:[2025-11-01 TO 2025-12-01]',
    '_exists_:email',
    'blocked:true OR name:ada',
    'identities.connection~:corp',
    'NOT (identities.connection:corp)',
    'ada',
  ])('keeps %s as text, since no filter says the same', (q) => {
    expect(read(q)).toMatchObject([{ kind: 'other' }]);
    expect(write(read(q))).toBe(q.replace('(identities.connection:corp)', 'identities.connection:corp'));
  });

  it('puts what is text beside a new filter in parentheses, so that it means what it meant', () => {
    const blocked: Filter = { kind: 'flag', field: 'blocked', value: true };
    expect(write([...read('name:ada OR name:eve*'), blocked])).toBe('name:(ada OR eve*) AND blocked:true');
    expect(write([...read('name:ada OR email:eve*'), blocked])).toBe(
      '(name:ada OR email:eve*) AND blocked:true',
    );
  });

  it('has one filter of a subject, which changes at its place', () => {
    const filters = read('blocked:true AND email_verified:true AND _exists_:app_metadata.plan');
    expect(write(setFilter(filters, 'blocked', { kind: 'flag', field: 'blocked', value: false }))).toBe(
      'NOT blocked:true AND email_verified:true AND _exists_:app_metadata.plan',
    );
    expect(write(setFilter(filters, 'email_verified', null))).toBe(
      'blocked:true AND _exists_:app_metadata.plan',
    );
    expect(
      write(setFilter(filters, 'created_at', { kind: 'since', field: 'created_at', day: '2025-01-01' })),
    ).toMatch(/ AND created_at:\[2025-01-01 TO \*\]$/);
  });
});
