import { Buffer } from './buffer';
import { toBytes, toText } from './encodings';

/** The small web globals that Node has and a bare isolate has not. */
export class TextEncoder {
  readonly encoding = 'utf-8';
  encode(text = ''): Uint8Array {
    return new Uint8Array(toBytes(String(text), 'utf8'));
  }
}

export class TextDecoder {
  readonly encoding = 'utf-8';
  decode(bytes: ArrayBuffer | ArrayBufferView = new ArrayBuffer(0)): string {
    const view = ArrayBuffer.isView(bytes)
      ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : new Uint8Array(bytes);
    return toText(view, 'utf8').replace(/^\ufeff/, '');
  }
}

export function btoa(text: string): string {
  if (/[^\0-\xff]/.test(text)) throw new Error('The text has characters outside of Latin1.');
  return Buffer(String(text), 'latin1').toString('base64');
}

export function atob(text: string): string {
  const trimmed = String(text).replace(/[\t\n\f\r ]/g, '');
  if (/[^A-Za-z0-9+/=]/.test(trimmed)) throw new Error('The text is not base64.');
  return Buffer(trimmed, 'base64').toString('latin1');
}
