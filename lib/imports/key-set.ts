import { hash, randomBytes } from 'node:crypto';

/** A set of names that keeps 8 bytes of each: a million of them take 16 MB and not 150. */
export type KeySet = {
  /** Adds all of the names, or none and gives false when one of them is there. */
  claim(names: readonly string[]): boolean;
};

const emptySlots = 1024;

/**
 * Open addressing over a salted hash, so that no file can be made whose names collide. Two different names pass for
 * one with a chance of 1 in 2^64.
 */
export function makeKeySet(): KeySet {
  const salt = randomBytes(16).toString('latin1');
  let slots = new BigUint64Array(emptySlots);
  let count = 0;

  const digest = (name: string): bigint => {
    const value = hash('sha1', salt + name, 'buffer').readBigUInt64LE();
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
  const put = (value: bigint) => {
    slots[slotOf(value)] = value;
    count++;
    if (count * 2 > slots.length) grow();
  };

  return {
    claim(names) {
      const values = new Set(names.map(digest));
      for (const value of values) if (slots[slotOf(value)] !== 0n) return false;
      for (const value of values) put(value);
      return true;
    },
  };
}
