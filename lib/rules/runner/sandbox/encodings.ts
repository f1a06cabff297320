/** Text to bytes and back, for `Buffer`; the isolate has none of Node's. */
export type Encoding = 'utf8' | 'utf16le' | 'latin1' | 'ascii' | 'hex' | 'base64' | 'base64url';

const names: Readonly<Record<string, Encoding>> = Object.freeze({
  utf8: 'utf8',
  'utf-8': 'utf8',
  ucs2: 'utf16le',
  'ucs-2': 'utf16le',
  utf16le: 'utf16le',
  'utf-16le': 'utf16le',
  latin1: 'latin1',
  binary: 'latin1',
  ascii: 'ascii',
  hex: 'hex',
  base64: 'base64',
  base64url: 'base64url',
});

export function encodingOf(name: unknown): Encoding {
  if (name === undefined || name === null || name === '') return 'utf8';
  const lower = String(name).toLowerCase();
  const found = Object.hasOwn(names, lower) ? names[lower] : undefined;
  if (!found) throw new TypeError(`Unknown encoding: ${lower}`);
  return found;
}

export function isEncoding(name: unknown): boolean {
  return typeof name === 'string' && Object.hasOwn(names, name.toLowerCase());
}

type Bytes = Uint8Array<ArrayBuffer>;

export function toBytes(text: string, encoding: Encoding): Bytes {
  if (encoding === 'utf8') return utf8Bytes(text);
  if (encoding === 'hex') return hexBytes(text);
  if (encoding === 'base64' || encoding === 'base64url') return base64Bytes(text);
  const size = encoding === 'utf16le' ? 2 : 1;
  const bytes = new Uint8Array(text.length * size);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    bytes[index * size] = unit & 0xff;
    if (size === 2) bytes[index * size + 1] = unit >> 8;
  }
  return bytes;
}

export function toText(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'utf8') return utf8Text(bytes);
  if (encoding === 'hex') return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (encoding === 'base64') return base64Text(bytes, '+/', true);
  if (encoding === 'base64url') return base64Text(bytes, '-_', false);
  if (encoding !== 'utf16le')
    return unitText(encoding === 'ascii' ? bytes.map((value) => value & 0x7f) : bytes);
  const units = new Uint16Array(bytes.length >> 1);
  for (let at = 0; at < units.length; at++) units[at] = byte(bytes, 2 * at) | (byte(bytes, 2 * at + 1) << 8);
  return unitText(units);
}

/** As many as fit on the stack as arguments, with room to spare. */
const unitsAtOnce = 8_192;

/** A character for each unit. */
function unitText(units: Uint8Array | Uint16Array): string {
  let text = '';
  for (let at = 0; at < units.length; at += unitsAtOnce)
    text += Reflect.apply(String.fromCharCode, undefined, units.subarray(at, at + unitsAtOnce));
  return text;
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

function utf8Bytes(text: string): Bytes {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    let point = text.codePointAt(at) ?? 0;
    if (point < 0x80) {
      bytes[length++] = point;
      continue;
    }
    if (point >= 0x10000) at += 1;
    else if (point >= 0xd800 && point < 0xe000) point = 0xfffd;
    const extra = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    bytes[length++] = ((0xf0 << (3 - extra)) & 0xff) | (point >> (6 * extra));
    for (let left = extra - 1; left >= 0; left--) bytes[length++] = 0x80 | ((point >> (6 * left)) & 63);
  }
  return bytes.slice(0, length);
}

/** What is not UTF-8 becomes U+FFFD, one for as much of it as could have begun a character, as everywhere on the web. */
function utf8Text(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const plain = asciiLength(bytes, at);
    if (plain > 0) {
      text += unitText(bytes.subarray(at, at + plain));
      at += plain;
      continue;
    }
    const head = byte(bytes, at);
    const extra = head < 0xc2 ? -1 : head < 0xe0 ? 1 : head < 0xf0 ? 2 : head < 0xf5 ? 3 : -1;
    const point = extra < 0 ? undefined : sequence(bytes, at, head, extra);
    text += point === undefined ? '\ufffd' : String.fromCodePoint(point);
    at += point === undefined ? beginning(bytes, at, head, extra) : extra + 1;
  }
  return text;
}

function asciiLength(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && byte(bytes, at) < 0x80) at += 1;
  return at - from;
}

function sequence(bytes: Uint8Array, at: number, head: number, extra: number): number | undefined {
  if (extra < 0) return undefined;
  let point = head & (0x3f >> extra);
  for (let next = 1; next <= extra; next++) {
    const follow = at + next < bytes.length ? byte(bytes, at + next) : 0;
    if ((follow & 0xc0) !== 0x80) return undefined;
    point = (point << 6) | (follow & 0x3f);
  }
  const least = extra === 1 ? 0x80 : extra === 2 ? 0x800 : 0x10000;
  return point < least || point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? undefined : point;
}

/** How many bytes could have begun a character that did not come to its end; the least is one. */
function beginning(bytes: Uint8Array, at: number, head: number, extra: number): number {
  if (extra < 1) return 1;
  // Of these, the second byte decides whether they are overlong, a surrogate or beyond Unicode.
  const least = head === 0xe0 ? 0xa0 : head === 0xf0 ? 0x90 : 0x80;
  const most = head === 0xed ? 0x9f : head === 0xf4 ? 0x8f : 0xbf;
  const second = byte(bytes, at + 1);
  if (at + 1 >= bytes.length || second < least || second > most) return 1;
  let length = 2;
  while (length <= extra && at + length < bytes.length && (byte(bytes, at + length) & 0xc0) === 0x80)
    length += 1;
  return length;
}

/** How many bytes at the end begin a character that is not whole. */
export function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const last = byte(bytes, bytes.length - back);
    if ((last & 0xc0) === 0x80) continue;
    const length = last >= 0xf0 ? 4 : last >= 0xe0 ? 3 : last >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

function hexBytes(text: string): Bytes {
  const bytes = new Uint8Array(text.length >> 1);
  for (let at = 0; at < bytes.length; at++) {
    const pair = text.slice(2 * at, 2 * at + 2);
    if (!/^[0-9a-fA-F]{2}$/.test(pair)) return bytes.slice(0, at);
    bytes[at] = Number.parseInt(pair, 16);
  }
  return bytes;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const padding = '='.charCodeAt(0);

/** By the code of a letter, of both alphabets, the six bits that it stands for; more than those where it is none. */
const sixBits = new Uint8Array(128).fill(64);
for (const [value, letter] of [...alphabet, '+', '/'].entries()) sixBits[letter.charCodeAt(0)] = value;
sixBits['-'.charCodeAt(0)] = 62;
sixBits['_'.charCodeAt(0)] = 63;

/** What is no letter is passed over. */
function base64Bytes(text: string): Bytes {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let [bits, held, length] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === padding) break;
    const value = sixBits[code] ?? 64;
    if (value === 64) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = (held >> bits) & 0xff;
  }
  return bytes.slice(0, length);
}

function base64Text(bytes: Uint8Array, last: string, padded: boolean): string {
  const letters = Array.from(alphabet + last, (letter) => letter.charCodeAt(0));
  const units = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(padding);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (byte(bytes, at) << 16) | (byte(bytes, at + 1) << 8) | byte(bytes, at + 2);
    const count = Math.min(3, bytes.length - at) + 1;
    for (let letter = 0; letter < count; letter++)
      units[length++] = letters[(group >> (18 - 6 * letter)) & 63] ?? padding;
  }
  return unitText(padded ? units : units.subarray(0, length));
}
