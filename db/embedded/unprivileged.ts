import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseProblem } from '../problem';

/** Whom PostgreSQL runs as when we are root, which it refuses to be. */
export type SystemUser = { name: string; uid: number; gid: number };

const candidates = ['postgres', '_postgres', 'node', 'nobody'];

/** Undefined unless this process is root: then PostgreSQL runs as whoever runs Annex. */
export async function unprivilegedUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  for (const candidate of candidates) {
    const [name, , uid, gid] = lines.find((line) => line.startsWith(`${candidate}:`))?.split(':') ?? [];
    if (name && uid && gid) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new DatabaseProblem(
    'PostgreSQL does not run as root and this system has no unprivileged user for it. Run Annex as an ordinary user, or add one: `useradd --system postgres`.',
  );
}

/** Whether `user` may pass through the real folder behind `path` and every folder above it. */
export async function isReachable(path: string, user: SystemUser | undefined): Promise<boolean> {
  if (!user) return true;
  for (let folder = await realpath(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if (!(mode & bit)) return false;
    if (folder === dirname(folder)) return true;
  }
}
