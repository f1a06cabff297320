import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';
import { generate } from 'selfsigned';
import { createPkcs7 } from 'selfsigned/pkcs7.js';

const years = 10;

/**
 * A self-signed certificate of a key pair, for clients that want one in place of a JWK; PEM, and PKCS #7 around it.
 * It is no proof of anything: the key is known by where it is published.
 */
export async function certificateOf(
  privateJwk: JsonWebKey,
  now: Date,
): Promise<{ certificate: string; pkcs7: string }> {
  const key = createPrivateKey({ key: privateJwk, format: 'jwk' });
  const made = await generate([{ name: 'commonName', value: 'Annex token signing' }], {
    keyPair: {
      privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
    },
    algorithm: 'sha256',
    notBeforeDate: now,
    notAfterDate: new Date(Date.UTC(now.getUTCFullYear() + years, now.getUTCMonth(), now.getUTCDate())),
  });
  return { certificate: made.cert, pkcs7: createPkcs7(made.cert) };
}
