import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partialLexeme, pathLexeme, textLexeme } from './lexeme';
import { randomUsers } from './random-queries.fixture';
import { lexemesOf, searchRow } from './terms';
import { testUser } from './users.fixture';

const bytesOf = (lexemes: Iterable<string>) =>
  [...lexemes].reduce((sum, lexeme) => sum + Buffer.byteLength(lexeme), 0);

test('null, [] and {} leave no trace, and neither do objects that hold nothing else', () => {
  const empty = testUser('a', {
    userMetadata: { note: null, tags: [], prefs: {}, deep: { er: [{ x: null }] } },
  });
  expect(searchRow(empty).terms).toBe(searchRow(testUser('a')).terms);
});

test('array levels are left out of paths', () => {
  const terms = lexemesOf(testUser('a', { appMetadata: { subs: [{ level: 'pro' }, { level: ['free'] }] } }));
  const path = pathLexeme('a', ['subs', 'level']);
  expect(terms).toContain(textLexeme(path, 'pro'));
  expect(terms).toContain(textLexeme(path, 'free'));
});

test('a key with a dot is not the path of two keys', () => {
  const identity = { provider: 'p', identityUserId: '1', connection: 'c', isSocial: false };
  const of = (profileData: { [key: string]: string | { [key: string]: string } }) =>
    lexemesOf(testUser('a', { identities: [{ ...identity, profileData }] }));
  expect([...of({ 'a.b': 'x' })]).not.toEqual([...of({ a: { b: 'x' } })]);
});

test('no lexeme is longer than PostgreSQL takes, whatever stands in a user', () => {
  fc.assert(
    fc.property(randomUsers, fc.string({ unit: 'binary', maxLength: 3000 }), (users, text) => {
      for (const user of users) {
        const long = {
          ...user,
          userMetadata: { ...user.userMetadata, [`k${text}`]: text, list: [`${text}${text}`] },
        };
        for (const lexeme of lexemesOf(long)) expect(Buffer.byteLength(lexeme)).toBeLessThan(2046);
      }
    }),
    { numRuns: 100 },
  );
});

/** Bags of 64 kB made to grow the index as much as JSON can. */
const greedy = {
  numbers: { list: Array.from({ length: 11_000 }, (_, i) => i) },
  keys: Object.fromEntries(Array.from({ length: 7_500 }, (_, i) => [i.toString(36), 1])),
  'long keys': {
    ['k'.repeat(36)]: Object.fromEntries(Array.from({ length: 7_000 }, (_, i) => [i.toString(36), i % 10])),
  },
  'two-letter text': {
    [`${'k'.repeat(30)}`]: Array.from({ length: 10_000 }, (_, i) => (i % 2700).toString(36)),
  },
  dates: { d: Array.from({ length: 4_900 }, (_, i) => new Date(i * 86_400_000).toISOString().slice(0, 10)) },
};

test.each(Object.entries(greedy))(
  'a user at the size limit of metadata is indexed whole: %s',
  (_name, bag) => {
    expect(Buffer.byteLength(JSON.stringify(bag))).toBeLessThanOrEqual(65_536);
    const terms = lexemesOf(testUser('a', { userMetadata: bag }));
    expect(terms).not.toContain(partialLexeme);
    expect(bytesOf(terms)).toBeLessThan(2 ** 20);
  },
);

test('past what PostgreSQL can index, profile data gives way first and the user is marked', () => {
  const many = Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`key-number-${i}`, i]));
  const user = testUser('a', { email: 'a@example.com', appMetadata: { plan: 'gold' } });
  const [identity] = user.identities;
  const terms = lexemesOf({ ...user, identities: identity ? [{ ...identity, profileData: many }] : [] });
  expect(terms).toContain(partialLexeme);
  expect(terms).toContain(textLexeme('a.plan', 'gold'));
  expect(terms).toContain(textLexeme('email.domain', 'example.com'));
  expect(bytesOf(terms)).toBeLessThan(2 ** 20);
});
