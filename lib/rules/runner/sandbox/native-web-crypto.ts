import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  ECDH,
  generateKeyPairSync,
  hkdfSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { bytes } from './native-crypto';

export type NativeWebCryptoName = 'webKey' | 'webExport' | 'webGenerate' | 'hkdf' | 'agree';

type Input = Record<string, unknown>;

/** A larger one takes longer to be found than a slice may run. */
const maxMadeBits = 3_072;
/** A larger one takes a tenth of a second for each signature. */
const maxRsaBits = 8_192;
/** Others may never be found (RFC 8017 allows any odd number; OpenSSL looks for primes that fit until it has them). */
const exponents: readonly unknown[] = [3, 65_537];
const maxHkdfBytes = 255 * 64;

/** What of a key crosses: PKCS #8 of a private one, SPKI of a public one, and what kind it is. */
function described(key: KeyObject) {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details = {} } = key;
  const { modulusLength, publicExponent, namedCurve } = details;
  if (modulusLength !== undefined && modulusLength > maxRsaBits)
    throw new RangeError(`An RSA key may have ${maxRsaBits} bits.`);
  return {
    der: key.export({ format: 'der', type: key.type === 'private' ? 'pkcs8' : 'spki' }).toString('base64'),
    kind,
    modulusLength,
    publicExponent: publicExponent === undefined ? undefined : bytesOf(publicExponent),
    namedCurve,
  };
}

function bytesOf(number: bigint): string {
  const hex = number.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64');
}

const keyOf = (der: unknown, isPrivate: boolean): KeyObject =>
  isPrivate
    ? createPrivateKey({ key: bytes(der), format: 'der', type: 'pkcs8' })
    : createPublicKey({ key: bytes(der), format: 'der', type: 'spki' });

/** A public key from the bytes of its point, which may be compressed. */
function fromRaw({ data, curve, openssl }: Input): KeyObject {
  const point = bytes(data);
  if (typeof openssl !== 'string') {
    const jwk = { kty: 'OKP', crv: String(curve), x: point.toString('base64url') };
    return createPublicKey({ key: jwk, format: 'jwk' });
  }
  const whole = Buffer.from(ECDH.convertKey(point, openssl) as Buffer);
  const half = (whole.length - 1) / 2;
  const [x, y] = [whole.subarray(1, 1 + half), whole.subarray(1 + half)].map((part) =>
    part.toString('base64url'),
  );
  return createPublicKey({ key: { kty: 'EC', crv: String(curve), x, y } as JsonWebKey, format: 'jwk' });
}

function imported(input: Input): KeyObject {
  const { format, jwk } = input;
  if (format === 'raw') return fromRaw(input);
  if (format !== 'jwk') return keyOf(input.data, format === 'pkcs8');
  const key = Object(jwk) as JsonWebKey;
  return 'd' in key ? createPrivateKey({ key, format: 'jwk' }) : createPublicKey({ key, format: 'jwk' });
}

function pairOf({ kind, modulusLength, publicExponent, namedCurve }: Input) {
  if (kind === 'ed25519') return generateKeyPairSync('ed25519');
  if (kind === 'x25519') return generateKeyPairSync('x25519');
  if (kind === 'ec') return generateKeyPairSync('ec', { namedCurve: String(namedCurve) });
  const length = Number(modulusLength);
  if (!Number.isInteger(length) || length < 1_024 || length > maxMadeBits)
    throw new RangeError(`An RSA key that is made has from 1024 to ${maxMadeBits} bits.`);
  if (!exponents.includes(publicExponent))
    throw new RangeError(`The public exponent must be ${exponents.join(' or ')}.`);
  return generateKeyPairSync('rsa', { modulusLength: length, publicExponent: Number(publicExponent) });
}

/** What `web-crypto.ts` needs besides the functions for Node's `crypto`. Bytes cross as base64. */
export const nativeWebCrypto: Readonly<Record<NativeWebCryptoName, (input: Input) => unknown>> = {
  webKey: (input) => described(imported(input)),
  webExport: ({ der, isPrivate }) => keyOf(der, isPrivate === true).export({ format: 'jwk' }),
  webGenerate(input) {
    const { publicKey, privateKey } = pairOf(input);
    return { publicKey: described(publicKey), privateKey: described(privateKey) };
  },
  hkdf({ digest, key, salt, info, length }) {
    if (Number(length) > maxHkdfBytes) throw new RangeError(`A key has ${maxHkdfBytes} bytes at most.`);
    const made = hkdfSync(String(digest), bytes(key), bytes(salt), bytes(info), Number(length));
    return Buffer.from(made).toString('base64');
  },
  agree: ({ privateKey, publicKey }) =>
    diffieHellman({ privateKey: keyOf(privateKey, true), publicKey: keyOf(publicKey, false) }).toString(
      'base64',
    ),
};
