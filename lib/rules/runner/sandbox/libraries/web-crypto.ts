import type { SharedHost } from '../shared-libraries';
import { withCode } from '../with-code';
import {
  algorithmNamed,
  algorithmOf,
  base64Of,
  bytesOf,
  curveNamed,
  curves,
  hashes,
  hashNamed,
  native,
  type Params,
  paramsOf,
  refuse,
  type Usage,
  usagesOf,
} from './web-crypto-algorithms';
import {
  algorithmFor,
  exportKey,
  formatOf,
  importKey,
  lengthWanted,
  type NativeKey,
} from './web-crypto-formats';
import { anyUsage, assertUsages, CryptoKey, newKey, stateOf } from './web-crypto-key';
import { applyCipher, deriveBits, sign, verify } from './web-crypto-work';

declare const annex: SharedHost;

type Pair = { publicKey: CryptoKey; privateKey: CryptoKey };
type Asked = { extractable: boolean; usages: readonly Usage[] };

const buffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

function exponentOf(given: unknown): number {
  if (!(given instanceof Uint8Array)) throw new TypeError("'publicExponent' must be a Uint8Array.");
  return Number(`0x${Buffer.from(given).toString('hex') || '0'}`);
}

function generatePair(params: Params, { extractable, usages }: Asked): Pair {
  const name = algorithmNamed(params);
  const { family, usages: allowed } = algorithmOf(name);
  const wanted =
    family === 'rsa'
      ? { modulusLength: Number(params.modulusLength), publicExponent: exponentOf(params.publicExponent) }
      : family === 'ec'
        ? { namedCurve: curves[curveNamed(params.namedCurve)] }
        : {};
  if (family === 'rsa') hashNamed(params.hash);
  const usable = (of: readonly Usage[] = []) => usages.filter((usage) => of.includes(usage));
  if (usable(allowed.private).length === 0)
    refuse('SyntaxError', 'Usages cannot be empty when a key pair is made.');
  const kind = family === 'okp' ? name.toLowerCase() : family;
  const made = native('webGenerate', { kind, ...wanted }) as Record<'publicKey' | 'privateKey', NativeKey>;
  const keyOf = (type: 'public' | 'private', found: NativeKey) =>
    newKey({
      type,
      extractable: type === 'public' || extractable,
      algorithm: algorithmFor(name, params, found),
      usages: usable(allowed[type]),
      data: found.der,
    });
  return { publicKey: keyOf('public', made.publicKey), privateKey: keyOf('private', made.privateKey) };
}

function generateKey(params: Params, asked: Asked): CryptoKey | Pair {
  const name = algorithmNamed(params);
  const algorithm = algorithmOf(name);
  if (algorithm.family === 'derivation') return refuse('NotSupportedError', `${name} keys are not made`);
  assertUsages(name, anyUsage(algorithm), asked.usages);
  if (!algorithm.usages.secret) return generatePair(params, asked);
  const length = lengthWanted(params) ?? 0;
  const data = String(native('random', { size: Math.ceil(length / 8) }));
  const hash = name === 'HMAC' ? { hash: hashNamed(params.hash) } : {};
  return newKey({ ...asked, type: 'secret', algorithm: { name, length, ...hash }, data });
}

const askedOf = (extractable: unknown, usages: unknown): Asked => ({
  extractable: Boolean(extractable),
  usages: usagesOf(usages),
});

const bitsOf = (length: unknown) => (length === undefined || length === null ? null : Number(length));

const byUs = Symbol('made by us');

function illegal(): never {
  throw withCode(new TypeError('Illegal constructor'), 'ERR_ILLEGAL_CONSTRUCTOR');
}

/**
 * `crypto.subtle`, as Node 22 has it. Arguments are read once, when it is called, and the work is done at once: the
 * promise is there because the platform's is.
 */
export class SubtleCrypto {
  constructor(token?: unknown) {
    if (token !== byUs) illegal();
  }

  async digest(algorithm: unknown, data: unknown): Promise<ArrayBuffer> {
    const { digest } = hashes[hashNamed(algorithm)];
    return buffer(bytesOf(native('hash', { name: digest, data: base64Of(data, 'data') })));
  }

