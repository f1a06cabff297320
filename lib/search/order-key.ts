const numberDigits = 16;
const dateDigits = 14;
/** Moves every millisecond that a Date can hold above zero. */
const dateOffset = 2n ** 53n;
const sign = 2n ** 63n;
const ones = 2n ** 64n - 1n;

/** A scale on which values are whole numbers of a fixed count of hexadecimal digits, in the order of the values. */
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
  return rankOf(scale, value).toString(16).padStart(digitsOf(scale), '0');
}

/** The number whose key this is. */
export function numberOf(key: string): number {
  const rank = BigInt(`0x${key}`);
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, rank >= sign ? rank ^ sign : rank ^ ones);
  return view.getFloat64(0);
}

/**
 * The fewest prefixes of keys that together cover exactly the ranks from `low` to `high`, both included. At most 15
 * for each digit and side; far fewer for whole numbers, whose keys end in zeros.
 */
export function prefixesBetween(scale: Scale, low: bigint, high: bigint): string[] {
  const digits = digitsOf(scale);
  const prefixes: string[] = [];
  let from = low < 0n ? 0n : low;
  const last = 16n ** BigInt(digits) - 1n;
  const to = high > last ? last : high;
  while (from <= to) {
    let width = 0;
    let size = 1n;
    while (width < digits && from % (size * 16n) === 0n && from + size * 16n - 1n <= to) {
      size *= 16n;
      width += 1;
    }
    prefixes.push(
      from
        .toString(16)
        .padStart(digits, '0')
        .slice(0, digits - width),
    );
    from += size;
  }
  return prefixes;
}
