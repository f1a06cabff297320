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

export function toBytes(text: string, encoding: Encoding): number[] {
  if (encoding === 'utf8') return utf8Bytes(text);
  if (encoding === 'hex') return hexBytes(text);
  if (encoding === 'base64' || encoding === 'base64url') return base64Bytes(text);
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    bytes.push(unit & 0xff);
    if (encoding === 'utf16le') bytes.push(unit >> 8);
  }
  return bytes;
}

export function toText(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'utf8') return utf8Text(bytes);
  if (encoding === 'hex') return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (encoding === 'base64') return base64Text(bytes, '+/', true);
  if (encoding === 'base64url') return base64Text(bytes, '-_', false);
  let text = '';
  if (encoding === 'utf16le') {
    for (let at = 0; at + 1 < bytes.length; at += 2)
      text += String.fromCharCode(byte(bytes, at) | (byte(bytes, at + 1) << 8));
    return text;
  }
  const mask = encoding === 'ascii' ? 0x7f : 0xff;
  for (const value of bytes) text += String.fromCharCode(value & mask);
  return text;
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text.toWellFormed()) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000)
      bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else {
      bytes.push(
        0xf0 | (point >> 18),
        0x80 | ((point >> 12) & 63),
        0x80 | ((point >> 6) & 63),
        0x80 | (point & 63),
      );
    }
  }
  return bytes;
}

/** What is not UTF-8 becomes U+FFFD, one for as much of it as could have begun a character, as everywhere on the web. */
function utf8Text(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const head = byte(bytes, at);
    const extra =
      head < 0x80
        ? 0
        : head >= 0xc2 && head < 0xe0
          ? 1
          : head >= 0xe0 && head < 0xf0
            ? 2
            : head >= 0xf0 && head < 0xf5
              ? 3
              : -1;
    const point = extra < 0 ? undefined : sequence(bytes, at, head, extra);
    text += point === undefined ? '\ufffd' : String.fromCodePoint(point);
    at += point === undefined ? beginning(bytes, at, head, extra) : extra + 1;
  }
  return text;
}

function sequence(bytes: Uint8Array, at: number, head: number, extra: number): number | undefined {
  if (extra === 0) return head;
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

function hexBytes(text: string): number[] {
  const bytes: number[] = [];
  for (let at = 0; at + 1 < text.length; at += 2) {
    const pair = text.slice(at, at + 2);
    if (!/^[0-9a-fA-F]{2}$/.test(pair)) break;
    bytes.push(Number.parseInt(pair, 16));
  }
  return bytes;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function base64Bytes(text: string): number[] {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of text) {
    if (character === '=') break;
    const value = sixBits(character);
    if (value < 0) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return bytes;
}

function sixBits(character: string): number {
  if (character === '+' || character === '-') return 62;
  if (character === '/' || character === '_') return 63;
  return alphabet.indexOf(character);
}

function base64Text(bytes: Uint8Array, last: string, padded: boolean): string {
  const letters = alphabet + last;
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group =
      (byte(bytes, at) << 16) |
      ((left > 1 ? byte(bytes, at + 1) : 0) << 8) |
      (left > 2 ? byte(bytes, at + 2) : 0);
    text += letters.charAt(group >> 18) + letters.charAt((group >> 12) & 63);
    if (left > 1) text += letters.charAt((group >> 6) & 63);
    else if (padded) text += '=';
    if (left > 2) text += letters.charAt(group & 63);
    else if (padded) text += '=';
  }
  return text;
}
