import fc from 'fast-check';
import type { Json, JsonObject } from '@/db/schema/columns';
import { type Asked, fieldKinds } from './oracle.fixture';
import { type TestUser, testRoles, testUser } from './users.fixture';

/** Few words and close neighbours of each other, so that conditions meet users often enough to matter. */
const words = [
  'blue',
  'Blue',
  'bl',
  'blueberry',
  'gold',
  'gold plus',
  "O'Neil",
  'ΟΔΥΣΣΕΥΣ',
  'οδυσσευς',
  'İstanbul',
  'e\u0301cole',
  'école',
  'K\u212a',
  '100%_\\',
  '%',
  '_',
  '',
  ' ',
  'true',
  'false',
  '36',
  '36.0',
  '-1',
  '0',
  '2025',
  '2025-01-31',
  '2025-01-31T10:00:00.000Z',
  '😀😀',
  'a:b',
  "'; drop table users; --",
  '\\',
  '"',
  'null',
  'x'.repeat(199),
  'x'.repeat(200),
  'x'.repeat(201),
  `${'x'.repeat(199)}😀y`,
  `${'x'.repeat(300)}y`,
  'AND',
  'TO',
];
const keys = [
  'a',
  'b',
  'color',
  'my:key',
  'sp ace',
  "q'uote",
  'back\\slash',
  'длинный-ключ-который-не-поместится',
  '$',
  '"',
];
const numbers = [0, 1, -1, 36, 36.5, -0.5, 1e21, 1e-7, 2025, 2024.999, -1e300, 5e-324];

const word = fc.constantFrom(...words);
const name = fc.constantFrom(...words.filter((text) => text !== ''));
const moment = fc.date({
  min: new Date('2024-06-01T00:00:00.000Z'),
  max: new Date('2026-03-01T00:00:00.000Z'),
  noInvalidDate: true,
});
const number = fc.oneof(fc.constantFrom(...numbers), fc.integer({ min: -50, max: 50 }));
const dateText = fc.oneof(
  moment.map((date) => date.toISOString()),
  moment.map((date) => date.toISOString().slice(0, 10)),
  moment.map((date) => date.toISOString().slice(0, 7)),
  fc.constantFrom('2024', '2025', '2026'),
);
const key = fc.oneof({ arbitrary: fc.constantFrom('a', 'b'), weight: 4 }, fc.constantFrom(...keys));

const { value } = fc.letrec<{ value: JsonObject[string] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    word,
    dateText,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
}));
const bag = fc.option(fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary);

const connection = fc.constantFrom('Username-Password-Authentication', 'google-oauth2', 'Corp');
const identity = fc.record({
  provider: fc.constantFrom('auth0', 'google-oauth2', 'samlp'),
  identityUserId: fc.uuid(),
  connection,
  isSocial: fc.boolean(),
  profileData: bag,
});

const email = fc
  .tuple(name, fc.constantFrom('example.com', 'Example.COM', 'sub.example.com'))
  .map(([local, host]) => `${local}@${host}`);

export const profileOf = fc.record({
  email: maybe(email),
  emailVerified: maybe(fc.boolean()),
  username: maybe(name),
  phoneNumber: maybe(fc.constantFrom('+14155550100', '+49170', '+Kx')),
  phoneVerified: maybe(fc.boolean()),
  name: maybe(word),
  nickname: maybe(word),
  givenName: maybe(word),
  familyName: maybe(word),
  blocked: maybe(fc.boolean()),
  createdAt: moment,
  updatedAt: moment,
  lastLogin: maybe(moment),
  loginsCount: maybe(fc.integer({ min: 0, max: 40 })),
  lastIp: maybe(fc.constantFrom('10.0.0.1', '10.0.0.2', '::1')),
  userMetadata: bag,
  appMetadata: bag,
  identities: fc.array(identity, { minLength: 1, maxLength: 2 }),
  roles: fc.subarray([...testRoles], { maxLength: 2 }),
});

export const randomUsers: fc.Arbitrary<TestUser[]> = fc
  .array(profileOf, { minLength: 1, maxLength: 25 })
  .map((profiles) => profiles.map((each, index) => testUser(`u${index}`, each)));

const textFields = [
  'email',
  'name',
  'given_name',
  'family_name',
  'nickname',
  'email.domain',
  'user_id',
  'username',
  'phone_number',
  'last_ip',
  'identities.connection',
  'identities.provider',
  'roles',
].map((field) => field.split('.'));
const path = fc
  .tuple(
    fc.constantFrom(['user_metadata'], ['app_metadata'], ['identities', 'profileData']),
    fc.oneof(
      { arbitrary: key.map((one) => [one]), weight: 3 },
      fc.array(key, { minLength: 2, maxLength: 3 }),
    ),
  )
  .map(([root, rest]) => [...root, ...rest]);
