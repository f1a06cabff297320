import { createHmac, randomBytes } from 'node:crypto';

/** A set of texts that keeps 8 bytes of each: a million names of a file take 16 MB and not 150. */
export type KeySet = {
  /** Adds the text; false when it was there. Two different texts pass for one with a chance of 1 in 2^64. */
  add(text: string): boolean;
  has(text: string): boolean;
};

const emptySlots = 1024;

/** Open addressing over a keyed hash, so that no file can be made whose names collide. */
export function makeKeySet(): KeySet {
  const key = randomBytes(16);
  let slots = new BigUint64Array(emptySlots);
  let count = 0;

  const digest = (text: string): bigint => {
    const value = createHmac('sha1', key).update(text).digest().readBigUInt64LE();
    return value === 0n ? 1n : value; // 0 marks an empty slot
  };
  const slotOf = (value: bigint): number => {
    let at = Number(value & BigInt(slots.length - 1));
    while (slots[at] !== 0n && slots[at] !== value) at = (at + 1) % slots.length;
    return at;
  };
  const grow = () => {
    const old = slots;
    slots = new BigUint64Array(old.length * 2);
    for (const value of old) if (value !== 0n) slots[slotOf(value)] = value;
  };

  return {
    has: (text) => slots[slotOf(digest(text))] !== 0n,
    add(text) {
      const value = digest(text);
      const at = slotOf(value);
      if (slots[at] === value) return false;
      slots[at] = value;
      count++;
      if (count * 2 > slots.length) grow();
      return true;
    },
  };
}
