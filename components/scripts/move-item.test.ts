import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveBeside, moveBy } from './move-item';

const ids = ['a', 'b', 'c', 'd'];

describe('moving a rule', () => {
  it('puts it beside the one it was dropped on', () => {
    expect(moveBeside(ids, 'd', 'b', 'before')).toEqual(['a', 'd', 'b', 'c']);
    expect(moveBeside(ids, 'a', 'c', 'after')).toEqual(['b', 'c', 'a', 'd']);
    expect(moveBeside(ids, 'a', 'a', 'after')).toEqual(ids);
  });

  it('moves one place and stops at the ends', () => {
    expect(moveBy(ids, 'b', -1)).toEqual(['b', 'a', 'c', 'd']);
    expect(moveBy(ids, 'b', 1)).toEqual(['a', 'c', 'b', 'd']);
    expect(moveBy(ids, 'a', -1)).toEqual(ids);
    expect(moveBy(ids, 'd', 1)).toEqual(ids);
  });

  it('never loses or doubles a rule', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(3), fc.constantFrom('before', 'after'), (from, to, side) => {
        const moved = moveBeside(ids, ids[from] ?? '', ids[to] ?? '', side);
        expect(moved.toSorted()).toEqual(ids);
      }),
    );
  });
});
