import fc from 'fast-check';
import { expect, it } from 'vitest';
import { marksOf } from './query-marks';

const kinds = (query: string, kind: string) =>
  marksOf(query, null)
    .filter((mark) => mark.kind === kind)
    .map(({ text }) => text);

it('tells fields and operators from values', () => {
  const query =
    'email:"a AND b:c" AND (NOT app_metadata.my\\:key:x OR created_at:[2025-01-01T10:00 TO *]) ANDY';
  expect(kinds(query, 'field')).toEqual(['email', 'app_metadata.my\\:key', 'created_at']);
  expect(kinds(query, 'operator')).toEqual(['AND', 'NOT', 'OR']);
});

it('loses and moves no character of any text, and marks the fault alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), fc.nat(), (query, a, b) => {
      const [start = 0, end = 0] = [a % (query.length + 1), b % (query.length + 1)].sort((x, y) => x - y);
      const marks = marksOf(query, { start, end });
      expect(marks.map(({ text }) => text).join('')).toBe(query);
      const faulty = marks.filter(({ isFault }) => isFault).map(({ text }) => text);
      expect(faulty.join('')).toBe(query.slice(start, end));
    }),
  );
});
