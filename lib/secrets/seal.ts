import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SecretKeyProblem, secretKey } from './key';

// version (1) | nonce (12) | tag (16) | ciphertext. The version names the key and the layout, for a later rotation.
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nonceBytes + tagBytes;
const cipherName = 'aes-256-gcm';

/** Encrypts `text` for keeping. The same text gives another value each time. */
export function seal(text: string, key: Buffer = secretKey()): Buffer {
  const nonce = randomBytes(nonceBytes);
  const head = Buffer.from([version]);
  const cipher = createCipheriv(cipherName, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(head);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([head, nonce, cipher.getAuthTag(), body]);
}

/** What `seal` was given. Throws SecretKeyProblem when the value was changed or sealed with another key. */
export function open(sealed: Uint8Array, key: Buffer = secretKey()): string {
  const value = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (value.length < headBytes || value[0] !== version) {
    throw new SecretKeyProblem('A stored secret is not in a form that this version of Annex knows.');
  }
  const decipher = createDecipheriv(cipherName, key, value.subarray(1, 1 + nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(value.subarray(0, 1));
  decipher.setAuthTag(value.subarray(1 + nonceBytes, headBytes));
  try {
    return decipher.update(value.subarray(headBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new SecretKeyProblem(
      'A stored secret does not open with this key. Set ANNEX_SECRET_KEY, or put secret.key in the data folder, as it was when the secret was stored.',
      { cause },
    );
  }
}
