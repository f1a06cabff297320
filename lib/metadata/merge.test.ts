import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@/db/schema/columns';
import { mergeMetadata } from './merge';

const stored = { foo: 'bar', baz: 'qux' };
const key = fc.string({ minLength: 1, maxLength: 6 }).filter((name) => name !== '__proto__');
const bag = fc.dictionary(key, fc.jsonValue(), { noNullPrototype: true }) as fc.Arbitrary<JsonObject>;

describe('merge, by the table of the contract (management-api 3.1)', () => {
  it.each<[string, JsonObject | null, JsonObject | null, JsonObject]>([
    ['adds a key and keeps the others', stored, { a: 1 }, { foo: 'bar', baz: 'qux', a: 1 }],
    [
      'replaces a value by an object, without a deep merge',
      { foo: { y: 1 } },
      { foo: { x: 1 } },
      { foo: { x: 1 } },
    ],
    ['removes on null and replaces beside it', stored, { baz: null, foo: 'bars' }, { foo: 'bars' }],
    ['clears everything on {}', stored, {}, {}],
    ['clears everything on null', stored, null, {}],
    ['keeps a null that is nested', stored, { a: { b: null } }, { ...stored, a: { b: null } }],
    ['replaces arrays whole', { list: [1, 2] }, { list: [3] }, { list: [3] }],
    ['starts from nothing', null, { a: 1 }, { a: 1 }],
    ['ignores the removal of what is not there', stored, { no: null }, stored],
  ])('%s', (_, before, patch, after) => {
    expect(mergeMetadata(before, patch, 'merge')).toEqual(after);
  });

  it('never changes its arguments', () => {
    fc.assert(
      fc.property(bag, bag, (before, patch) => {
        const copies = structuredClone([before, patch]);
        mergeMetadata(before, patch, 'merge');
        expect([before, patch]).toEqual(copies);
      }),
    );
  });

  it('leaves exactly what was not named, and of what was named what is not null', () => {
    fc.assert(
      fc.property(bag, bag, (before, patch) => {
        fc.pre(Object.keys(patch).length > 0);
        const after = mergeMetadata(before, patch, 'merge');
        for (const name of new Set([...Object.keys(before), ...Object.keys(patch), ...Object.keys(after)])) {
          const named = Object.hasOwn(patch, name);
          const expected = named ? patch[name] : before[name];
          const there = named ? patch[name] !== null : Object.hasOwn(before, name);
          expect(Object.hasOwn(after, name)).toBe(there);
          if (there) expect(after[name]).toEqual(expected);
        }
      }),
    );
  });

  it('gives the same after the same patch again', () => {
    fc.assert(
      fc.property(bag, bag, (before, patch) => {
        const once = mergeMetadata(before, patch, 'merge');
        expect(mergeMetadata(once, patch, 'merge')).toEqual(once);
      }),
    );
  });
});

it('replace stores the object as given, nulls included', () => {
  expect(mergeMetadata(stored, { a: null }, 'replace')).toEqual({ a: null });
});
