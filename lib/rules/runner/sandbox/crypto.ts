import { Buffer } from './buffer';
import { type Bytes, base64, bytes, collector, encoded } from './crypto-bytes';
import { createCiphers } from './crypto-ciphers';
import { createKeys } from './crypto-keys';
import type { CallNative } from './url';

type Done = (error: Error | null, value?: unknown) => void;

/** Node's form with a callback of a function that is synchronous here. */
function withCallback<T extends unknown[]>(run: (...args: T) => unknown) {
  return (...args: [...T, Done]): void => {
    const done = args.at(-1) as Done;
    const given = args.slice(0, -1) as unknown as T;
    Promise.resolve()
      .then(() => run(...given))
      .then(
        (value) => done(null, value),
        (reason: Error) => done(reason),
      );
  };
}

/** Node's `crypto`, as far as scripts use it. The arithmetic is Node's own, outside of the isolate. */
export function createCrypto(native: CallNative) {
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
  const { keyBytes, ...keys } = createKeys(native);

  return {
    ...keys,
    ...createCiphers(native, keyBytes),
    createHash: (name: string) => digester((data) => native('hash', { name, data })),
    createHmac: (name: string, key: unknown) => {
      const held = base64(keyBytes(key));
      return digester((data) => native('hmac', { name, key: held, data }));
    },
    getHashes: () => native('hashes', {}),
    randomBytes,
    pseudoRandomBytes: randomBytes,
    randomUUID: () => native('uuid', {}),
    randomInt: (min: number, max?: number) =>
      native('randomInt', max === undefined ? { min: 0, max: min } : { min, max }),
    pbkdf2Sync,
    pbkdf2: withCallback(pbkdf2Sync),
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
