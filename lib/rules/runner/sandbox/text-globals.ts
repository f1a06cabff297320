import { Buffer, bufferStatics } from './buffer';
import { DOMException } from './dom-exception';
import { toBytes, toText, unfinished } from './encodings';
import { withCode } from './with-code';

/** The small web globals that Node has and a bare isolate has not. */
export class TextEncoder {
  get encoding(): string {
    return 'utf-8';
  }
  encode(text = ''): Uint8Array {
    return new Uint8Array(toBytes(String(text), 'utf8'));
  }
  encodeInto(text: string, target: Uint8Array): { read: number; written: number } {
    let [read, written] = [0, 0];
    for (const character of String(text)) {
      const bytes = toBytes(character, 'utf8');
      if (written + bytes.length > target.length) break;
      target.set(bytes, written);
      read += character.length;
      written += bytes.length;
    }
    return { read, written };
  }
}

/** Of the bytes 0x80 to 0x9f in windows-1252, which is what the web means by latin1. */
const controls =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

type Decoding = {
  /** Bytes at the end that more bytes may make a character of. */
  unfinished(bytes: Uint8Array): number;
  toText(bytes: Uint8Array): string;
};

const decodings = {
  'utf-8': { unfinished, toText: (bytes) => toText(bytes, 'utf8') },
  'utf-16le': {
    unfinished(bytes) {
      const odd = bytes.length % 2;
      const high = bytes[bytes.length - odd - 1] ?? 0;
      return odd + (high >= 0xd8 && high < 0xdc ? 2 : 0);
    },
    toText(bytes) {
      const text = toText(bytes, 'utf16le');
      // What is not whole at the end is one thing, be it half a unit, half a pair or both.
      const isHalf = bytes.length % 2 === 1 && !/[\ud800-\udbff]$/.test(text);
      return text.toWellFormed() + (isHalf ? '\ufffd' : '');
    },
  },
  'windows-1252': {
    unfinished: () => 0,
    toText: (bytes) =>
      toText(bytes, 'latin1').replace(/[\x80-\x9f]/g, (found) => controls.charAt(found.charCodeAt(0) - 0x80)),
  },
} as const satisfies Record<string, Decoding>;
type DecodingName = keyof typeof decodings;

const labels: Readonly<Record<DecodingName, readonly string[]>> = {
  'utf-8': ['utf-8', 'utf8', 'unicode-1-1-utf-8', 'unicode11utf8', 'unicode20utf8', 'x-unicode20utf8'],
  'utf-16le': ['utf-16le', 'utf-16', 'ucs-2', 'iso-10646-ucs-2', 'unicode', 'unicodefeff', 'csunicode'],
  'windows-1252': ['windows-1252', 'latin1', 'iso-8859-1', 'iso8859-1', 'ascii', 'us-ascii', 'l1', 'cp1252'],
};

function decodingNamed(label: unknown): DecodingName {
  const wanted = String(label).trim().toLowerCase();
  for (const name of ['utf-8', 'utf-16le', 'windows-1252'] as const)
    if (labels[name].includes(wanted)) return name;
  throw withCode(
    new RangeError(`The "${String(label)}" encoding is not supported`),
    'ERR_ENCODING_NOT_SUPPORTED',
  );
}

function bytesOf(value: unknown): Uint8Array {
  if (value === undefined) return new Uint8Array();
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw withCode(
    new TypeError('The "list" argument must be an instance of ArrayBuffer or ArrayBufferView.'),
    'ERR_INVALID_ARG_TYPE',
  );
}

export class TextDecoder {
  readonly #name: DecodingName;
  readonly #fatal: boolean;
  readonly #ignoreBOM: boolean;
  #held: Uint8Array = new Uint8Array();
  /** Text of this stream has come, so that no mark of the byte order can follow. */
  #hasBegun = false;

  constructor(label: unknown = 'utf-8', options: unknown = {}) {
    const { fatal, ignoreBOM }: { fatal?: unknown; ignoreBOM?: unknown } = Object(options);
    this.#name = decodingNamed(label);
    this.#fatal = Boolean(fatal);
    this.#ignoreBOM = Boolean(ignoreBOM);
  }

  get encoding(): string {
    return this.#name;
  }
  get fatal(): boolean {
    return this.#fatal;
  }
  get ignoreBOM(): boolean {
    return this.#ignoreBOM;
  }

  decode(input?: unknown, options: unknown = {}): string {
    const goesOn = Boolean(Object(options).stream);
    const decoding = decodings[this.#name];
    const bytes = bytesOf(input);
    const all = this.#held.length === 0 ? bytes : bufferStatics.concat([this.#held, bytes]);
    const keep = goesOn ? decoding.unfinished(all) : 0;
    this.#held = all.slice(all.length - keep);
    const text = decoding.toText(all.subarray(0, all.length - keep));
    const hadBegun = this.#hasBegun;
    this.#hasBegun = goesOn && (hadBegun || text !== '');
    if (this.#fatal && !this.#isWhole(text, all)) {
      this.#held = new Uint8Array();
      this.#hasBegun = false;
      throw withCode(
        new TypeError(`The encoded data was not valid for encoding ${this.#name}`),
        'ERR_ENCODING_INVALID_ENCODED_DATA',
      );
    }
    return hadBegun || this.#ignoreBOM ? text : text.replace(/^\ufeff/, '');
  }

  /** Whether each U+FFFD of the text was there in the bytes, where it has three in UTF-8 and two in UTF-16. */
  #isWhole(text: string, bytes: Uint8Array): boolean {
    if (this.#name === 'windows-1252' || !text.includes('\ufffd')) return true;
    const encoding = this.#name === 'utf-8' ? 'utf8' : 'utf16le';
    const again = toBytes(text, encoding);
    return again.every((byte, at) => byte === bytes[at]);
  }
}

export function btoa(text: string): string {
  if (/[^\0-\xff]/.test(text)) throw new DOMException('Invalid character', 'InvalidCharacterError');
  return Buffer(String(text), 'latin1').toString('base64');
}

export function atob(text: string): string {
  const trimmed = String(text).replace(/[\t\n\f\r ]/g, '');
  if (/[^A-Za-z0-9+/=]/.test(trimmed))
    throw new DOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
  return Buffer(trimmed, 'base64').toString('latin1');
}
