import { Buffer } from './buffer';
import { type Bytes, base64, bytes, collector, encoded } from './crypto-bytes';
import type { CallNative } from './url';

type Details = Record<string, unknown>;

/** Node's KeyObject: secret bytes, or a private or public key that is kept as PEM. */
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

  export(options: { format?: string } = {}): unknown {
    if (this.type === 'secret' || options.format === 'buffer') return Buffer(this.#data);
    return Buffer(this.#data).toString('utf8');
  }

  static dataOf(key: KeyObject): Uint8Array {
    return key.#data;
  }
}

const dataOf = KeyObject.dataOf;
Reflect.deleteProperty(KeyObject, 'dataOf');

type KeyOptions = Record<string, unknown> & { key?: unknown };

/** Keys, signatures and encryption with public keys, as Node's `crypto` has them. */
export function createKeys(native: CallNative) {
  /** Secret bytes of whatever stands for a key. */
  const keyBytes = (key: unknown): Uint8Array => (key instanceof KeyObject ? dataOf(key) : bytes(key));

  /** What `native-crypto.ts` wants to know of a key with its options. */
  function keyInput(given: unknown): KeyOptions {
    if (given instanceof KeyObject) return { key: base64(dataOf(given)) };
    if (typeof given === 'string' || given instanceof Uint8Array) return { key: base64(bytes(given)) };
    const { key, passphrase, ...options }: KeyOptions = Object(given);
    const held = passphrase === undefined ? {} : { passphrase: Buffer(bytes(passphrase)).toString('utf8') };
    return { ...options, ...held, ...keyInput(key) };
  }

  function keyObject(given: unknown, isPrivate: boolean): KeyObject {
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

  return {
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
