import { describe, expect, it } from 'vitest';
import { hmac } from './digest';
import { md4 } from './md4';

const hex = (text: string, encoding: BufferEncoding = 'utf8') =>
  md4(Buffer.from(text, encoding)).toString('hex');

describe('MD4', () => {
  it.each([
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      'e33b4ddc9c38f2199c3e7b164fcc0536',
    ],
  ])('of %j is what RFC 1320 says', (text, digest) => expect(hex(text)).toBe(digest));

  it('of more than two blocks is what OpenSSL says', () => {
    expect(hex('q'.repeat(200))).toBe('b92b8f0b530de8382970d3ea1eefeaca');
  });

  it('of UTF-16 is the NTLM hash', () => {
    expect(hex('password', 'utf16le')).toBe('8846f7eaee8fb117ad06bdd830b7586c');
  });

  it('keyed by HMAC is what OpenSSL says', () => {
    const made = hmac('md4', Buffer.from('Jefe'), Buffer.from('what do ya want for nothing?'));
    expect(made.toString('hex')).toBe('be192c588a8e914d8a59b474a828128f');
  });
});
