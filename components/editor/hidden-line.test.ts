import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOffset, repairOf, toModelRange, toModelText, toValue } from './hidden-line';

const hidden = '/** @type {Rule} */ const _rule =';

describe('the hidden line', () => {
  it('never becomes part of a value', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(toValue(toModelText(value, hidden), hidden)).toBe(value);
        expect(toValue(toModelText(value, undefined), undefined)).toBe(value);
      }),
    );
  });

  it('is left out of the value when a Backspace has joined it with the first line', () => {
    expect(toValue(`${hidden}function () {}`, hidden)).toBe('function () {}');
  });

  it('stands again after any edit that damaged it, and the value is what was left', () => {
    const repaired = (text: string) => {
      const repair = repairOf(text, hidden);
      return repair === null ? text : text.slice(0, repair.skip) + repair.insert + text.slice(repair.skip);
    };
    for (const text of ['', 'function () {}', `${hidden}x`, `${hidden}\nx`, hidden]) {
      expect(repaired(text)).toBe(toModelText(toValue(text, hidden), hidden));
      expect(repairOf(repaired(text), hidden)).toBeNull();
    }
  });

  it('moves markers down by its own line and no others', () => {
    expect(lineOffset(undefined)).toBe(0);
    expect(toModelRange({ line: 3, column: 5, endColumn: 9, message: '' }, lineOffset(hidden))).toEqual({
      startLineNumber: 4,
      startColumn: 5,
      endLineNumber: 4,
      endColumn: 9,
    });
  });
});
