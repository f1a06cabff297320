import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { hashPassword } from './argon2';
import { importedHash } from './imported-hash';
import { needsRehash, verifyPassword } from './verify';

describe('a password of our own', () => {
  it('is argon2id with a salt of its own, and proves right', async () => {
    const [first, second] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(await verifyPassword(first, 'correct horse')).toBe(true);
    expect(await verifyPassword(first, 'correct horsf')).toBe(false);
  });

  it('is the same however its characters were composed', async () => {
    expect(await verifyPassword(await hashPassword('Zoë'.normalize('NFD')), 'Zoë'.normalize('NFC'))).toBe(
      true,
    );
  });

  it('keeps the event loop free while eight are hashed', async () => {
    const before = performance.eventLoopUtilization();
    await Promise.all(Array.from({ length: 8 }, (_, i) => hashPassword(`password ${i}`)));
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.8);
  });
});

describe('a rehash', () => {
  it('is wanted of imported hashes and of weaker parameters, not of our own', async () => {
    const bcrypt = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
    expect(needsRehash(importedHash({ password_hash: bcrypt }))).toBe(true);
    expect(needsRehash('$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJH')).toBe(true);
    expect(needsRehash(await hashPassword('x'))).toBe(false);
  });
});

describe('a damaged credential', () => {
  it('throws, so that nobody takes it for a wrong password', async () => {
    await expect(verifyPassword(`$annex-import$${'{"algorithm":"md5"}'}`, 'x')).rejects.toThrow();
    await expect(verifyPassword('plain text', 'x')).rejects.toThrow();
  });
});
