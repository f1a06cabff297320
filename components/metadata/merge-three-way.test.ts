import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameJson, type JsonObject } from './json';
import { mergeThreeWay, setAt } from './merge-three-way';

const bag = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', '__proto__'),
  fc.jsonValue({ maxDepth: 2 }),
) as fc.Arbitrary<JsonObject>;

describe('mergeThreeWay', () => {
  it('joins changes at different places', () => {
    const base = { plan: 'free', city: 'Ulm', address: { zip: '1', street: 'A' } };
    const mine = { plan: 'pro', city: 'Ulm', address: { zip: '2', street: 'A' } };
    const theirs = { plan: 'free', city: 'Bonn', address: { zip: '1', street: 'B' } };
    expect(mergeThreeWay(base, mine, theirs)).toEqual({
      merged: { plan: 'pro', city: 'Bonn', address: { zip: '2', street: 'B' } },
      collisions: [],
    });
  });

  it('reports a place that both changed differently, and keeps theirs there until somebody chooses', () => {
    const result = mergeThreeWay({ plan: 'free' }, { plan: 'pro' }, { plan: 'team' });
    expect(result.merged).toEqual({ plan: 'team' });
    expect(result.collisions).toEqual([{ path: ['plan'], base: 'free', mine: 'pro', theirs: 'team' }]);
    expect(setAt(result.merged, ['plan'], 'pro')).toEqual({ plan: 'pro' });
  });

  it('reports a change on one side of what the other side removed', () => {
    const { collisions } = mergeThreeWay({ a: 1 }, {}, { a: 2 });
    expect(collisions).toEqual([{ path: ['a'], base: 1, mine: undefined, theirs: 2 }]);
  });

  it('gives the other side when one side changed nothing, whatever the objects', () => {
    fc.assert(
      fc.property(bag, bag, (base, edited) => {
        for (const result of [mergeThreeWay(base, edited, base), mergeThreeWay(base, base, edited)]) {
          expect(isSameJson(result.merged, edited)).toBe(true);
          expect(result.collisions).toEqual([]);
        }
      }),
    );
  });

  it('gives the same whichever side is called mine, once collisions are settled alike', () => {
    fc.assert(
      fc.property(bag, bag, bag, (base, mine, theirs) => {
        const { merged, collisions } = mergeThreeWay(base, mine, theirs);
        const swapped = mergeThreeWay(base, theirs, mine);
        const settled = collisions.reduce(
          (object, { path, mine: value }) => setAt(object, path, value),
          merged,
        );
        expect(isSameJson(settled, swapped.merged)).toBe(true);
        expect(swapped.collisions).toHaveLength(collisions.length);
      }),
    );
  });
});