  async generateKey(algorithm: unknown, extractable: unknown, usages: unknown): Promise<CryptoKey | Pair> {
    return generateKey(paramsOf(algorithm), askedOf(extractable, usages));
  }

  async importKey(
    format: unknown,
    data: unknown,
    algorithm: unknown,
    extractable: unknown,
    usages: unknown,
  ): Promise<CryptoKey> {
    return importKey(formatOf(format), data, paramsOf(algorithm), askedOf(extractable, usages));
  }

  async exportKey(format: unknown, key: unknown): Promise<unknown> {
    const made = exportKey(formatOf(format), stateOf(key));
    return typeof made === 'string' ? buffer(bytesOf(made)) : made;
  }

  async sign(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    return buffer(bytesOf(sign(paramsOf(algorithm), key, base64Of(data, 'data'))));
  }

  async verify(algorithm: unknown, key: unknown, signature: unknown, data: unknown): Promise<boolean> {
    return verify(paramsOf(algorithm), key, base64Of(signature, 'signature'), base64Of(data, 'data'));
  }

  async encrypt(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    return buffer(applyCipher('encrypt', paramsOf(algorithm), key, base64Of(data, 'data')));
  }

  async decrypt(algorithm: unknown, key: unknown, data: unknown): Promise<ArrayBuffer> {
    return buffer(applyCipher('decrypt', paramsOf(algorithm), key, base64Of(data, 'data')));
  }

  async deriveBits(algorithm: unknown, key: unknown, length: unknown = null): Promise<ArrayBuffer> {
    return buffer(deriveBits('deriveBits', paramsOf(algorithm), key, bitsOf(length)));
  }

  async deriveKey(
    algorithm: unknown,
    key: unknown,
    wanted: unknown,
    extractable: unknown,
    usages: unknown,
  ): Promise<CryptoKey> {
    const params = paramsOf(wanted);
    const asked = askedOf(extractable, usages);
    const bits = deriveBits('deriveKey', paramsOf(algorithm), key, lengthWanted(params));
    return importKey('raw', bits, params, asked);
  }

  async wrapKey(format: unknown, key: unknown, wrapping: unknown, algorithm: unknown): Promise<ArrayBuffer> {
    const made = exportKey(formatOf(format), stateOf(key));
    const data = typeof made === 'string' ? made : Buffer.from(JSON.stringify(made)).toString('base64');
    return buffer(applyCipher('wrapKey', paramsOf(algorithm), wrapping, data));
  }

  async unwrapKey(
    format: unknown,
    wrapped: unknown,
    unwrapping: unknown,
    algorithm: unknown,
    wanted: unknown,
    extractable: unknown,
    usages: unknown,
  ): Promise<CryptoKey> {
    const kind = formatOf(format);
    const asked = askedOf(extractable, usages);
    const bytes = applyCipher('unwrapKey', paramsOf(algorithm), unwrapping, base64Of(wrapped, 'wrappedKey'));
    return importKey(kind, kind === 'jwk' ? jwkIn(bytes) : bytes, paramsOf(wanted), asked);
  }

  get [Symbol.toStringTag](): string {
    return 'SubtleCrypto';
  }
}

function jwkIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return refuse('DataError', 'Invalid wrapped JWK key');
  }
}

const subtle = new SubtleCrypto(byUs);

/** What `require('crypto').webcrypto` is, and what the global `crypto` is in Node. */
export class Crypto {
  constructor(token?: unknown) {
    if (token !== byUs) illegal();
  }

  get subtle(): SubtleCrypto {
    return subtle;
  }
  getRandomValues<T>(array: T): T {
    return annex.getRandomValues(array);
  }
  randomUUID(): unknown {
    return annex.native('uuid', {});
  }
  get [Symbol.toStringTag](): string {
    return 'Crypto';
  }
}

export const library = { subtle, webcrypto: new Crypto(byUs), CryptoKey, SubtleCrypto, Crypto };
