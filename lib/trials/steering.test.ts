import { describe, expect, it } from 'vitest';
import { isSameSteering } from './steering';

describe('what two runs ask of a session', () => {
  const at = Date.parse('2026-05-04T10:00:00Z');

  it.each([
    ['nothing and nothing', {}, {}, true],
    ['one moment, read at two clocks', { expires_at: at }, { expires_at: at + 59_000 }, true],
    ['two moments', { expires_at: at }, { expires_at: at + 60_000 }, false],
    ['a moment and none', { idle_ms: 60_000 }, {}, false],
    ['metadata in another order', { metadata: { a: '1', b: null } }, { metadata: { b: null, a: '1' } }, true],
    ['other metadata', { metadata: { a: '1' } }, { metadata: { a: '2' } }, false],
    ['a revocation and none', { revoked: true }, {}, false],
  ])('%s', (_, session, other, same) => {
    expect(isSameSteering({ session }, { session: other })).toBe(same);
    expect(isSameSteering({ refresh_token: other }, { refresh_token: session })).toBe(same);
  });
});
