import { describe, expect, it } from 'vitest';
import { readCommands } from './action-commands';
import { ProtocolError } from './protocol';

const read = (...commands: object[]) =>
  readCommands({ commands: commands.map((each) => ({ action: 0, ...each })) }, 1);

describe('commands from a sandbox that was taken over', () => {
  it('are read where they are such as its own code sends', () => {
    const sent = [
      { action: 0, type: 'session.setMetadata', key: 'k', value: null },
      { action: 0, type: 'refreshToken.setExpiresAt', at: 1 },
    ];
    expect(read(...sent)).toEqual(sent);
  });

  it.each([
    ['for another session', { type: 'session.setMetadata', key: 'k', value: 'x', id: 'sid-of-another' }],
    ['for another token', { type: 'refreshToken.revoke', reason: '', grant_id: 'g' }],
    ['with a value of 1 MB', { type: 'session.setMetadata', key: 'k', value: 'x'.repeat(1_000_000) }],
    ['with U+0000', { type: 'refreshToken.setMetadata', key: 'k', value: '\0' }],
    ['with a key of control characters', { type: 'session.deleteMetadata', key: '\n' }],
    ['with a date that is a text', { type: 'session.setExpiresAt', at: 'now()' }],
    ['with a date that is none', { type: 'session.setIdleExpiresAt', at: Number.NaN }],
    ['with another mode', { type: 'session.setCookieMode', mode: 'eternal' }],
    ['of a method that is not there', { type: 'refreshToken.setCookieMode', mode: 'persistent' }],
    ['of an Action that is not in the run', { type: 'session.evictMetadata', action: 1 }],
  ])('%s are refused', (_, command) => {
    expect(() => read(command)).toThrow(ProtocolError);
  });
});
