import { randomInt } from 'node:crypto';
import { hashSecret } from '@/lib/ids';

/** Without 0, O, 1 and I, which are read for each other. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** 24 characters: 120 bits, so that its SHA-256 may be kept as it is. */
export function newRecoveryCode(): string {
  return Array.from({ length: 24 }, () => letters[randomInt(letters.length)]).join('');
}

/** What is kept of a recovery code. Case, spaces and dashes do not count, since people type it from paper. */
export function hashRecoveryCode(code: string): string {
  return hashSecret(code.replaceAll(/[\s-]/g, '').toUpperCase());
}
