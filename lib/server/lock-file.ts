/** The parts of package-lock.json (version 3) that matter here. */
export type LockEntry = {
  version?: string;
  resolved?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
};
export type LockFile = { packages: Record<string, LockEntry> };

export type MissingPackage = { name: string; version: string; neededBy: string };

const systems: Record<string, string> = { windows: 'win32' };
const knownSystems = /^(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32|windows)$/;
const knownProcessors = /^(arm|arm64|ia32|loong64|mips64el|ppc64|riscv64|s390x|wasm32|x64)$/;

/** Where npm looks for `name` on behalf of the package at `from`: beside it, then in each folder above. */
function places(from: string, name: string): string[] {
  const parts = from === '' ? [] : from.split('/node_modules/');
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join('/node_modules/'));
  return [...folders.reverse().map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`];
}

/** Optional packages that some entry names and the lock does not have: a registry that lacks them leaves them out. */
export function missingPackages({ packages }: LockFile): MissingPackage[] {
  const missing = new Map<string, MissingPackage>();
  for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(optionalDependencies)) {
      if (places(path, name).some((place) => packages[place])) continue;
      missing.set(name, {
        name,
        version: range.replace(/^[\^~>=\s]+/, ''),
        neededBy: path || 'package.json',
      });
    }
  }
  return [...missing.values()];
}

/** What a platform package's name says about where it runs, as npm's own fields say it. */
export function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[/-]/);
  const system = words.find((word) => knownSystems.test(word));
  const processor = words.find((word) => knownProcessors.test(word));
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc';
  const namesLibc = system === 'linux' && words.some((word) => /^(gnu|musl)/.test(word));
  return {
    ...(processor ? { cpu: [processor] } : {}),
    ...(namesLibc ? { libc: [libc] } : {}),
    ...(system ? { os: [systems[system] ?? system] } : {}),
  };
}

/** The lock with an entry for every missing optional package; in npm's own order, and unchanged when complete. */
export function completeLock<T extends LockFile>(lock: T): T {
  const added = missingPackages(lock).map(({ name, version }): [string, LockEntry] => [
    `node_modules/${name}`,
    { version, ...platformOf(name), optional: true },
  ]);
  const all = [...Object.entries(lock.packages), ...added];
  all.sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lock, packages: Object.fromEntries(all) };
}
