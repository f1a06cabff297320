import { Buffer } from './buffer';
import { type Bytes, base64, bytes, collector, encoded } from './crypto-bytes';
import type { CallNative } from './url';

type CipherOptions = { authTagLength?: number };

/**
 * `createCipheriv` and `createDecipheriv`. The whole comes out of `final`, and nothing of `update` before: what scripts
 * join of both is the same as Node's.
 */
export function createCiphers(native: CallNative, keyBytes: (key: unknown) => Uint8Array) {
  const make =
    (decrypts: boolean) =>
    (name: string, key: unknown, iv: Bytes | null, options: CipherOptions = {}) => {
      const parts = collector((data) => data);
      const extra: Record<string, unknown> = {};
      let tag: Uint8Array | undefined;
      // Old scripts give keys and vectors as strings of bytes.
      const raw = (value: unknown) =>
        base64(typeof value === 'string' ? Buffer(value, 'latin1') : keyBytes(value));
      const empty = (encoding?: string) =>
        encoding === undefined || encoding === 'buffer' ? Buffer('') : '';
      return {
        update(data: Bytes, input?: string, output?: string) {
          parts.add(data, input);
          return empty(output);
        },
        final(output?: string) {
          const input = { decrypts, name, key: raw(key), iv: iv === null ? null : raw(iv), ...extra };
          const result = Object(
            native('cipher', { ...input, data: parts.finish(), tagLength: options.authTagLength }),
          );
          if (typeof result.tag === 'string') tag = Buffer(result.tag, 'base64');
          return encoded(result.data, output);
        },
        setAutoPadding(padding = true) {
          extra.padding = padding;
          return this;
        },
        setAAD(data: Bytes) {
          extra.aad = base64(bytes(data));
          return this;
        },
        setAuthTag(given: Bytes, encoding?: string) {
          extra.tag = base64(bytes(given, encoding));
          return this;
        },
        getAuthTag() {
          if (!tag) throw new Error('The tag is there after final().');
          return tag;
        },
      };
    };
  return { createCipheriv: make(false), createDecipheriv: make(true) };
}
