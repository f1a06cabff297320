import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrderOf, isSameJson, type Json, withValue } from './json';

const json = fc.jsonValue() as fc.Arbitrary<Json>;

describe('inOrderOf', () => {
  it('takes the order of the other and puts what is new last', () => {
    const ordered = inOrderOf({ a: 1, b: { x: 1, y: 2 } }, { c: 3, b: { y: 2, x: 1 }, a: 1 });
    expect(JSON.stringify(ordered)).toBe('{"a":1,"b":{"x":1,"y":2},"c":3}');
  });

  it('changes nothing but order', () => {
    fc.assert(fc.property(json, json, (model, value) => isSameJson(inOrderOf(model, value), value)));
  });
});

describe('withValue', () => {
  it('sets and removes keys that objects inherit like any other', () => {
    const set = withValue({}, '__proto__', 1);
    expect(Object.keys(set)).toEqual(['__proto__']);
    expect(withValue(set, '__proto__', undefined)).toEqual({});
  });
});
