import { execFile } from 'node:child_process';
import { existsSync, lstatSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Binaries, findBinaries, hydrateLinks, packagedFolder, usableFolder } from './binaries';
import { unprivilegedUser } from './unprivileged';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
const native = packagedFolder();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'annex-binaries-'));
  await chmod(folder, 0o755);
});
afterAll(() => rm(folder, { recursive: true }));

/** The package as npm unpacks it with install scripts off: no links between its libraries. */
async function unpacked(name: string): Promise<string> {
  const target = join(folder, name, 'native');
  await mkdir(join(folder, name), { recursive: true });
  await cp(join(native ?? '', '..', 'package.json'), join(folder, name, 'package.json'));
  await cp(native ?? '', target, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  return target;
}

async function all(found: AsyncGenerator<Binaries>): Promise<Binaries[]> {
  const list: Binaries[] = [];
  for await (const one of found) list.push(one);
  return list;
}

describe.runIf(native !== undefined)('the packaged PostgreSQL', () => {
  it('gets the links between its libraries when install scripts did not run', async () => {
    const bare = await unpacked('bare');
    const links: { target: string }[] = JSON.parse(await readFile(join(bare, 'pg-symlinks.json'), 'utf8'));
    expect(links.filter(({ target }) => existsSync(join(bare, '..', target)))).toEqual([]);
    await hydrateLinks(bare);
    await hydrateLinks(bare);
    expect(links.filter(({ target }) => !existsSync(join(bare, '..', target)))).toEqual([]);
    expect((await run(join(bare, 'bin', 'postgres'), ['--version'])).stdout).toMatch(
      /^postgres \(PostgreSQL\) \d+/,
    );
  });

  it('is used where it lies when everyone concerned may read it', async () => {
    expect(await usableFolder(await unpacked('open'), join(folder, 'cache'), await unprivilegedUser())).toBe(
      join(folder, 'open', 'native'),
    );
  });

  it.runIf(isRoot)('is copied to where the unprivileged user can run it', async () => {
    const hidden = await unpacked('hidden');
    await chmod(join(folder, 'hidden'), 0o700);
    const user = await unprivilegedUser();
    const cache = join(folder, 'cache');
    const [first] = await all(findBinaries(cache, user, { native: hidden, path: '' }));
    expect(first?.postgres.startsWith(cache)).toBe(true);
    const identity = { uid: user?.uid, gid: user?.gid };
    await run(first?.initdb ?? '', ['--version'], identity);
    expect(await usableFolder(hidden, cache, user)).toBe(join(first?.postgres ?? '', '..', '..'));
  });
});

describe.runIf(native !== undefined)('a PostgreSQL of the system', () => {
  it('is found on PATH, behind links, when no package fits', async () => {
    await mkdir(join(folder, 'path'), { recursive: true });
    await symlink(join(native ?? '', 'bin', 'postgres'), join(folder, 'path', 'postgres'));
    const [first] = await all(
      findBinaries(folder, undefined, { native: undefined, path: join(folder, 'path') }),
    );
    expect(first?.initdb).toBe(join(native ?? '', 'bin', 'initdb'));
    expect(first?.major).toBeGreaterThanOrEqual(15);
  });

  it('comes after the packaged one', async () => {
    const found = await all(findBinaries(folder, await unprivilegedUser(), { native, path: '' }));
    expect(found[0]?.postgres).toBe(join(native ?? '', 'bin', 'postgres'));
  });
});
