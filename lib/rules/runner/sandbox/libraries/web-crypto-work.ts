import {
  type AlgorithmName,
  algorithmNamed,
  base64Of,
  bytesOf,
  hashes,
  hashNamed,
  native,
  type Params,
  refuse,
  type Usage,
  wholeNumber,
} from './web-crypto-algorithms';
import { type KeyState, keyFor, stateOf } from './web-crypto-key';

/** What is done with keys: bytes come and go as base64, and the arithmetic is Node's. */

const digestOf = ({ algorithm: { hash } }: KeyState) => hash && hashes[hash].digest;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** How the arithmetic is told what to do. `padding`: 1 of PKCS #1 v1.5, 6 of PSS. */
function schemeOf(name: AlgorithmName, params: Params): object {
  if (name === 'ECDSA') return { name: hashes[hashNamed(params.hash)].digest, dsaEncoding: 'ieee-p1363' };
  if (name === 'RSA-PSS') return { padding: 6, saltLength: wholeNumber(params.saltLength, "'saltLength'") };
  return name === 'RSASSA-PKCS1-v1_5' ? { padding: 1 } : {};
}

const formOf = ({ type, data }: KeyState) => ({
  key: data,
  format: 'der',
  type: type === 'private' ? 'pkcs8' : 'spki',
});

const hmac = (key: KeyState, data: string) => native('hmac', { name: digestOf(key), key: key.data, data });

export function sign(params: Params, given: unknown, data: string): unknown {
  const name = algorithmNamed(params, 'sign');
  const scheme = schemeOf(name, params);
  const key = keyFor(given, name, 'sign');
  if (name === 'HMAC') return hmac(key, data);
  return native('sign', { ...formOf(key), name: digestOf(key), ...scheme, data });
}

export function verify(params: Params, given: unknown, signature: string, data: string): boolean {
  const name = algorithmNamed(params, 'sign');
  const scheme = schemeOf(name, params);
  const key = keyFor(given, name, 'verify');
  if (name === 'HMAC') return isSame(bytesOf(hmac(key, data)), bytesOf(signature));
  return native('verify', { ...formOf(key), name: digestOf(key), ...scheme, data, signature }) === true;
}

/** In a time that does not tell how much of it is the same. */
function isSame(left: Uint8Array, right: Uint8Array): boolean {
  let difference = left.length ^ right.length;
  for (let at = 0; at < left.length; at++) difference |= (left[at] ?? 0) ^ (right[at] ?? 0);
  return difference === 0;
}

type Ciphering = { decrypts: boolean; params: Params; key: KeyState; data: string };

function cipher({ decrypts, key, data }: Ciphering, mode: string, more: object): Uint8Array {
  const name = `aes-${key.algorithm.length}-${mode}`;
  const { data: done, tag = '' } = Object(native('cipher', { decrypts, name, key: key.data, data, ...more }));
  return Buffer.concat([bytesOf(done), bytesOf(tag)]);
}

const tagLengths = [32, 64, 96, 104, 112, 120, 128];

/** The tag stands behind the text. */
function gcm(work: Ciphering): Uint8Array {
  const { params, decrypts, data } = work;
  const iv = base64Of(params.iv, "'iv'");
  const bits = params.tagLength === undefined ? 128 : wholeNumber(params.tagLength, "'tagLength'");
  if (!tagLengths.includes(bits)) refuse('OperationError', `${bits} is not a valid AES-GCM tag length`);
  const tagLength = bits / 8;
  const aad =
    params.additionalData === undefined ? undefined : base64Of(params.additionalData, "'additionalData'");
  if (!decrypts) return cipher(work, 'gcm', { iv, aad, tagLength });
  const sealed = bytesOf(data);
  const end = sealed.length - tagLength;
  if (end < 0) refuse('OperationError', 'The provided data is too small');
  const [text, tag] = [sealed.subarray(0, end), sealed.subarray(end)].map(base64);
  return cipher({ ...work, data: text ?? '' }, 'gcm', { iv, aad, tagLength, tag });
}

const blockBytes = 16;

/**
 * The last `length` bits of the counter count, and begin again at 0: what comes behind that is a second message for the
 * cipher, which counts with all 128.
 */
