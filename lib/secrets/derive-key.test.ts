import { describe, expect, it } from 'vitest';
import { deriveKey } from './derive-key';

const key = Buffer.alloc(32, 1);

describe('deriveKey', () => {
  it('gives the same purpose the same key, and another purpose another', () => {
    expect(deriveKey('session', key)).toBe(deriveKey('session', key));
    expect(deriveKey('session', key)).not.toBe(deriveKey('other', key));
    expect(deriveKey('session', key)).not.toBe(deriveKey('session', Buffer.alloc(32, 2)));
  });

  it('gives 256 bits', () => {
    expect(Buffer.from(deriveKey('session', key), 'base64url')).toHaveLength(32);
  });
});
