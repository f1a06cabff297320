import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { loadKeyFile, SecretKeyProblem } from './key';
import { open, seal } from './seal';

const key = randomBytes(32);
const folder = mkdtempSync(join(tmpdir(), 'annex-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a sealed secret', () => {
  it('opens to what was sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(open(seal(text, key), key)).toBe(text);
      }),
    );
  });

  it('differs each time and shows nothing of the text', () => {
    const [one, two] = [seal('the secret', key), seal('the secret', key)];
    expect(one.equals(two)).toBe(false);
    expect(one.includes('secret')).toBe(false);
  });

  it('opens from any view of bytes, as a driver may give it', () => {
    const sealed = seal('x', key);
    const padded = new Uint8Array([9, 9, ...sealed, 9]);
    expect(open(padded.subarray(2, 2 + sealed.length), key)).toBe('x');
  });

  it('does not open with another key, and the error says what to do', () => {
    expect(() => open(seal('x', key), randomBytes(32))).toThrow(
      /^A stored secret does not open .*ANNEX_SECRET_KEY/,
    );
  });

  it('does not open when any byte of it was changed', () => {
    const sealed = seal('text', key);
    for (const index of sealed.keys()) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8((sealed[index] ?? 0) ^ 1, index);
      expect(() => open(changed, key)).toThrow(SecretKeyProblem);
    }
    expect(() => open(sealed.subarray(0, 20), key)).toThrow(SecretKeyProblem);
  });
});

describe('the key file', () => {
  it('is made once, readable by its owner only, and read again after', () => {
    const path = join(folder, 'deep', 'secret.key');
    const made = loadKeyFile(path);
    expect(made).toHaveLength(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(loadKeyFile(path).equals(made)).toBe(true);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['secret.key']);
  });

  it('is refused, and not replaced, when it does not hold a key', () => {
    const path = join(folder, 'broken.key');
    writeFileSync(path, 'AAAA');
    expect(() => loadKeyFile(path)).toThrow(/Put the right key back/);
  });
});
