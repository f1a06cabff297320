/** Few, so that few prefixes cover a range: at each end three a digit, where hexadecimal digits would take fifteen. */
const base = 4;
const numberDigits = 32;
const dateDigits = 28;
/** Moves every millisecond that a Date can hold above zero. */
const dateOffset = 2n ** 53n;
const sign = 2n ** 63n;
const ones = 2n ** 64n - 1n;

/** A scale on which values are whole numbers of a fixed count of digits, in the order of the values. */
export type Scale = 'number' | 'date';

export function digitsOf(scale: Scale): number {
  return scale === 'number' ? numberDigits : dateDigits;
}

/** Where a finite number, or a moment in milliseconds, stands on its scale. Zero and minus zero stand together. */
export function rankOf(scale: Scale, value: number): bigint {
  if (scale === 'date') return BigInt(value) + dateOffset;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value === 0 ? 0 : value);
  const bits = view.getBigUint64(0);
  return bits >= sign ? bits ^ ones : bits | sign;
}

export function keyOf(scale: Scale, value: number): string {
  return rankOf(scale, value).toString(base).padStart(digitsOf(scale), '0');
}

/** The number whose key this is. */
export function numberOf(key: string): number {
  let rank = 0n;
  for (const digit of key) rank = rank * BigInt(base) + BigInt(digit);
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, rank >= sign ? rank ^ sign : rank ^ ones);
  return view.getFloat64(0);
}

/**
 * The fewest prefixes of keys that together cover exactly the ranks from `low` to `high`, both included. At most 3
 * for each digit and side; far fewer for whole numbers, whose keys end in zeros.
 */
export function prefixesBetween(scale: Scale, low: bigint, high: bigint): string[] {
  const digits = digitsOf(scale);
  const prefixes: string[] = [];
  let from = low < 0n ? 0n : low;
  const step = BigInt(base);
  const last = step ** BigInt(digits) - 1n;
  const to = high > last ? last : high;
  while (from <= to) {
    let width = 0;
    let size = 1n;
    while (width < digits && from % (size * step) === 0n && from + size * step - 1n <= to) {
      size *= step;
      width += 1;
    }
    prefixes.push(
      from
        .toString(base)
        .padStart(digits, '0')
        .slice(0, digits - width),
    );
    from += size;
  }
  return prefixes;
}
