import { isOwnHash, verifyArgon2 } from './argon2';
import { readImportedHash } from './imported-hash';
import { verifyImported } from './verify-imported';

/**
 * Whether the password made this stored credential, one of ours or an imported one. Other systems hashed what was
 * typed, so an imported hash is tried with the password as it came and then in Unicode's NFC form.
 * Throws when the credential is damaged.
 */
export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  const imported = readImportedHash(stored);
  if (!imported) return verifyArgon2(stored, password);
  if (await verifyImported(imported, password)) return true;
  const composed = password.normalize('NFC');
  return composed !== password && verifyImported(imported, composed);
}

/** Whether the credential should be replaced by `hashPassword` of the password that has just proved right. */
export function needsRehash(stored: string): boolean {
  return !isOwnHash(stored);
}
