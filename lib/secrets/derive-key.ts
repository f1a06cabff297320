import { hkdfSync } from 'node:crypto';
import { secretKey } from './key';

/** A key of its own for one purpose, in base64url: knowing it tells nothing of the secret key or of another purpose. */
export function deriveKey(purpose: string, key: Buffer = secretKey()): string {
  return Buffer.from(hkdfSync('sha256', key, '', `annex:${purpose}`, 32)).toString('base64url');
}
