import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DatabaseProblem } from '../problem';
import { type Binaries, findBinaries } from './binaries';
import { isReachable, type SystemUser, unprivilegedUser } from './unprivileged';

const run = promisify(execFile);
const systemStateFolder = '/var/lib/annex';

/** Where one cluster lives. `base` is a real path that `user` can pass through. */
export type Cluster = {
  base: string;
  data: string;
  passwordFile: string;
  logFile: string;
  user: SystemUser | undefined;
};

/** All that PostgreSQL's programs get to see of our environment: nothing. */
export const serverEnvironment: NodeJS.ProcessEnv = { NODE_ENV: 'production', LC_ALL: 'C', TZ: 'UTC' };

/** Makes `<dataDir>/postgres`; when PostgreSQL's user cannot get there, a link to a folder that it can reach. */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const user = await unprivilegedUser();
  const wanted = join(resolve(dataDir), 'postgres');
  await mkdir(resolve(dataDir), { recursive: true, mode: 0o711 });
  if (!existsSync(wanted)) {
    if (await isReachable(dataDir, user)) await mkdir(wanted, { recursive: true, mode: 0o711 });
    else await linkElsewhere(wanted);
  }
  const base = await realpath(wanted);
  if (!(await isReachable(base, user))) {
    throw new DatabaseProblem(
      `PostgreSQL runs as the user "${user?.name}", who may not enter ${base}. Give that user the right to pass (chmod o+x on each folder of the path), or set ANNEX_DATA_DIR to another folder.`,
    );
  }
  return {
    base,
    data: join(base, 'data'),
    passwordFile: join(base, 'password'),
    logFile: join(base, 'server.log'),
    user,
  };
}

async function linkElsewhere(wanted: string): Promise<void> {
  await mkdir(systemStateFolder, { recursive: true, mode: 0o755 });
  const real = await mkdtemp(join(systemStateFolder, 'postgres-'));
  await chmod(real, 0o711);
  await symlink(real, wanted).catch(async (error: NodeJS.ErrnoException) => {
    await rm(real, { recursive: true });
    if (error.code !== 'EEXIST') throw error; // another process was first; its link serves both
  });
}

/** The binaries for this cluster: of the same major as its data, or the best there are for a new one. */
export async function chooseBinaries(cluster: Cluster): Promise<Binaries> {
  const version = await readFile(join(cluster.data, 'PG_VERSION'), 'utf8').catch(() => undefined);
  const majors: number[] = [];
  for await (const found of findBinaries(join(cluster.base, 'binaries'), cluster.user)) {
    if (version === undefined || found.major === Number(version)) return found;
    majors.push(found.major);
  }
  if (version === undefined) {
    throw new DatabaseProblem(
      'There is no PostgreSQL that runs on this machine. Install PostgreSQL 15 or newer (Debian: `apt install postgresql`, Alpine: `apk add postgresql17 postgresql17-contrib`, macOS: `brew install postgresql@17`), or set DATABASE_URL to a server.',
    );
  }
  throw new DatabaseProblem(
    `The data in ${cluster.data} was made by PostgreSQL ${version.trim()}, and this machine has ${majors.length > 0 ? `PostgreSQL ${majors.join(', ')}` : 'none that runs'}. Install PostgreSQL ${version.trim()} to go on with this data (and dump it with pg_dump to move to a newer one), or move ${cluster.base} away to start with an empty database.`,
  );
}

export async function readPassword(cluster: Cluster): Promise<string> {
  const password = await readFile(cluster.passwordFile, 'utf8').catch(() => undefined);
  if (password) return password;
  throw new DatabaseProblem(
    `The password of the embedded database (${cluster.passwordFile}) is missing or cannot be read by this user. Start Annex as the user who made it, put the file back, or move ${cluster.base} away to start with an empty database.`,
  );
}

/** Makes the cluster unless it is there. Killed half-way it leaves nothing that the next start would take for data. */
export async function initialize(cluster: Cluster, binaries: Binaries): Promise<void> {
  if (existsSync(join(cluster.data, 'PG_VERSION'))) return;
  for (const name of await readdir(cluster.base)) {
    if (!name.startsWith('partial-')) continue;
    // the initdb of a killed start may still be writing there
    await rm(join(cluster.base, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
  const partial = await mkdtemp(join(cluster.base, 'partial-'));
  const password = randomBytes(24).toString('base64url');
  const handOver = async (path: string) => cluster.user && chown(path, cluster.user.uid, cluster.user.gid);
  const passwordCopy = join(partial, 'password');
  await writeFile(passwordCopy, password, { mode: 0o600 });
  await handOver(passwordCopy);
  await handOver(partial);
  await runInitdb(cluster, binaries, join(partial, 'data'), passwordCopy);
  await writeFile(cluster.passwordFile, password, { mode: 0o600 });
  await chmod(cluster.passwordFile, 0o600);
  await rename(join(partial, 'data'), cluster.data);
  await rm(partial, { recursive: true });
}

// Order by code point, so that an update of the system's locales cannot break an index; but know what a letter is in
// every script, which trigram search needs.
const characterTypes = ['C.UTF-8', 'en_US.UTF-8', 'UTF-8', 'C'];

async function runInitdb(
  cluster: Cluster,
  binaries: Binaries,
  data: string,
  passwordFile: string,
): Promise<void> {
  const options = {
    cwd: cluster.base,
    env: serverEnvironment,
    ...(cluster.user ? { uid: cluster.user.uid, gid: cluster.user.gid } : {}),
  };
  const fixed = [
    '-U',
    'annex',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
  ];
  let failure: unknown;
  for (const ctype of characterTypes) {
    try {
      await run(binaries.initdb, ['-D', data, ...fixed, `--lc-ctype=${ctype}`], options);
      return;
    } catch (error) {
      failure = error;
      await rm(data, { recursive: true, force: true });
    }
  }
  const reason = failure instanceof Error ? failure.message : String(failure);
  throw new DatabaseProblem(`The embedded database could not be made in ${cluster.base}: ${reason}`);
}
