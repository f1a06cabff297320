import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. Runs on a libuv thread, never the main one. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A PHC string of the password under argon2id, with a salt of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), parameters);
}

/** Whether the password made this argon2 PHC string. */
export function verifyArgon2(phc: string, password: string): Promise<boolean> {
  return verify(phc, password.normalize('NFC'));
}

/** Whether this is what `hashPassword` makes today, parameters and all. */
export function isOwnHash(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = parameters;
  return stored.startsWith(`$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`);
}
