import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { env } from '@/lib/env';

const keyBytes = 32;

/** The key that encrypts secrets at rest cannot be used; `message` says what to do. */
export class SecretKeyProblem extends Error {
  override name = 'SecretKeyProblem';
}

/**
 * The key in `path`, made there on first use with mode 600. Processes that come at the same moment get the same one:
 * the file appears whole under its name or not at all, and never over another.
 */
export function loadKeyFile(path: string): Buffer {
  if (!existsSync(path)) createKeyFile(path);
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (key.length === keyBytes) return key;
  throw new SecretKeyProblem(
    `${path} does not hold 32 bytes in base64. Put the right key back: what was encrypted with it cannot be read without it.`,
  );
}

function createKeyFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o711 });
  const partial = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(partial, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(partial, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(partial);
  }
}

const slot = Symbol.for('annex.secretKey');
type Holder = typeof globalThis & { [slot]?: Buffer };

/** ANNEX_SECRET_KEY, else the key file in the data folder; loaded once for the process, whatever bundle asks. */
export function secretKey(): Buffer {
  const holder: Holder = globalThis;
  const { ANNEX_SECRET_KEY, ANNEX_DATA_DIR } = env();
  holder[slot] ??= ANNEX_SECRET_KEY
    ? Buffer.from(ANNEX_SECRET_KEY, 'base64')
    : loadKeyFile(join(ANNEX_DATA_DIR, 'secret.key'));
  return holder[slot];
}
