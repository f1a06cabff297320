import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';

const alphanumerics = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `length` random characters of A-Z, a-z, 0-9 (5.95 bits each). */
export function randomAlphanumeric(length: number): string {
  return Array.from({ length }, () => alphanumerics[randomInt(alphanumerics.length)]).join('');
}

/** What an id of each kind begins with. */
export type IdPrefix = 'rul' | 'con' | 'cgr' | 'job' | 'dcr' | 'rol' | 'sav' | 'tst' | 'cns';

/** `rul_`, `con_` … and 16 alphanumerics (`reference/management-api.md` 1.2). */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${randomAlphanumeric(16)}`;
}

/** 24 hex digits that begin with the time, so that ids made together lie together in an index. */
export function newObjectId(now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  // 64 random bits of an UUID: Node makes those many at a time, and an import makes a hundred thousand.
  const uuid = randomUUID();
  return seconds.toString(16).padStart(8, '0') + uuid.slice(0, 8) + uuid.slice(28);
}

/** An unguessable value for a cookie, code or token: 256 bits, base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret value: its SHA-256 in base64url. Good for values from `newSecret`, not for passwords. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

let eventsSoFar = 0;

/**
 * 56 digits, sortable as text by time (`reference/management-api.md` 1.2), and by order of making for the events that
 * one process makes in one millisecond.
 */
export function newLogId(now: Date): string {
  const stamp = now.toISOString().replace(/\D/g, '');
  const order = String(eventsSoFar++ % 1_000_000).padStart(6, '0');
  const tail = Array.from({ length: 3 }, () => String(randomInt(1e10)).padStart(10, '0')).join('');
  return `900${stamp}${order}${tail}`.slice(0, 56);
}
