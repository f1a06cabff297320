import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { DatabaseProblem } from '../problem';

/** A lock that the operating system drops when the process ends, however it ends. */
export type Lock = { release(): void };

const sqliteBusy = 5;

// Node has no file locks of its own; SQLite takes the platform's (fcntl, LockFileEx) on a file it manages.
function tryLock(path: string, statements: string): Lock | undefined {
  const file = new DatabaseSync(path);
  try {
    file.exec(`PRAGMA busy_timeout = 0; ${statements}`);
    return { release: () => file.close() };
  } catch (error) {
    file.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return undefined;
    throw error;
  }
}

/** Takes the lock alone, or returns undefined when any process (this one too) holds it in either way. */
export function tryExclusive(path: string): Lock | undefined {
  return tryLock(path, 'BEGIN EXCLUSIVE');
}

async function retry(take: () => Lock | undefined, path: string, timeoutMs: number): Promise<Lock> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const lock = take();
    if (lock) return lock;
    if (Date.now() > deadline) {
      throw new DatabaseProblem(
        `Another process has held ${path} for ${Math.round(timeoutMs / 1000)} seconds. Stop other Annex processes that use this folder and start again.`,
      );
    }
    await wait(20);
  }
}

/** Waits until no process holds the lock, then takes it alone. */
export function lockExclusive(path: string, timeoutMs: number): Promise<Lock> {
  return retry(() => tryExclusive(path), path, timeoutMs);
}

/** Holds the lock together with other sharers; an exclusive holder excludes it. */
export function lockShared(path: string, timeoutMs: number): Promise<Lock> {
  return retry(() => tryLock(path, 'BEGIN; SELECT count(*) FROM sqlite_master'), path, timeoutMs);
}
