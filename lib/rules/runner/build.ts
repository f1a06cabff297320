import { createHash } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { buildLibraries, libraryVersions } from './build-libraries';

/** Where the runner looks for the executor, under the working directory. */
export const executorPath = 'dist/executor/executor.cjs';
const sourceFolder = 'lib/rules/runner';

/**
 * Bundles the executor process and the libraries of scripts into `dist/executor/` and gives its absolute path. Does nothing when no source
 * has changed since. Run from the root of the repository, before the runner is used.
 */
export async function buildExecutor(root = process.cwd()): Promise<string> {
  const target = resolve(root, executorPath);
  const versions = await libraryVersions(root);
  const stamp = `// sources ${await hashOfSources(resolve(root, sourceFolder), versions)}\n`;
  const present = await readFile(target, 'utf8').catch(() => '');
  if (present.startsWith(stamp)) return target;
  await buildLibraries(root, join(dirname(target), 'libraries'));
  const prelude = await bundlePrelude(root, versions);
  const executor = await bundle(root, 'main.ts', {
    format: 'cjs',
    platform: 'node',
    external: ['isolated-vm'],
    define: { PRELUDE: JSON.stringify(prelude) },
  });
  const draft = `${target}.${process.pid}`;
  await writeFile(draft, stamp + executor);
  await rename(draft, target);
  return target;
}

/** What runs first in a new context, as one script. */
export function bundlePrelude(root: string, versions: object): Promise<string> {
  return bundle(root, 'prelude.ts', {
    define: { LIBRARY_VERSIONS: JSON.stringify(versions) },
    format: 'iife',
    globalName: 'Prelude',
    platform: 'neutral',
  });
}

type BundleOptions = Pick<
  Parameters<typeof build>[0],
  'format' | 'globalName' | 'platform' | 'external' | 'define'
>;

async function bundle(root: string, entry: string, options: BundleOptions): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    absWorkingDir: root,
    entryPoints: [join(sourceFolder, 'sandbox', entry)],
    bundle: true,
    target: 'node24',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
  });
  const [output] = outputFiles ?? [];
  if (!output) throw new Error(`esbuild gave no output for ${entry}.`);
  return output.text;
}

async function hashOfSources(folder: string, versions: object): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(versions));
  const names = (await readdir(folder, { recursive: true })).filter((name) =>
    /(?<!\.test|\.bench)\.ts$/.test(name),
  );
  for (const name of names.sort())
    hash
      .update(name)
      .update('\0')
      .update(await readFile(join(folder, name)));
  return hash.digest('hex');
}
