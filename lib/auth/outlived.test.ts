import { expect, it } from 'vitest';
import { isOutlived } from './outlived';

const changed = { last_password_reset: '2026-05-04T10:00:00.500Z' };
const second = Date.parse('2026-05-04T10:00:00Z') / 1000;

it('a change of password ends the sessions before it and none after it', () => {
  expect(isOutlived({ authenticatedAt: second - 1 }, changed)).toBe(true);
  expect(isOutlived({ authenticatedAt: second }, changed)).toBe(false);
  expect(isOutlived({ authenticatedAt: second + 1 }, changed)).toBe(false);
});

it('a session that does not say when it began is ended by a change, and by nothing else', () => {
  expect(isOutlived({ authenticatedAt: 0 }, changed)).toBe(true);
  expect(isOutlived({ authenticatedAt: 0 }, {})).toBe(false);
});
