import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeKeySet } from './key-set';

it('a key set lets a record claim its names exactly when all of them are free', () => {
  const names = fc.array(fc.string({ maxLength: 4 }), { maxLength: 3 });
  fc.assert(
    fc.property(fc.array(names, { maxLength: 2000 }), (records) => {
      const model = new Set<string>();
      const keys = makeKeySet();
      for (const record of records) {
        const isFree = !record.some((name) => model.has(name));
        expect(keys.claim(record)).toBe(isFree);
        if (isFree) for (const name of record) model.add(name);
      }
    }),
    { numRuns: 30 },
  );
});
