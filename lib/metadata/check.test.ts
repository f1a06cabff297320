import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@/db/schema/columns';
import { Invalid } from '@/lib/errors';
import { type Bag, checkBag, checkSignupMetadata, checkSize } from './check';
import { maxMetadataBytes, maxMetadataDepth, reservedAppMetadataKeys } from './limits';

function refusal(check: () => void): Invalid {
  try {
    check();
  } catch (error) {
    if (error instanceof Invalid) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

const nested = (depth: number): JsonObject => {
  let value: JsonObject = { end: 1 };
  for (let level = 1; level < depth; level++) value = { level: value };
  return value;
};

describe('keys', () => {
  it.each([
    ['a dot', { 'a.b': 1 }, 'user_metadata.a.b'],
    ['a dot, nested', { a: [{ 'b.c': 1 }] }, 'user_metadata.a[0].b.c'],
    ['a leading $', { $set: 1 }, 'user_metadata.$set'],
    ['a control character', { 'a\u0007': 1 }, 'user_metadata.a\u0007'],
    ['no name', { '': 1 }, 'user_metadata.'],
    ['constructor', { constructor: { x: 1 } }, 'user_metadata.constructor'],
    [
      '__proto__ as it comes from JSON',
      JSON.parse('{"__proto__": {"admin": true}}'),
      'user_metadata.__proto__',
    ],
  ])('refuses %s, naming the key', (_, value, path) => {
    expect(refusal(() => checkBag('user_metadata', value)).fields).toHaveProperty([path]);
  });

  it.each([{ 'my:key': 1 }, { a$b: 1 }, { 'ключ 🔑': 1 }])('takes %j', (value) => {
    expect(() => checkBag('user_metadata', value as unknown as JsonObject)).not.toThrow();
  });

  it.each(reservedAppMetadataKeys)(
    'refuses app_metadata.%s, which would take the place of a root field',
    (key) => {
      expect(() => checkBag('app_metadata', { [key]: 'x' })).toThrow(Invalid);
      expect(() => checkBag('user_metadata', { [key]: 'x' })).not.toThrow();
    },
  );
});

describe('values', () => {
  it.each<[string, JsonObject]>([
    ['U+0000', { a: { b: 'x\u0000' } }],
    ['an unpaired surrogate', { a: ['\ud800'] }],
    ['a number that JSON cannot write', { a: JSON.parse('1e400') }],
    ['too deep nesting', nested(maxMetadataDepth + 2)],
  ])('refuses %s', (_, value) => {
    expect(() => checkBag('user_metadata', value)).toThrow(Invalid);
  });

  it('takes what is as deep as the limit allows', () => {
    expect(() => checkBag('user_metadata', nested(maxMetadataDepth))).not.toThrow();
  });

  it('counts both bags in bytes and names the larger one', () => {
    const half = 'é'.repeat(maxMetadataBytes / 4);
    expect(() => checkSize({ a: half }, null)).not.toThrow();
    const error = refusal(() => checkSize({ a: half }, { b: half, c: 1 }));
    expect(error.fields).toHaveProperty(['app_metadata']);
    expect(error.message).toContain(String(maxMetadataBytes));
  });
});

describe('sign-up', () => {
  const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']));
  it.each<[string, JsonObject]>([
    ['11 keys', keys(11)],
    ['a value of 501 characters', { a: 'x'.repeat(501) }],
    ['a key of 101 characters', { ['k'.repeat(101)]: 'x' }],
    ['a number', { a: 1 }],
    ['an object', { a: {} }],
  ])('refuses %s', (_, value) => {
    expect(() => checkSignupMetadata(value)).toThrow(Invalid);
  });

  it('takes 10 keys with 500 characters', () => {
    expect(() => checkSignupMetadata({ ...keys(9), long: 'x'.repeat(500) })).not.toThrow();
  });
});

it('names every refusal by bag', () => {
  for (const bag of ['user_metadata', 'app_metadata'] satisfies Bag[]) {
    expect(refusal(() => checkBag(bag, { 'a.b': 1 })).message).toContain(`on property ${bag}.a.b`);
  }
});
