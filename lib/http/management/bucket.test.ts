import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bucket, take } from './bucket';

const limits = { size: 5, perSecond: 2 };

/** How many of calls at these moments get through. */
function passed(moments: number[]): boolean[] {
  let bucket: Bucket | undefined;
  return moments.map((now) => {
    const taken = take(bucket, limits, now);
    bucket = taken.bucket;
    return taken.isTaken;
  });
}

describe('a bucket', () => {
  it('lets a burst of its size through at once, then as many as are refilled', () => {
    expect(passed([0, 0, 0, 0, 0, 0, 400, 500, 500, 1000])).toEqual([
      ...[true, true, true, true, true],
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  it('never lets more through in any window than its size and what that window refills', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 60 });
    fc.assert(
      fc.property(gaps, (list) => {
        let now = 0;
        const moments = list.map((gap) => (now += gap));
        const through = moments.filter((_, index) => passed(moments)[index]);
        for (const [index, start] of through.entries()) {
          for (const [offset, end] of through.slice(index).entries()) {
            const most = limits.size + ((end - start) * limits.perSecond) / 1000 + 1e-9;
            expect(offset + 1).toBeLessThanOrEqual(most);
          }
        }
      }),
    );
  });

  it('says once when it runs dry', () => {
    let bucket: Bucket | undefined;
    const said = [0, 0, 0, 0, 0, 1, 2, 1000, 1001, 1002].map((now) => {
      const taken = take(bucket, limits, now);
      bucket = taken.bucket;
      return taken.isNewlyDry;
    });
    expect(said.map(Number)).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  });

  it('is not emptied by a clock that goes back', () => {
    const { bucket } = take(undefined, limits, 10_000);
    expect(take(bucket, limits, 1).bucket.tokens).toBe(3);
  });
});
