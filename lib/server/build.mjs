// Builds what `npm start` runs, unless it is there already for the very same sources.
// Parts may be named: `node lib/server/build.mjs server pages`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, dist, root } from './bundle.mjs';

const sources = [
  'app',
  'components',
  'db',
  'lib',
  'public',
  'next.config.ts',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
];
const isTest = (name) => /\.(test|fixture)\.[a-z]+$/.test(name);

function* filesOf(path) {
  if (!existsSync(path)) return;
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code !== 'ENOTDIR') throw error;
    yield path;
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.isDirectory()) yield* filesOf(join(path, entry.name));
    else if (!isTest(entry.name)) yield join(path, entry.name);
  }
}

/** A hash of all that a build depends on. */
function sourceStamp() {
  const hash = createHash('sha256').update(
    `${process.versions.modules} ${process.platform} ${process.arch}\n`,
  );
  for (const source of sources) {
    for (const file of filesOf(join(root, source))) {
      hash
        .update(`${relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** The bundle that the rules' executor processes load. */
async function buildExecutor() {
  const entry = 'lib/rules/runner/build.ts';
  if (!existsSync(join(root, entry))) return;
  await bundle(entry, 'build-executor.mjs');
  const module = await import(pathToFileURL(join(dist, 'build-executor.mjs')).href);
  await module.buildExecutor();
}

function buildPages() {
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
  const { status, stdout, stderr } = spawnSync(process.execPath, [next, 'build'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    maxBuffer: 64_000_000,
  });
  if (status === 0) return;
  console.error(stdout, stderr);
  throw new Error('The pages did not build; the reason is above.');
}

const parts = {
  server: {
    result: join(dist, 'main.mjs'),
    run: async () => {
      await bundle('lib/server/main.ts', 'main.mjs');
      await buildExecutor();
    },
  },
  pages: {
    result: join(root, '.next', 'BUILD_ID'),
    run: () => {
      console.log('Building the pages, once for this version of the sources …');
      const from = performance.now();
      buildPages();
      console.log(`Built the pages in ${((performance.now() - from) / 1000).toFixed(1)} s.`);
    },
  },
};

async function ensure(name) {
  const { result, run } = parts[name];
  const stamp = sourceStamp();
  const stampFile = join(dist, `${name}.stamp`);
  if (existsSync(result) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  mkdirSync(dist, { recursive: true });
  rmSync(stampFile, { force: true });
  await run();
  writeFileSync(stampFile, stamp);
}

const given = process.argv.slice(2);
try {
  for (const name of given.length > 0 ? given : Object.keys(parts)) await ensure(name);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}
