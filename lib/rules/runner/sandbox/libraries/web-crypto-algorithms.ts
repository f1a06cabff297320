import type { SharedHost } from '../shared-libraries';

declare const annex: SharedHost;

/** Names and numbers of Web Cryptography (W3C), as far as Annex has it: a table, and how arguments are read. */
export type Usage =
  | 'encrypt'
  | 'decrypt'
  | 'sign'
  | 'verify'
  | 'deriveKey'
  | 'deriveBits'
  | 'wrapKey'
  | 'unwrapKey';
type Work = 'encrypt' | 'sign' | 'deriveBits' | 'wrapKey';
/** How keys of an algorithm are made and read. */
export type Family = 'hmac' | 'aes' | 'derivation' | 'rsa' | 'ec' | 'okp';
export type KeyType = 'secret' | 'private' | 'public';

const usages: readonly Usage[] = [
  'encrypt',
  'decrypt',
  'sign',
  'verify',
  'deriveKey',
  'deriveBits',
  'wrapKey',
  'unwrapKey',
];

export type Algorithm = {
  family: Family;
  works: readonly Work[];
  /** What keys of each type may be used for; a type that is not here there is no key of. */
  usages: Partial<Record<KeyType, readonly Usage[]>>;
};

const cipher: Algorithm = {
  family: 'aes',
  works: ['encrypt', 'wrapKey'],
  usages: { secret: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] },
};
const derivation: Algorithm = {
  family: 'derivation',
  works: ['deriveBits'],
  usages: { secret: ['deriveKey', 'deriveBits'] },
};
const signature = (family: Family): Algorithm => ({
  family,
  works: ['sign'],
  usages: { private: ['sign'], public: ['verify'] },
});
const agreement = (family: Family): Algorithm => ({
  family,
  works: ['deriveBits'],
  usages: { private: ['deriveKey', 'deriveBits'], public: [] },
});

const algorithms = {
  HMAC: { family: 'hmac', works: ['sign'], usages: { secret: ['sign', 'verify'] } },
  'AES-CBC': cipher,
  'AES-CTR': cipher,
  'AES-GCM': cipher,
  'AES-KW': { family: 'aes', works: ['wrapKey'], usages: { secret: ['wrapKey', 'unwrapKey'] } },
  PBKDF2: derivation,
  HKDF: derivation,
  'RSASSA-PKCS1-v1_5': signature('rsa'),
  'RSA-PSS': signature('rsa'),
  'RSA-OAEP': {
    family: 'rsa',
    works: ['encrypt', 'wrapKey'],
    usages: { private: ['decrypt', 'unwrapKey'], public: ['encrypt', 'wrapKey'] },
  },
  ECDSA: signature('ec'),
  Ed25519: signature('okp'),
  ECDH: agreement('ec'),
  X25519: agreement('okp'),
} as const satisfies Record<string, Algorithm>;

export type AlgorithmName = keyof typeof algorithms;

export const algorithmOf = (name: AlgorithmName): Algorithm => algorithms[name];

/** `block`: bits of the blocks that the hash works on, the length of an HMAC key where none is asked for. */
export const hashes = {
  'SHA-1': { digest: 'sha1', block: 512 },
  'SHA-256': { digest: 'sha256', block: 512 },
  'SHA-384': { digest: 'sha384', block: 1_024 },
  'SHA-512': { digest: 'sha512', block: 1_024 },
} as const;
export type HashName = keyof typeof hashes;

/** By the name of Web Cryptography, that of OpenSSL. */
export const curves = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' } as const;
export type CurveName = keyof typeof curves;

type Failure = 'NotSupportedError' | 'SyntaxError' | 'InvalidAccessError' | 'DataError' | 'OperationError';

export function refuse(name: Failure, message: string): never {
  throw new DOMException(message, name);
}

/** What is asked of Node outside of the isolate. What it throws becomes an error of the platform. */
export function native(
  name: Parameters<SharedHost['native']>[0],
  input: object,
  failure: Failure = 'OperationError',
): unknown {
  try {
    return annex.native(name, input);
  } catch (error) {
    const { name: kind, message } = Object(error);
    const isLimit = kind === 'RangeError';
    return refuse(failure, isLimit ? message : 'The operation failed for an operation-specific reason');
  }
}

const members = [
  ...(['hash', 'length', 'iv', 'counter', 'tagLength', 'additionalData', 'label', 'saltLength'] as const),
  ...(['modulusLength', 'publicExponent', 'namedCurve', 'public', 'salt', 'info', 'iterations'] as const),
];

/** Members of an algorithm as a script gave it, its own or inherited, each read once. */
export type Params = Readonly<Partial<Record<(typeof members)[number], unknown>>> & { readonly name: string };

export function paramsOf(given: unknown): Params {
  const from: Record<string, unknown> = typeof given === 'string' ? { name: given } : Object(given);
  const { name } = from;
  if (name === undefined) throw new TypeError("The algorithm needs a 'name'.");
  return { ...Object.fromEntries(members.map((member) => [member, from[member]])), name: String(name) };
}

function named<T extends string>(table: Readonly<Record<T, unknown>>, name: string): T {
  const found = Object.keys(table).find((known) => known.toLowerCase() === name.toLowerCase());
  if (found === undefined) return refuse('NotSupportedError', 'Unrecognized algorithm name');
  return found as T;
}

/** The algorithm of a key, or of some work with one. */
export function algorithmNamed({ name }: Params, work?: Work): AlgorithmName {
  const found = named(algorithms, name);
  if (work !== undefined && !algorithmOf(found).works.includes(work))
    refuse('NotSupportedError', `${found} cannot ${work}`);
  return found;
}

export function hashNamed(given: unknown): HashName {
  if (given === undefined) throw new TypeError("The algorithm needs a 'hash'.");
  return named(hashes, paramsOf(given).name);
}

export function curveNamed(given: unknown): CurveName {
  if (typeof given === 'string' && Object.hasOwn(curves, given)) return given as CurveName;
  return refuse('NotSupportedError', 'Unrecognized namedCurve');
}

/** Each once, in the order of the standard. */
export function usagesOf(given: unknown): Usage[] {
  const asked = [...(given as Iterable<unknown>)];
  const unknown = asked.find((each) => !usages.some((usage) => usage === each));
  if (unknown !== undefined) throw new TypeError(`'${String(unknown)}' is no use of a key.`);
  return usages.filter((usage) => asked.includes(usage));
}

/** Bytes of an ArrayBuffer or of a view of one, as base64. */
export function base64Of(value: unknown, what: string): string {
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString('base64');
  if (!ArrayBuffer.isView(value)) throw new TypeError(`${what} must be an ArrayBuffer or a view of one.`);
  return Buffer.from(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength).toString('base64');
}

export const bytesOf = (base64: unknown): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(String(base64), 'base64'));

export function wholeNumber(value: unknown, what: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw new TypeError(`${what} must be a whole number.`);
  return number;
}