const textField = fc.constantFrom(...textFields);
const fieldOf = (names: readonly string[]) => fc.constantFrom(...names.map((field) => field.split('.')));

const seen = fc.oneof(
  word,
  fc.constantFrom(
    'auth0|u1',
    'admin',
    'Blue editor',
    'rol_aaaaaaaaaaaaaaaa',
    'auth0|u',
    'google-oauth2',
    'example.com',
    'blue@example.com',
    '10.0.0.1',
    '+14155550100',
  ),
);
const numberText = number.map(String);
const brackets = { open: fc.constantFrom('[', '{'), close: fc.constantFrom(']', '}') };

const slices = fc
  .tuple(seen, fc.nat(), fc.nat(), fc.constantFrom('prefix', 'suffix', 'infix', 'inner'))
  .map(([text, a, b, shape]) => {
    const points = [...text];
    const low = Math.min(a, b) % (points.length + 1);
    const high = Math.max(low, Math.max(a, b) % (points.length + 1));
    const head = points.slice(0, low).join('');
    const middle = points.slice(low, high).join('');
    const tail = points.slice(high).join('');
    const parts = { prefix: [head, ''], suffix: ['', tail], infix: ['', middle, ''], inner: [head, tail] };
    return parts[shape as keyof typeof parts];
  })
  .filter((parts) => {
    const lead = parts.length === 2 && parts[1] === '';
    return lead || [...parts.join('')].length >= 3;
  })
  .filter((parts) => !(parts[0] ?? '').startsWith('/') && !parts.slice(1, -1).includes(''));

/** Upper case for lower and the reverse, letter by letter. */
const swapCase = (text: string) =>
  [...text].map((char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase())).join('');

const range = (field: fc.Arbitrary<string[]>, bound: fc.Arbitrary<string>) =>
  fc.record({
    kind: fc.constant('range' as const),
    field,
    from: maybe(bound),
    to: maybe(bound),
    ...brackets,
  });
const exact = (field: fc.Arbitrary<string[]>, text: fc.Arbitrary<string>) =>
  fc.record({
    kind: fc.constant('word' as const),
    field,
    parts: text.map((one) => [one]),
    quote: fc.boolean(),
  });

const anyField = fc.oneof(
  textField,
  path,
  fieldOf([...fieldKinds.dates, ...fieldKinds.booleans, 'logins_count']),
);

const leaf: fc.Arbitrary<Asked> = fc.oneof(
  fc.record({ kind: fc.constant('exists' as const), field: anyField }),
  exact(fc.oneof(textField, path), fc.oneof(seen, numberText)),
  fc.record({
    kind: fc.constant('word' as const),
    field: fc.oneof(textField, path),
    parts: slices,
    quote: fc.constant(false),
  }),
  fc.record({
    kind: fc.constant('word' as const),
    field: path,
    parts: fc
      .oneof(
        slices,
        seen.map((text) => [text]),
      )
      .map((parts) => parts.map(swapCase)),
    quote: fc.constant(false),
    anyCase: fc.constant(true),
  }),
  range(fc.oneof(textField, path), seen),
  range(path, numberText),
  range(path, dateText),
  exact(fieldOf(fieldKinds.dates), dateText),
  range(fieldOf(fieldKinds.dates), dateText),
  exact(fieldOf(fieldKinds.booleans), fc.constantFrom('true', 'false')),
  exact(fc.constant(['logins_count']), numberText),
  range(fc.constant(['logins_count']), numberText),
);

export const randomQuery: fc.Arbitrary<Asked> = fc.letrec<{ tree: Asked }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({ kind: fc.constant('not' as const), item: tie('tree') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      items: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
  ),
})).tree;

/** Conditions that a user with this bag meets. */
export function conditionsOn(value: Json, keys: string[]): Asked[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, item]) => conditionsOn(item, [...keys, key]));
  }
  if (value === null || Array.isArray(value)) return [];
  const [field, text] = [keys, String(value)];
  return [
    { kind: 'exists', field },
    { kind: 'word', field, parts: [text], quote: true },
    { kind: 'word', field, parts: [text.slice(0, 1), ''], quote: false },
    { kind: 'range', field, from: text, to: null, open: '[', close: ']' },
  ];
}
