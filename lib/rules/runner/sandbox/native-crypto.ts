import {
  type CipherGCM,
  constants,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  type DecipherGCM,
  type JsonWebKey,
  type KeyObject,
  pbkdf2Sync,
  privateDecrypt,
  publicEncrypt,
  scryptSync,
  sign,
  verify,
} from 'node:crypto';
import { keyToOpen } from './encrypted-key';
import { keyLength, pbkdf2Rounds, scryptCost } from './native-cost';

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

export const bytes = (value: unknown) => Buffer.from(String(value ?? ''), 'base64');

/** A private or public key from PEM, DER or `jwk`, as `{ key, format, type, passphrase, isPrivate }`. */
function keyOf({ key, jwk, format, type, passphrase, isPrivate }: Input): KeyObject {
  if (format === 'jwk') {
    const input = { key: Object(jwk) as JsonWebKey, format } as const;
    return isPrivate === true ? createPrivateKey(input) : createPublicKey(input);
  }
  const isSealed = typeof passphrase === 'string';
  const given = {
    key: bytes(key),
    format: format === 'der' ? ('der' as const) : ('pem' as const),
    type: typeof type === 'string' ? type : undefined,
  };
  const { type: structure, ...shown } = isSealed ? keyToOpen(given) : given;
  const options = { ...shown, ...(isSealed ? { passphrase } : {}) };
  return isPrivate === true
    ? createPrivateKey({ ...options, ...(structure === undefined ? {} : { type: structure as 'pkcs8' }) })
    : createPublicKey({ ...options, type: structure as 'spki' });
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
    const size = keyLength(length);
    const rounds = pbkdf2Rounds(iterations, { digest: name, size });
    return pbkdf2Sync(bytes(password), bytes(salt), rounds, size, name).toString('base64');
  },
  scrypt: ({ password, salt, length, N = 16_384, r = 8, p = 1 }) =>
    scryptSync(bytes(password), bytes(salt), keyLength(length), {
      ...scryptCost({ N, r, p }),
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