function ctr(work: Ciphering): Uint8Array {
  const counter = bytesOf(base64Of(work.params.counter, "'counter'"));
  if (counter.length !== blockBytes) refuse('OperationError', 'algorithm.counter must contain 16 bytes');
  const length = wholeNumber(work.params.length, "'length'");
  if (length < 1 || length > 128) refuse('OperationError', 'algorithm.length must be between 1 and 128');
  const data = bytesOf(work.data);
  const start = BigInt(`0x${Buffer.from(counter).toString('hex')}`);
  const counts = 1n << BigInt(length);
  if (BigInt(Math.ceil(data.length / blockBytes)) > counts)
    refuse('OperationError', 'The counter would come round');
  const left = (counts - (start % counts)) * BigInt(blockBytes);
  const cut = left < BigInt(data.length) ? Number(left) : data.length;
  const begun = cipher({ ...work, data: base64(data.subarray(0, cut)) }, 'ctr', { iv: base64(counter) });
  if (cut === data.length) return begun;
  const again = (start - (start % counts)).toString(16).padStart(2 * blockBytes, '0');
  const iv = Buffer.from(again, 'hex').toString('base64');
  return Buffer.concat([begun, cipher({ ...work, data: base64(data.subarray(cut)) }, 'ctr', { iv })]);
}

function cbc(work: Ciphering): Uint8Array {
  const iv = base64Of(work.params.iv, "'iv'");
  if (bytesOf(iv).length !== blockBytes)
    refuse('OperationError', 'algorithm.iv must contain exactly 16 bytes');
  return cipher(work, 'cbc', { iv });
}

/** RFC 3394, with the first block that it begins with. */
const keyWrap = (work: Ciphering) => cipher(work, 'wrap', { iv: Buffer.alloc(8, 0xa6).toString('base64') });

function rsaOaep({ decrypts, params, key, data }: Ciphering): Uint8Array {
  const label = params.label === undefined ? undefined : base64Of(params.label, "'label'");
  const input = { ...formOf(key), data, oaepHash: digestOf(key), oaepLabel: label };
  return bytesOf(native(decrypts ? 'privateDecrypt' : 'publicEncrypt', input));
}

const ciphers: Partial<Record<AlgorithmName, (work: Ciphering) => Uint8Array>> = {
  'AES-GCM': gcm,
  'AES-CTR': ctr,
  'AES-CBC': cbc,
  'AES-KW': keyWrap,
  'RSA-OAEP': rsaOaep,
};

/** `usage` says what the key has to be for: the cipher of a wrapped key is that of any text. */
export function applyCipher(usage: Usage, params: Params, given: unknown, data: string): Uint8Array {
  const wraps = usage === 'wrapKey' || usage === 'unwrapKey';
  const name = algorithmNamed(params, wraps ? 'wrapKey' : 'encrypt');
  const key = keyFor(given, name, usage);
  const decrypts = usage === 'decrypt' || usage === 'unwrapKey';
  const run = ciphers[name] ?? refuse('NotSupportedError', `${name} encrypts nothing`);
  return run({ decrypts, params, key, data });
}

/** The shared secret of two keys, cut to `length` bits. */
function agree(params: Params, key: KeyState, length: number | null): Uint8Array {
  const other = stateOf(params.public);
  const { name, namedCurve } = key.algorithm;
  if (other.type !== 'public') refuse('InvalidAccessError', 'algorithm.public must be a public key');
  if (other.algorithm.name !== name)
    refuse('InvalidAccessError', 'algorithm.public must be of the same algorithm');
  if (other.algorithm.namedCurve !== namedCurve) refuse('InvalidAccessError', 'Named curve mismatch');
  const secret = bytesOf(native('agree', { privateKey: key.data, publicKey: other.data }));
  if (length === null) return secret;
  if (length > secret.length * 8) refuse('OperationError', 'derived bit length is too small');
  const cut = secret.slice(0, Math.ceil(length / 8));
  const spare = cut.length * 8 - length;
  if (spare > 0) cut[cut.length - 1] = (cut.at(-1) ?? 0) & (0xff << spare);
  return cut;
}

export function deriveBits(usage: Usage, params: Params, given: unknown, length: number | null): Uint8Array {
  const name = algorithmNamed(params, 'deriveBits');
  const key = keyFor(given, name, usage);
  if (name !== 'PBKDF2' && name !== 'HKDF') return agree(params, key, length);
  const { digest } = hashes[hashNamed(params.hash)];
  const salt = base64Of(params.salt, "'salt'");
  if (length === null || length % 8 !== 0) return refuse('OperationError', 'length must be a multiple of 8');
  const input = { digest, salt, length: length / 8 };
  if (name === 'HKDF')
    return bytesOf(native('hkdf', { ...input, key: key.data, info: base64Of(params.info, "'info'") }));
  const iterations = wholeNumber(params.iterations, "'iterations'");
  if (iterations === 0) refuse('OperationError', 'iterations cannot be zero');
  return bytesOf(native('pbkdf2', { ...input, password: key.data, iterations }));
}
