import {
  type AlgorithmName,
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
  refuse,
  type Usage,
  wholeNumber,
} from './web-crypto-algorithms';
import {
  anyUsage,
  assertUsages,
  type CryptoKey,
  type KeyAlgorithm,
  type KeyState,
  newKey,
} from './web-crypto-key';

/** Reading and writing of keys: `importKey` and `exportKey`. */
export type KeyFormat = 'raw' | 'spki' | 'pkcs8' | 'jwk';
type Jwk = Record<string, unknown>;
type Asked = { extractable: boolean; usages: readonly Usage[] };

/** What `native-web-crypto.ts` tells of an asymmetric key. */
export type NativeKey = {
  der: string;
  kind: string;
  modulusLength?: number;
  publicExponent?: string;
  namedCurve?: string;
};

const base64 = (base64url: string) => Buffer.from(base64url, 'base64url').toString('base64');
const base64url = (text: string) => Buffer.from(text, 'base64').toString('base64url');

export function formatOf(given: unknown): KeyFormat {
  const format = String(given);
  if (format === 'raw' || format === 'spki' || format === 'pkcs8' || format === 'jwk') return format;
  throw new TypeError(`'${format}' is no format of a key.`);
}

/** The name that JSON Web Algorithms (RFC 7518) have for what a key is for, if there is one. */
function jwaOf({ name, length, hash }: KeyAlgorithm): string | undefined {
  const bits = hash?.slice('SHA-'.length);
  if (name === 'HMAC') return `HS${bits}`;
  if (name === 'RSASSA-PKCS1-v1_5') return `RS${bits}`;
  if (name === 'RSA-PSS') return `PS${bits}`;
  if (name === 'RSA-OAEP') return bits === '1' ? 'RSA-OAEP' : `RSA-OAEP-${bits}`;
  if (algorithmOf(name).family === 'aes') return `A${length}${name.slice('AES-'.length)}`;
  return name === 'Ed25519' ? name : undefined;
}

/** Throws a DataError where a JWK says that it is not for what it is wanted for. */
function assertJwkFor(jwk: Jwk, algorithm: KeyAlgorithm, { extractable, usages }: Asked): void {
  const { use, key_ops, ext, alg } = jwk;
  const isForSigning = algorithmOf(algorithm.name).works.includes('sign');
  if (use !== undefined && usages.length > 0 && use !== (isForSigning ? 'sig' : 'enc'))
    refuse('DataError', 'Invalid JWK "use" Parameter');
  if (key_ops !== undefined && (!Array.isArray(key_ops) || usages.some((usage) => !key_ops.includes(usage))))
    refuse('DataError', 'Key operations and usage mismatch');
  if (ext === false && extractable) refuse('DataError', 'JWK "ext" Parameter and extractable mismatch');
  const expected = jwaOf(algorithm);
  const isSame = alg === expected || (algorithm.name === 'Ed25519' && alg === 'EdDSA');
  if (alg !== undefined && expected !== undefined && !isSame)
    refuse('DataError', 'JWK "alg" does not match the requested algorithm');
}

function jwkOf(given: unknown, kty: string): Jwk {
  if (typeof given !== 'object' || given === null) throw new TypeError('A JWK must be an object.');
  const jwk: Jwk = { ...given };
  if (jwk.kty !== kty) refuse('DataError', 'Invalid JWK "kty" Parameter');
  return jwk;
}

function secretLength(name: AlgorithmName, bytes: number, params: Params): number {
  const bits = bytes * 8;
  if (algorithmOf(name).family === 'aes') {
    if (bits !== 128 && bits !== 192 && bits !== 256) refuse('DataError', 'Invalid key length');
    return bits;
  }
  if (bits === 0) refuse('DataError', 'Zero-length key is not supported');
  const length = params.length === undefined ? bits : wholeNumber(params.length, "'length'");
  if (length > bits || length <= bits - 8) refuse('DataError', 'Invalid key length');
  return length;
}

function importSecret(format: KeyFormat, given: unknown, params: Params, asked: Asked): CryptoKey {
  const name = algorithmNamed(params);
  const { family } = algorithmOf(name);
  assertUsages(name, anyUsage(algorithmOf(name)), asked.usages);
  if ((format !== 'raw' && format !== 'jwk') || (family === 'derivation' && format === 'jwk'))
    refuse('NotSupportedError', `Unable to import ${name} using ${format} format`);
  const jwk = format === 'jwk' ? jwkOf(given, 'oct') : undefined;
  if (jwk && typeof jwk.k !== 'string') refuse('DataError', 'Invalid keyData');
  const data = jwk ? base64(String(jwk.k)) : base64Of(given, 'keyData');
  if (family === 'derivation') {
    if (asked.extractable) refuse('SyntaxError', `${name} keys are not extractable`);
    return newKey({ ...asked, type: 'secret', algorithm: { name }, data });
  }
  const length = secretLength(name, bytesOf(data).length, params);
  const algorithm = { name, length, ...(name === 'HMAC' ? { hash: hashNamed(params.hash) } : {}) };
  if (jwk) assertJwkFor(jwk, algorithm, asked);
  return newKey({ ...asked, type: 'secret', algorithm, data });
}

