import {
  type CipherGCM,
  constants,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  type DecipherGCM,
  hash,
  type JsonWebKey,
  type KeyObject,
  pbkdf2Sync,
  privateDecrypt,
  publicEncrypt,
  scryptSync,
  sign,
  verify,
} from 'node:crypto';

export type NativeCryptoName =
  | 'key'
  | 'keyExport'
  | 'sign'
  | 'verify'
  | 'cipher'
  | 'pbkdf2'
  | 'scrypt'
  | 'publicEncrypt'
  | 'privateDecrypt';

type Input = Record<string, unknown>;

/** Native work cannot be interrupted, so what decides how long it takes is bounded. */
const maxIterations = 1_000_000;
const maxRounds = 2_000_000;
const maxScrypt = 2 ** 17;
const maxKeyLength = 1024;

export const bytes = (value: unknown) => Buffer.from(String(value ?? ''), 'base64');

function count(value: unknown, most: number, what: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > most)
    throw new RangeError(`${what} must be a whole number up to ${most}.`);
  return number;
}

/** A private or public key from PEM, DER or `jwk`, as `{ key, format, type, passphrase, isPrivate }`. */
function keyOf({ key, jwk, format, type, passphrase, isPrivate }: Input): KeyObject {
  if (format === 'jwk') {
    const input = { key: Object(jwk) as JsonWebKey, format } as const;
    return isPrivate === true ? createPrivateKey(input) : createPublicKey(input);
  }
  const options = {
    key: bytes(key),
    format: format === 'der' ? ('der' as const) : ('pem' as const),
    ...(typeof type === 'string' ? { type: type as 'pkcs8' } : {}),
    ...(typeof passphrase === 'string' ? { passphrase } : {}),
  };
  return isPrivate === true
    ? createPrivateKey(options)
    : createPublicKey({ ...options, type: type as 'spki' });
}

function withPadding(input: Input) {
  const { padding, saltLength, dsaEncoding } = input;
  return {
    key: keyOf(input),
    ...(typeof padding === 'number' ? { padding } : {}),
    ...(typeof saltLength === 'number' ? { saltLength } : {}),
    ...(dsaEncoding === 'ieee-p1363' ? { dsaEncoding: 'ieee-p1363' as const } : {}),
  };
}

/** Keys of some kinds, such as Ed25519, sign without a digest of their own choosing. */
const digestOf = ({ name }: Input) => (typeof name === 'string' ? name : null);

/** The modes with a tag have an API of their own, which Node's types tell apart by the name of the mode. */
function engineOf(decrypts: boolean, name: string, key: Buffer, iv: Buffer | null, options: object) {
  const tagged = decrypts
    ? createDecipheriv(name as 'aes-256-gcm', key, iv, options)
    : createCipheriv(name as 'aes-256-gcm', key, iv, options);
  return tagged as Omit<CipherGCM, 'setAAD'> & Pick<DecipherGCM, 'setAuthTag'> & Pick<CipherGCM, 'setAAD'>;
}

function cipher({ decrypts, name, key, iv, data, aad, tag, tagLength, padding }: Input) {
  const isDecipher = decrypts === true;
  const options = typeof tagLength === 'number' ? { authTagLength: tagLength } : {};
  const vector = typeof iv === 'string' ? bytes(iv) : null;
  const engine = engineOf(isDecipher, String(name), bytes(key), vector, options);
  if (padding === false) engine.setAutoPadding(false);
  if (typeof tag === 'string') engine.setAuthTag(bytes(tag));
  if (typeof aad === 'string') engine.setAAD(bytes(aad), { plaintextLength: bytes(data).length });
  const done = Buffer.concat([engine.update(bytes(data)), engine.final()]).toString('base64');
  const hasTag = !isDecipher && /-(gcm|ccm|ocb)$|^chacha20/i.test(String(name));
  return { data: done, tag: hasTag ? engine.getAuthTag().toString('base64') : undefined };
}

/** What needs Node's cryptography. Keys, data and results cross as base64. */
export const nativeCrypto: Readonly<Record<NativeCryptoName, (input: Input) => unknown>> = {
  key(input) {
    const key = keyOf(input);
    const { publicExponent, ...details } = key.asymmetricKeyDetails ?? {};
    return {
      type: key.type,
      asymmetricKeyType: key.asymmetricKeyType,
      details: {
        ...details,
        ...(publicExponent === undefined ? {} : { publicExponent: Number(publicExponent) }),
      },
      pem: key.export({ format: 'pem', type: key.type === 'private' ? 'pkcs8' : 'spki' }),
    };
  },
  keyExport(input) {
    const made = keyOf(input).export(Object(input.as));
    return Buffer.isBuffer(made) ? made.toString('base64') : made;
  },
  sign: (input) =>
    sign(digestOf(input), bytes(input.data), withPadding({ ...input, isPrivate: true })).toString('base64'),
  verify: (input) => verify(digestOf(input), bytes(input.data), withPadding(input), bytes(input.signature)),
  cipher,
  pbkdf2: ({ password, salt, iterations, length, digest }) => {
    const name = String(digest);
    const size = count(length, maxKeyLength, 'The length of the key');
    const rounds = count(iterations, maxIterations, 'The number of iterations');
    // Each block of the key takes all of the iterations.
    const blocks = Math.ceil(size / hash(name, '', 'buffer').length);
    count(rounds * blocks, maxRounds, 'The number of iterations for all of the key');
    return pbkdf2Sync(bytes(password), bytes(salt), rounds, size, name).toString('base64');
  },
  scrypt: ({ password, salt, length, N = 16_384, r = 8, p = 1 }) =>
    scryptSync(bytes(password), bytes(salt), count(length, maxKeyLength, 'The length of the key'), {
      N: count(N, maxScrypt, 'The cost'),
      r: count(r, 16, 'The block size'),
      p: count(p, 4, 'The parallelization'),
      maxmem: 256 * 1024 * 1024,
    }).toString('base64'),
  publicEncrypt: (input) => publicEncrypt(encryption(input), bytes(input.data)).toString('base64'),
  privateDecrypt: (input) =>
    privateDecrypt(encryption({ ...input, isPrivate: true }), bytes(input.data)).toString('base64'),
};

function encryption(input: Input) {
  const { padding = constants.RSA_PKCS1_OAEP_PADDING, oaepHash, oaepLabel } = input;
  return {
    key: keyOf(input),
    padding: Number(padding),
    ...(typeof oaepHash === 'string' ? { oaepHash } : {}),
    ...(typeof oaepLabel === 'string' ? { oaepLabel: bytes(oaepLabel) } : {}),
  };
}
