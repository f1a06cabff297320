import { describe, expect, it } from 'vitest';
import { assertStrong } from '@/lib/passwords';
import { generatePassword } from './generate-password';

describe('generatePassword', () => {
  it('keeps the strictest policy, every time, and never repeats itself', () => {
    const made = Array.from({ length: 200 }, generatePassword);
    for (const password of made)
      expect(() => assertStrong(password, { passwordPolicy: 'excellent' })).not.toThrow();
    expect(new Set(made).size).toBe(made.length);
  });
});
