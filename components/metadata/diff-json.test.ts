import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffJson } from './diff-json';
import { isSameJson, type JsonObject } from './json';
import { setAt } from './merge-three-way';

const bag = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<JsonObject>;

describe('diffJson', () => {
  it('names the place of each difference and goes into objects', () => {
    const before = { plan: 'free', address: { city: 'Ulm', zip: '1' }, old: 1 };
    const after = { plan: 'pro', address: { city: 'Ulm', zip: '2' }, tags: ['a'] };
    expect(diffJson(before, after)).toEqual([
      { path: ['plan'], before: 'free', after: 'pro' },
      { path: ['address', 'zip'], before: '1', after: '2' },
      { path: ['old'], before: 1, after: undefined },
      { path: ['tags'], before: undefined, after: ['a'] },
    ]);
  });

  it('takes lists whole and sees no difference in the order of keys', () => {
    expect(diffJson({ a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } })).toEqual([]);
    expect(diffJson({ a: [1, 2] }, { a: [2, 1] })).toHaveLength(1);
  });

  it('tells an inherited name from an own key', () => {
    expect(diffJson({}, { toString: 1 } as JsonObject)).toHaveLength(1);
  });

  it('holds all that is needed to get from one side to the other', () => {
    fc.assert(
      fc.property(bag, bag, (before, after) => {
        const reached = diffJson(before, after).reduce(
          (object, { path, after: value }) => setAt(object, path, value),
          before,
        );
        expect(isSameJson(reached, after)).toBe(true);
      }),
    );
  });
});
