import { Buffer } from './buffer';
import { type Bytes, base64, bytes, collector, encoded, withCallback } from './crypto-bytes';
import { createCiphers } from './crypto-ciphers';
import { createKeys } from './crypto-keys';
import { DOMException } from './dom-exception';
import type { LoadShared } from './shared-libraries';
import { kindOfView } from './structured-clone';
import type { CallNative } from './url';

const maxRandomBytes = 65_536;

/** Fills a view of whole numbers, as the Web Cryptography has it, and gives it back. */
export function getRandomValues<T>(native: CallNative, array: T): T {
  if (!ArrayBuffer.isView(array) || !/^(Big)?(Ui|I)nt/.test(String(kindOfView.call(array))))
    throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
  const { buffer, byteOffset, byteLength } = array;
  if (byteLength > maxRandomBytes)
    throw new DOMException(`The requested length exceeds ${maxRandomBytes} bytes`, 'QuotaExceededError');
  new Uint8Array(buffer, byteOffset, byteLength).set(
    Buffer(native('random', { size: byteLength }), 'base64'),
  );
  return array;
}

/**
 * Node's `crypto`, as far as scripts use it, with the Web Cryptography in it as Node's has. The arithmetic is Node's own,
 * outside of the isolate.
 */
export function createCrypto(native: CallNative, loadShared: LoadShared) {
  function digester(run: (data: string) => unknown) {
    const parts = collector(run);
    return {
      update(data: Bytes, encoding?: string) {
        parts.add(data, encoding);
        return this;
      },
      digest: (encoding?: string) => encoded(parts.finish(), encoding),
      copy() {
        const again = digester(run);
        again.update(Buffer(parts.data, 'base64'));
        return again;
      },
    };
  }

  function randomBytes(size: number, callback?: (error: Error | null, bytes: Uint8Array) => void) {
    const random = Buffer(native('random', { size }), 'base64');
    if (typeof callback !== 'function') return random;
    Promise.resolve().then(() => callback(null, random));
  }

  const pbkdf2Sync = (password: Bytes, salt: Bytes, iterations: number, length: number, digest = 'sha1') =>
    encoded(native('pbkdf2', { password: secret(password), salt: secret(salt), iterations, length, digest }));
  const scryptSync = (password: Bytes, salt: Bytes, length: number, options: object = {}) =>
    encoded(native('scrypt', { password: secret(password), salt: secret(salt), length, ...options }));
  const hkdfSync = (digest: string, key: unknown, salt: Bytes, info: Bytes, length: number) => {
    const input = { digest, key: base64(keyBytes(key)), salt: secret(salt), info: secret(info), length };
    return new Uint8Array(Buffer(native('hkdf', input), 'base64')).buffer;
  };
  const { keyBytes, ...keys } = createKeys(native);

  return {
    ...keys,
    ...createCiphers(native, keyBytes),
    createHash: (name: string) => digester((data) => native('hash', { name, data })),
    createHmac: (name: string, key: unknown) => {
      const held = base64(keyBytes(key));
      return digester((data) => native('hmac', { name, key: held, data }));
    },
    hash: (name: string, data: Bytes, encoding = 'hex') =>
      encoded(native('hash', { name, data: secret(data) }), encoding),
    getHashes: () => native('hashes', {}),
    randomBytes,
    pseudoRandomBytes: randomBytes,
    randomUUID: () => native('uuid', {}),
    getRandomValues: <T>(array: T) => getRandomValues(native, array),
    get webcrypto() {
      return loadShared('web-crypto').webcrypto;
    },
    get subtle() {
      return loadShared('web-crypto').subtle;
    },
    randomInt: (min: number, max?: number) =>
      native('randomInt', max === undefined ? { min: 0, max: min } : { min, max }),
    pbkdf2Sync,
    pbkdf2: withCallback(pbkdf2Sync),
    hkdfSync,
    hkdf: withCallback(hkdfSync),
    scryptSync,
    scrypt: withCallback(scryptSync),
    timingSafeEqual(left: Uint8Array, right: Uint8Array): boolean {
      if (left.length !== right.length) throw new RangeError('Input buffers must have the same byte length');
      let difference = 0;
      for (let at = 0; at < left.length; at++) difference |= (left[at] ?? 0) ^ (right[at] ?? 0);
      return difference === 0;
    },
  };
}

const secret = (data: Bytes): string => base64(bytes(data));