/** What an asymmetric key is for, where Node says that it is of the kind that was asked for. */
export function algorithmFor(name: AlgorithmName, params: Params, found: NativeKey): KeyAlgorithm {
  const { family } = algorithmOf(name);
  const { kind, modulusLength, publicExponent } = found;
  if (kind !== (family === 'okp' ? name.toLowerCase() : family)) refuse('DataError', 'Invalid key type');
  if (family === 'okp') return { name };
  if (family === 'ec') {
    const namedCurve = curveNamed(params.namedCurve);
    if (found.namedCurve !== curves[namedCurve]) refuse('DataError', 'Named curve mismatch');
    return { name, namedCurve };
  }
  return {
    name,
    hash: hashNamed(params.hash),
    ...(modulusLength === undefined ? {} : { modulusLength }),
    ...(publicExponent === undefined ? {} : { publicExponent }),
  };
}

const ktyOf = { rsa: 'RSA', ec: 'EC', okp: 'OKP' } as const;

function importAsymmetric(format: KeyFormat, given: unknown, params: Params, asked: Asked): CryptoKey {
  const name = algorithmNamed(params);
  const { family } = algorithmOf(name);
  if (family !== 'rsa' && family !== 'ec' && family !== 'okp')
    return refuse('NotSupportedError', `Unable to import ${name} using ${format} format`);
  if (family === 'rsa') hashNamed(params.hash);
  if (format === 'raw' && family === 'rsa')
    refuse('NotSupportedError', `Unable to import ${name} using raw format`);
  const curve = family === 'okp' ? name : family === 'ec' ? curveNamed(params.namedCurve) : undefined;
  const jwk = format === 'jwk' ? jwkOf(given, ktyOf[family]) : undefined;
  if (jwk && curve !== undefined && jwk.crv !== curve) refuse('DataError', 'JWK "crv" does not match');
  const openssl = family === 'ec' ? curves[curveNamed(curve)] : undefined;
  const data = jwk ? { jwk } : { data: base64Of(given, 'keyData') };
  const type = format === 'pkcs8' || (jwk && 'd' in jwk) ? 'private' : 'public';
  assertUsages(name, algorithmOf(name).usages[type] ?? [], asked.usages);
  const found = native('webKey', { format, curve, openssl, ...data }, 'DataError') as NativeKey;
  const algorithm = algorithmFor(name, params, found);
  if (jwk) assertJwkFor(jwk, algorithm, asked);
  return newKey({ ...asked, type, algorithm, data: found.der });
}

export function importKey(format: KeyFormat, given: unknown, params: Params, asked: Asked): CryptoKey {
  const { usages } = algorithmOf(algorithmNamed(params));
  return (usages.secret ? importSecret : importAsymmetric)(format, given, params, asked);
}

/** The bytes of a key, as base64; or its JWK. Throws an InvalidAccessError for one that may not be exported. */
export function exportKey(
  format: KeyFormat,
  { type, extractable, algorithm, usages, data }: KeyState,
): string | Jwk {
  const { family } = algorithmOf(algorithm.name);
  if (family === 'derivation') refuse('NotSupportedError', `${algorithm.name} keys cannot be exported`);
  if (!extractable) refuse('InvalidAccessError', 'key is not extractable');
  if (format === 'jwk') {
    const isPrivate = type === 'private';
    const material =
      type === 'secret' ? { kty: 'oct', k: base64url(data) } : native('webExport', { der: data, isPrivate });
    const alg = jwaOf(algorithm);
    return { ...Object(material), ...(alg === undefined ? {} : { alg }), key_ops: [...usages], ext: true };
  }
  if (format === 'raw' && type === 'secret') return data;
  if (format === 'raw' && type === 'public' && family !== 'rsa') return rawOf(data);
  if ((format === 'pkcs8' && type === 'private') || (format === 'spki' && type === 'public')) return data;
  return refuse(
    'NotSupportedError',
    `Unable to export a ${type} ${algorithm.name} key using ${format} format`,
  );
}

/** The point of a public key: X9.62 uncompressed, or that of RFC 8032. */
function rawOf(der: string): string {
  const { x, y } = Object(native('webExport', { der, isPrivate: false }));
  const parts =
    y === undefined ? [bytesOf(base64(x))] : [new Uint8Array([4]), bytesOf(base64(x)), bytesOf(base64(y))];
  return Buffer.concat(parts).toString('base64');
}

/** Of a key that is to be made or derived: its bits, or null where any number will do. */
export function lengthWanted(params: Params): number | null {
  const name = algorithmNamed(params);
  const { family } = algorithmOf(name);
  if (family === 'derivation') return null;
  if (family === 'aes') {
    const length = wholeNumber(params.length, "'length'");
    if (length !== 128 && length !== 192 && length !== 256) refuse('OperationError', 'Invalid key length');
    return length;
  }
  if (family !== 'hmac') return refuse('NotSupportedError', `${name} keys cannot be derived`);
  const length =
    params.length === undefined
      ? hashes[hashNamed(params.hash)].block
      : wholeNumber(params.length, "'length'");
  if (length === 0) refuse('OperationError', 'Zero-length key is not supported');
  return length;
}
