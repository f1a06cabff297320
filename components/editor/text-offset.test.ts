import { expect, it } from 'vitest';
import { offsetOf } from './text-offset';

it.each([
  { line: 1, column: 1, at: 0 },
  { line: 2, column: 3, at: 5 },
  { line: 2, column: 99, at: 7 },
  { line: 9, column: 1, at: 8 },
  { line: 9, column: 9, at: 9 },
])('line $line, column $column of a text stands at $at, and never past its line', ({ line, column, at }) => {
  expect(offsetOf('ab\ncdef\ng', line, column)).toBe(at);
});
