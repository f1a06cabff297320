import { describe, expect, it } from 'vitest';
import { ahead } from './ahead';

/** Yields 0, 1, 2 … and keeps in `begun` how far it was asked. */
function counting(upTo: number, failAt = Number.POSITIVE_INFINITY) {
  const seen = { begun: 0, isEnded: false };
  async function* source() {
    try {
      for (let i = 0; i < upTo; i++) {
        seen.begun = i + 1;
        await Promise.resolve();
        if (i === failAt) throw new Error(`item ${i}`);
        yield i;
      }
    } finally {
      seen.isEnded = true;
    }
  }
  return { seen, source: source() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('ahead', () => {
  it('gives every item once and in order', async () => {
    expect(await Array.fromAsync(ahead(counting(20).source, 3))).toEqual(
      Array.from({ length: 20 }, (_, i) => i),
    );
    expect(await Array.fromAsync(ahead(counting(0).source, 3))).toEqual([]);
  });

  it('has so many items on their way and not one more', async () => {
    const { seen, source } = counting(20);
    const items = ahead(source, 2);
    await items.next();
    await turn();
    expect(seen.begun).toBe(3);
    await items.next();
    await turn();
    expect(seen.begun).toBe(4);
    await items.return(undefined);
  });

  it('throws an error in its place', async () => {
    const got: number[] = [];
    const reading = (async () => {
      for await (const item of ahead(counting(9, 4).source, 3)) got.push(item);
    })();
    await expect(reading).rejects.toThrow('item 4');
    expect(got).toEqual([0, 1, 2, 3]);
  });

  it('ends the source when nobody wants more', async () => {
    const { seen, source } = counting(20);
    for await (const item of ahead(source, 2)) if (item === 3) break;
    expect(seen.isEnded).toBe(true);
    expect(seen.begun).toBeLessThan(8);
  });
});
