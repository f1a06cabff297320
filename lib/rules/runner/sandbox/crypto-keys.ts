import { Buffer, bufferStatics } from './buffer';
import { type Bytes, base64, bytes, collector, encoded, orCallback } from './crypto-bytes';
import type { CallNative } from './url';

type Details = Record<string, unknown>;

/** What of a key is asked for: `format` is `pem`, `der` or `jwk`. */
type ExportOptions = { format?: string; type?: string; cipher?: string; passphrase?: unknown };

/** Node's KeyObject: secret bytes, or a private or public key that is kept as PEM. */
function createKeyObject(native: CallNative) {
  class KeyObject {
    readonly type: string;
    readonly asymmetricKeyType: string | undefined;
    readonly asymmetricKeyDetails: Details | undefined;
    readonly #data: Uint8Array;

    constructor(type: string, data: Uint8Array, asymmetric: { type?: string; details?: Details } = {}) {
      this.type = type;
      this.#data = data;
      this.asymmetricKeyType = asymmetric.type;
      this.asymmetricKeyDetails = asymmetric.details;
    }

    get symmetricKeySize(): number | undefined {
      return this.type === 'secret' ? this.#data.length : undefined;
    }

    get [Symbol.toStringTag](): string {
      return 'KeyObject';
    }

    equals(other: unknown): boolean {
      if (!(other instanceof KeyObject))
        throw new TypeError('The argument must be an instance of KeyObject.');
      return this.type === other.type && bufferStatics.compare(this.#data, other.#data) === 0;
    }

    export({ format, type, cipher, passphrase }: ExportOptions = {}): unknown {
      const isJwk = format === 'jwk';
      if (this.type === 'secret')
        return isJwk ? { kty: 'oct', k: Buffer(this.#data).toString('base64url') } : Buffer(this.#data);
      const isPrivate = this.type === 'private';
      const usual = isPrivate ? 'pkcs8' : 'spki';
      const isPem = format === undefined || format === 'pem';
      if (isPem && cipher === undefined && (type ?? usual) === usual)
        return Buffer(this.#data).toString('utf8');
      const sealed =
        cipher === undefined ? {} : { cipher, passphrase: Buffer(bytes(passphrase)).toString('utf8') };
      const as = isJwk ? { format } : { format: isPem ? 'pem' : format, type: type ?? usual, ...sealed };
      const made = native('keyExport', { key: base64(this.#data), isPrivate, as });
      return format === 'der' ? Buffer(made, 'base64') : made;
    }

    static dataOf(key: KeyObject): Uint8Array {
      return key.#data;
    }
  }
  const { dataOf } = KeyObject;
  Reflect.deleteProperty(KeyObject, 'dataOf');
  return { KeyObject, dataOf };
}

type KeyOptions = Record<string, unknown> & { key?: unknown };

/** Keys, signatures and encryption with public keys, as Node's `crypto` has them. */
export function createKeys(native: CallNative) {
  const { KeyObject, dataOf } = createKeyObject(native);

  /** Secret bytes of whatever stands for a key. */
  const keyBytes = (key: unknown): Uint8Array => (key instanceof KeyObject ? dataOf(key) : bytes(key));

  /** What `native-crypto.ts` wants to know of a key with its options. */
  function keyInput(given: unknown): KeyOptions {
    if (given instanceof KeyObject) return { key: base64(dataOf(given)) };
    if (typeof given === 'string' || given instanceof Uint8Array) return { key: base64(bytes(given)) };
    const { key, passphrase, ...options }: KeyOptions = Object(given);
    if (options.format === 'jwk') return { ...options, jwk: key };
    const held = passphrase === undefined ? {} : { passphrase: Buffer(bytes(passphrase)).toString('utf8') };
    return { ...options, ...held, ...keyInput(key) };
  }

  function keyObject(given: unknown, isPrivate: boolean) {
    const { type, asymmetricKeyType, details, pem } = Object(
      native('key', { ...keyInput(given), isPrivate }),
    );
    return new KeyObject(type, Buffer(pem, 'utf8'), { type: asymmetricKeyType, details });
  }

  const createSign = (name: string) => {
    const parts = collector((data) => data);
    return {
      update(data: Bytes, encoding?: string) {
        parts.add(data, encoding);
        return this;
      },
      sign: (key: unknown, encoding?: string) =>
        encoded(native('sign', { name, data: parts.finish(), ...keyInput(key) }), encoding),
    };
  };

  const createVerify = (name: string) => {
    const parts = collector((data) => data);
    return {
      update(data: Bytes, encoding?: string) {
        parts.add(data, encoding);
        return this;
      },
      verify: (key: unknown, signature: Bytes, encoding?: string) =>
        native('verify', {
          name,
          data: parts.finish(),
          signature: base64(bytes(signature, encoding)),
          ...keyInput(key),
        }),
    };
  };

  /** `name`: null of a key that needs none, such as Ed25519. */
  const sign = (name: string | null | undefined, data: Bytes, key: unknown) =>
    encoded(native('sign', { name, data: base64(bytes(data)), ...keyInput(key) }));
  const verify = (name: string | null | undefined, data: Bytes, key: unknown, signature: Bytes) =>
    native('verify', {
      name,
      data: base64(bytes(data)),
      signature: base64(bytes(signature)),
      ...keyInput(key),
    });

  return {
    sign: orCallback(sign),
    verify: orCallback(verify),
    keyBytes,
    KeyObject,
    createSecretKey: (key: unknown, encoding?: string) =>
      new KeyObject('secret', Buffer(key instanceof KeyObject ? dataOf(key) : bytes(key, encoding))),
    createPrivateKey: (key: unknown) => keyObject(key, true),
    createPublicKey: (key: unknown) => keyObject(key, false),
    createSign,
    createVerify,
    publicEncrypt: (key: unknown, data: Uint8Array) =>
      encoded(native('publicEncrypt', { data: base64(data), ...keyInput(key) })),
    privateDecrypt: (key: unknown, data: Uint8Array) =>
      encoded(native('privateDecrypt', { data: base64(data), ...keyInput(key) })),
    constants: {
      RSA_PKCS1_PADDING: 1,
      RSA_PKCS1_OAEP_PADDING: 4,
      RSA_PKCS1_PSS_PADDING: 6,
      RSA_PSS_SALTLEN_DIGEST: -1,
      RSA_PSS_SALTLEN_AUTO: -2,
    },
  };
}
