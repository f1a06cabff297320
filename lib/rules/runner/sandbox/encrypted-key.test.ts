import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { assertCheapToOpen, keyToOpen } from './encrypted-key';
import { nativeCrypto } from './native-crypto';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const passphrase = 'correct horse';
const sealed = { cipher: 'aes-256-cbc', passphrase };

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const octets = (length: number) => der(0x04, Buffer.alloc(length, 1));
const integer = (value: number) => der(0x02, Buffer.from(value.toString(16).padStart(12, '0'), 'hex'));

const pbes2 = '2a864886f70d01050d';
const aes = sequence(oid('60864801650304012a'), octets(16));
const key = (scheme: string, parameters: Buffer) => sequence(sequence(oid(scheme), parameters), octets(144));
const byKdf = (kdf: string, ...parameters: Buffer[]) =>
  key(pbes2, sequence(sequence(oid(kdf), sequence(octets(8), ...parameters)), aes));
const pbkdf2 = (iterations: number, prf?: string) =>
  byKdf('2a864886f70d01050c', integer(iterations), ...(prf ? [sequence(oid(prf))] : []));
const scrypt = (N: number, r: number, p: number) =>
  byKdf('2b06010401da47040b', integer(N), integer(r), integer(p));

const pem = (data: Buffer, label = 'ENCRYPTED PRIVATE KEY') =>
  `-----BEGIN ${label}-----\n${data.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END ${label}-----\n`;

const nativeKey = (given: string, isPrivate = true) =>
  nativeCrypto.key({ key: Buffer.from(given).toString('base64'), passphrase, isPrivate });

describe('an encrypted private key', () => {
  it('that is as usual is opened, as PKCS #8 in PEM or DER, in the older PEM, for its public part, and between other text', () => {
    const asPem = String(privateKey.export({ format: 'pem', type: 'pkcs8', ...sealed }));
    const older = String(privateKey.export({ format: 'pem', type: 'sec1', ...sealed }));
    for (const text of [asPem, older, `Bag Attributes\n${asPem}\nand more`, asPem.replaceAll('\n', '\r\n')]) {
      expect(nativeKey(text)).toMatchObject({ type: 'private' });
      expect(nativeKey(text, false)).toMatchObject({ type: 'public' });
    }
    const asDer = privateKey.export({ format: 'der', type: 'pkcs8', ...sealed });
    const opened = keyToOpen({ key: asDer, format: 'der', type: 'pkcs8' });
    expect(createPrivateKey({ ...opened, type: 'pkcs8', passphrase }).equals(privateKey)).toBe(true);
    expect(() => assertCheapToOpen(pbkdf2(600_000, '2a864886f70d0209'))).not.toThrow();
    expect(() => assertCheapToOpen(scrypt(16_384, 8, 1))).not.toThrow();
  });

  it.each([
    ['iterations without end', pbkdf2(2 ** 40)],
    ['more iterations of SHA-512 than there is time for', pbkdf2(900_000, '2a864886f70d020b')],
    ['as many of a digest that nobody has measured', pbkdf2(500_000, '2a864886f70d02ff')],
    ['a costly scrypt', scrypt(2 ** 20, 8, 1)],
    ['a scrypt of many lanes', scrypt(16_384, 8, 10_000)],
    ['a scrypt whose parts are costly together', scrypt(2 ** 17, 16, 4)],
    [
      'PKCS #12 and iterations without end',
      key('2a864886f70d010c0103', sequence(octets(8), integer(2 ** 31))),
    ],
    ['an unknown scheme', key('2a864886f70d010599', sequence(octets(8), integer(1)))],
    ['an unknown derivation', byKdf('2b06010401da47040c', integer(1))],
    ['a length that is not told', Buffer.concat([Buffer.from([0x30, 0x80]), pbkdf2(1)])],
    ['nothing in it', Buffer.alloc(0)],
  ])('of %s is refused before the work begins, however it is labelled', (_, data) => {
    for (const text of [pem(data), pem(data, 'PRIVATE KEY'), `${pem(data)}${pem(pbkdf2(1))}`]) {
      for (const isPrivate of [true, false]) expect(() => nativeKey(text, isPrivate)).toThrow(RangeError);
    }
    const input = { key: data.toString('base64'), format: 'der', type: 'pkcs8', passphrase };
    for (const isPrivate of [true, false]) {
      expect(() => nativeCrypto.key({ ...input, isPrivate })).toThrow(RangeError);
    }
  });

  it('is read in one way only: what was looked at is what is opened', () => {
    const slow = pem(pbkdf2(2 ** 40));
    const good = String(privateKey.export({ format: 'pem', type: 'pkcs8', ...sealed }));
    expect(nativeKey(`${good}${slow}`)).toMatchObject({ type: 'private' });
    expect(() => nativeKey(slow.replace('\n', '\nProc-Type: 4,ENCRYPTED\n'))).toThrow(RangeError);
    expect(() => nativeKey(slow.replace('END', 'end'))).toThrow(RangeError);
    const publicPem = String(createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }));
    expect(nativeKey(publicPem, false)).toMatchObject({ type: 'public' });
    expect(() => nativeKey(publicPem, true)).toThrow();
  });
});
