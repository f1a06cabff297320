import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeKeySet } from './key-set';

it('a key set answers as a Set of the texts would', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 4 }), { maxLength: 3000 }), (texts) => {
      const model = new Set<string>();
      const keys = makeKeySet();
      for (const text of texts) {
        expect(keys.has(text)).toBe(model.has(text));
        expect(keys.add(text)).toBe(!model.has(text));
        model.add(text);
      }
    }),
    { numRuns: 30 },
  );
});
