import { describe, expect, it } from 'vitest';
import { hashRecoveryCode, newRecoveryCode } from './recovery-code';
import { matchingStep, newTotpSecret, totpUri } from './totp';

/** RFC 6238 appendix B: the SHA-1 seed in Base32, and the last six digits of each code. */
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const vectors = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
] as const;

const at = (seconds: number) => new Date(seconds * 1000);

describe('a code', () => {
  it.each(vectors)('of the second %i is %s, as RFC 6238 has it', async (seconds, code) => {
    const step = Math.floor(seconds / 30);
    expect(await matchingStep(seed, code, { now: at(seconds), after: null })).toBe(step);
  });

  it('is good half a minute before and after its own, and no longer', async () => {
    const [seconds, code] = vectors[3];
    const match = (offset: number) => matchingStep(seed, code, { now: at(seconds + offset), after: null });
    expect([await match(-30), await match(30)].every((step) => step !== null)).toBe(true);
    expect([await match(-61), await match(61)]).toEqual([null, null]);
  });

  it('that is not later than the last one used is good no more', async () => {
    const [seconds, code] = vectors[0];
    expect(await matchingStep(seed, code, { now: at(seconds), after: 1 })).toBeNull();
    expect(await matchingStep(seed, code, { now: at(seconds), after: 0 })).toBe(1);
  });

  it('may have spaces, and is nothing but six digits', async () => {
    const match = (code: string) => matchingStep(seed, code, { now: at(59), after: null });
    expect(await match(' 287 082 ')).toBe(1);
    for (const code of ['', '28708', '2870822', 'abcdef', '２８７０８２', '-28708'])
      expect(await match(code)).toBeNull();
  });
});

it('a key is 160 bits that nobody else has, and its address names site and account', () => {
  const secret = newTotpSecret();
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(secret);
  const uri = new URL(totpUri(secret, { issuer: 'A & B', label: 'ada@example.com' }));
  expect([uri.protocol, uri.searchParams.get('secret'), uri.searchParams.get('issuer')]).toEqual([
    'otpauth:',
    secret,
    'A & B',
  ]);
});

it('a recovery code is the same however it is typed', () => {
  const code = newRecoveryCode();
  expect(hashRecoveryCode(` ${code.toLowerCase().replace(/(.{6})/g, '$1-')} `)).toBe(hashRecoveryCode(code));
  expect(hashRecoveryCode(newRecoveryCode())).not.toBe(hashRecoveryCode(code));
});
