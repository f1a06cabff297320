import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weave } from './woven-text';

const texts = fc.string({ unit: fc.constantFrom('a', '(', ' ', '\n', 'é'), maxLength: 30 });
const cases = texts.chain((original) =>
  fc.record({
    original: fc.constant(original),
    insertions: fc.array(
      fc.record({
        at: fc.nat(original.length),
        text: fc.string({ unit: fc.constantFrom('<', '>'), minLength: 1, maxLength: 4 }),
        opens: fc.boolean(),
      }),
      { maxLength: 6 },
    ),
  }),
);

describe('a text with insertions', () => {
  it('is the text when they are taken out, and every position of it leads there and back', () => {
    fc.assert(
      fc.property(cases, ({ original, insertions }) => {
        const woven = weave(original, insertions);
        expect(woven.text.replace(/[<>]/g, '')).toBe(original);
        for (let at = 0; at <= original.length; at++) expect(woven.toOriginal(woven.toWoven(at))).toBe(at);
        for (let at = 0; at < original.length; at++) {
          const place = [...woven.text].findIndex((_, i) => woven.toOriginal(i) === at && !woven.hides(i, 1));
          expect(woven.text[place]).toBe(original[at]);
        }
      }),
    );
  });

  it('keeps what belongs to what follows behind what belongs to what stands before', () => {
    const woven = weave('ab', [
      { at: 1, text: '<', opens: true },
      { at: 1, text: '>' },
    ]);
    expect(woven.text).toBe('a><b');
    expect(woven.toWoven(1)).toBe(2);
  });
});
