import { createHash, createHmac, getHashes, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, parse, resolve } from 'node:url';
import { type LibraryName, libraries, libraryFile, sharedLibraries } from '../library-names';
import { type NativeCryptoName, nativeCrypto } from './native-crypto';
import { type NativeWebCryptoName, nativeWebCrypto } from './native-web-crypto';

/**
 * What the isolate cannot do by itself: text in, text out, nothing else crosses. Runs in the executor process,
 * which has no secret, file or network to lose.
 */
export type NativeName =
  | NativeCryptoName
  | NativeWebCryptoName
  | 'library'
  | 'randomInt'
  | 'url'
  | 'hash'
  | 'hmac'
  | 'random'
  | 'uuid'
  | 'hashes'
  | 'parseUrl'
  | 'formatUrl'
  | 'resolveUrl';

const maxBytes = 1024 * 1024;

const functions: Readonly<Record<NativeName, (input: Record<string, unknown>) => unknown>> = {
  ...nativeCrypto,
  ...nativeWebCrypto,
  library: ({ name }) => libraryText(name),
  randomInt: ({ min, max }) => randomInt(Number(min), Number(max)),
  url: ({ url, base, set, value }) => {
    const parsed = base === undefined ? new URL(string(url)) : new URL(string(url), string(base));
    if (typeof set === 'string' && isSettable(set)) parsed[set] = string(value);
    const { href, origin, protocol, username, password, host, hostname, port, pathname, search, hash } =
      parsed;
    return { href, origin, protocol, username, password, host, hostname, port, pathname, search, hash };
  },
  hash: ({ name, data }) => createHash(string(name)).update(bytes(data)).digest('base64'),
  hmac: ({ name, key, data }) => createHmac(string(name), bytes(key)).update(bytes(data)).digest('base64'),
  random: ({ size }) => {
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || size > 65_536) {
      throw new RangeError('The size must be a whole number from 0 to 65536.');
    }
    return randomBytes(size).toString('base64');
  },
  uuid: () => randomUUID(),
  hashes: () => getHashes(),
  parseUrl: ({ url, slashes }) => ({ ...parse(string(url), false, slashes === true) }),
  formatUrl: ({ parts }) => format({ ...(typeof parts === 'object' ? parts : {}) }),
  resolveUrl: ({ from, to }) => resolve(string(from), string(to)),
};

const texts = new Map<unknown, string>();

/** The bundle of a library, which lies beside the executor's own. */
function libraryText(name: unknown): string {
  const isKnown = typeof name === 'string' && (Object.hasOwn(libraries, name) || isShared(name));
  if (!isKnown) throw new TypeError('There is no such library.');
  const known = texts.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(join(__dirname, libraryFile(name as LibraryName)), 'utf8');
  texts.set(name, text);
  return text;
}

const isShared = (name: string) => sharedLibraries.some((shared) => shared === name);

const settable = [
  'protocol',
  'username',
  'password',
  'host',
  'hostname',
  'port',
  'pathname',
  'search',
  'hash',
] as const;
function isSettable(name: string): name is (typeof settable)[number] {
  return settable.some((known) => known === name);
}

/** Answers `{ ok, value }` or `{ ok: false, name, message }` as JSON text; never throws. */
export function callNative(name: unknown, input: unknown): string {
  try {
    if (typeof name !== 'string' || !Object.hasOwn(functions, name) || typeof input !== 'string') {
      throw new TypeError('There is no such function.');
    }
    if (input.length > 4 * maxBytes) throw new RangeError('The input is too large.');
    const run = functions[name as NativeName];
    return JSON.stringify({ ok: true, value: run({ ...JSON.parse(input) }) });
  } catch (error) {
    const failure = error instanceof Error ? error : new Error('The call failed.');
    return JSON.stringify({ ok: false, name: failure.name, message: failure.message.slice(0, 500) });
  }
}

function string(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('The argument must be a string.');
  if (value.length > maxBytes) throw new RangeError('The argument is too long.');
  return value;
}

function bytes(value: unknown): Buffer {
  if (typeof value !== 'string') throw new TypeError('The argument must be bytes.');
  return Buffer.from(value, 'base64');
}
