import { Buffer, bufferStatics } from './buffer';
import { encodingOf } from './encodings';
import type { CallNative } from './url';

type Bytes = string | Uint8Array;

/** Node's random numbers, digests and keyed digests. The arithmetic is Node's own, outside of the isolate. */
export function createCrypto(native: CallNative) {
  function digester(run: (data: string) => unknown) {
    const parts: Uint8Array[] = [];
    let used = false;
    return {
      update(data: Bytes, encoding?: string) {
        if (used) throw new Error('Digest already called');
        parts.push(bytes(data, encoding));
        return this;
      },
      digest(encoding?: string) {
        if (used) throw new Error('Digest already called');
        used = true;
        const result = Buffer(run(base64(bufferStatics.concat(parts))), 'base64');
        return encoding === undefined || encoding === 'buffer' ? result : result.toString(encoding);
      },
    };
  }

  function randomBytes(size: number, callback?: (error: Error | null, bytes: Uint8Array) => void) {
    const random = Buffer(native('random', { size }), 'base64');
    if (typeof callback !== 'function') return random;
    Promise.resolve().then(() => callback(null, random));
  }

  return {
    createHash: (name: string) => digester((data) => native('hash', { name, data })),
    createHmac: (name: string, key: Bytes) => {
      const secret = base64(bytes(key));
      return digester((data) => native('hmac', { name, key: secret, data }));
    },
    getHashes: () => native('hashes', {}),
    randomBytes,
    randomUUID: () => native('uuid', {}),
    timingSafeEqual(left: Uint8Array, right: Uint8Array): boolean {
      if (left.length !== right.length) throw new RangeError('Input buffers must have the same byte length');
      let difference = 0;
      for (let at = 0; at < left.length; at++) difference |= (left[at] ?? 0) ^ (right[at] ?? 0);
      return difference === 0;
    },
  };
}

function bytes(data: Bytes, encoding?: string): Uint8Array {
  if (typeof data === 'string') return Buffer(data, encodingOf(encoding));
  if (data instanceof Uint8Array) return data;
  throw new TypeError('The data must be a string, a Buffer or a Uint8Array.');
}

function base64(data: Uint8Array): string {
  return Buffer(data).toString('base64');
}
