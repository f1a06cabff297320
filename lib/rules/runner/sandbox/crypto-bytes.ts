import { Buffer, bufferStatics } from './buffer';
import { encodingOf } from './encodings';

export type Bytes = string | Uint8Array;

/** Data that arrives in parts, and what is made of the whole at the end. */
export function collector(finish: (data: string) => unknown) {
  const parts: Uint8Array[] = [];
  let used = false;
  return {
    add(data: Bytes, encoding?: string): void {
      if (used) throw new Error('Digest already called');
      parts.push(bytes(data, encoding));
    },
    finish(): unknown {
      if (used) throw new Error('Digest already called');
      used = true;
      return finish(base64(bufferStatics.concat(parts)));
    },
    get data(): string {
      return base64(bufferStatics.concat(parts));
    },
  };
}

/** Bytes in the encoding that was asked for, else a Buffer. */
export function encoded(data: unknown, encoding?: string) {
  const result = Buffer(data, 'base64');
  return encoding === undefined || encoding === 'buffer' ? result : result.toString(encoding);
}

export function bytes(data: unknown, encoding?: string): Uint8Array {
  if (typeof data === 'string') return Buffer(data, encodingOf(encoding));
  if (data instanceof Uint8Array) return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw new TypeError('The data must be a string, a Buffer or a Uint8Array.');
}

export function base64(data: Uint8Array): string {
  return Buffer(data).toString('base64');
}
