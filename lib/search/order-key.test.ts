import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyOf, numberOf, prefixesBetween, rankOf } from './order-key';

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const moment = fc.date({ noInvalidDate: true }).map((date) => date.getTime());

describe.each([
  ['number', number],
  ['date', moment],
] as const)('keys of a %s', (scale, value) => {
  test('stand in the order of the values', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [left, right] = [keyOf(scale, a), keyOf(scale, b)];
        expect(left.length).toBe(right.length);
        expect(left < right).toBe(a < b);
        expect(left === right).toBe(a === b || (a === 0 && b === 0));
      }),
      { numRuns: 2000 },
    );
  });

  test('of a range are covered by its prefixes, and no others are', () => {
    fc.assert(
      fc.property(value, value, value, (a, b, probe) => {
        const prefixes = prefixesBetween(scale, rankOf(scale, a), rankOf(scale, b));
        const covered = prefixes.filter((prefix) => keyOf(scale, probe).startsWith(prefix));
        const rank = rankOf(scale, probe);
        const inside = rank >= rankOf(scale, a) && rank <= rankOf(scale, b);
        expect(covered.length).toBe(inside ? 1 : 0);
        expect(prefixes.length).toBeLessThanOrEqual(192);
      }),
      { numRuns: 2000 },
    );
  });
});

test('a number can be read back from its key', () => {
  fc.assert(fc.property(number, (value) => numberOf(keyOf('number', value)) === value));
});
