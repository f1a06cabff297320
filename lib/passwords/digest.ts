import { createHash, createHmac } from 'node:crypto';
import { md4 } from './md4';

/** Bytes of each digest that an imported hash may be made with. */
export const digestBytes = {
  md4: 16,
  md5: 16,
  ripemd160: 20,
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
} as const;

export type Digest = keyof typeof digestBytes;

export function digest(name: Digest, data: Uint8Array): Buffer {
  return name === 'md4' ? md4(data) : createHash(name).update(data).digest();
}

const blockBytes = 64;

/** RFC 2104 over MD4, which node:crypto cannot do. */
function hmacMd4(key: Uint8Array, data: Uint8Array): Buffer {
  const block = Buffer.alloc(blockBytes);
  block.set(key.length > blockBytes ? md4(key) : key);
  const inner = md4(Buffer.concat([block.map((byte) => byte ^ 0x36), data]));
  return md4(Buffer.concat([block.map((byte) => byte ^ 0x5c), inner]));
}

export function hmac(name: Digest, key: Uint8Array, data: Uint8Array): Buffer {
  return name === 'md4' ? hmacMd4(key, data) : createHmac(name, key).update(data).digest();
}
