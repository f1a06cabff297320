import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { builtinModules } from './bundled-modules';
import {
  type LibraryName,
  libraries,
  libraryFile,
  type SharedLibraryName,
  sharedLibraries,
} from './library-names';
import { lodashParts } from './lodash-parts';

const sources = 'lib/rules/runner/sandbox/libraries';

type Source = { own?: string; npm?: string; path?: string; version?: string };
const entries = Object.entries(libraries) as [LibraryName, Source][];

/** Resolved by the `require` that a library is given in the sandbox: modules of Node, and libraries of their own. */
const nodeModules = [
  ...builtinModules,
  ...builtinModules.map((name) => `node:${name}`),
  // What bluebird asks for where it finds itself in Node, and nowhere else.
  'async_hooks',
];

function externalOf({ own, npm }: Source): string[] {
  const others = own === undefined ? ['moment'] : Object.keys(libraries);
  return [...nodeModules, ...others.filter((name) => name !== npm)];
}

/** What is bundled for a library: a file of ours, or a package as it is. */
function entryOf({ own, npm, path = npm }: Source): string {
  return own === undefined
    ? `exports.library = require(${JSON.stringify(path)});`
    : `export { library } from './${own}';`;
}

/**
 * Built-ins cannot be assigned to in the sandbox, not even with themselves, nor the `then` of a promise; and timers are
 * not on the global object.
 */
const changes = [
  { file: /bcryptjs\/dist\/bcrypt\.js$/, found: /^\s*Date\.now = Date\.now \|\|.*$/m, instead: '' },
  {
    file: /axios\/lib\/cancel\/CancelToken\.js$/,
    found: /this\.promise\.then = (function\(onfulfilled\) \{[\s\S]*?\n {2}\});/,
    instead: "Object.defineProperty(this.promise, 'then', { value: $1 });",
  },
  {
    file: /bluebird\/js\/release\/errors\.js$/,
    found: /es5\.defineProperty\(Error, "__BluebirdErrorTypes__",/,
    instead: 'es5.defineProperty({}, "__BluebirdErrorTypes__",',
  },
  {
    file: /bluebird\/js\/release\/debuggability\.js$/,
    found: /^\s*Error\.stackTraceLimit [+-]= 6;$/gm,
    instead: '',
  },
  {
    file: /lodash\/lodash\.js$/,
    found: /root\.(setTimeout|clearTimeout)\(/g,
    instead: "require('timers').$1(",
  },
];

/** What packages get of ours in the place of their own: axios what it would take of a browser or of Node. */
function ofOurOwn(root: string): Plugin {
  const ours = (name: string) => ({ path: join(root, sources, name) });
  return {
    name: 'of-our-own',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /(^|\/)adapters\/(xhr|http)(\.js)?$/ }, () => ours('axios-adapter.ts'));
      onResolve({ filter: /^\.\.?\/(.*\/)?platform(\/)?$/ }, ({ importer }) =>
        importer.includes('axios') ? ours('axios-platform.ts') : undefined,
      );
      for (const { file, found, instead } of changes)
        onLoad({ filter: file }, async ({ path }) => ({
          contents: (await readFile(path, 'utf8')).replace(found, instead),
        }));
      onResolve({ filter: /^lodash-parts$/ }, ({ path }) => ({ path, namespace: 'made' }));
      onLoad({ filter: /^lodash-parts$/, namespace: 'made' }, async () => ({
        contents: await lodashParts(root),
        resolveDir: root,
      }));
      onResolve({ filter: /^form-data$/ }, () => ours('form-data.ts'));
    },
  };
}

/** Bundles each library into `folder`, a file each; none is loaded before a script asks for it. */
export async function buildLibraries(root: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const shared = sharedLibraries.map((name) => [name, { own: name }] as const);
  await Promise.all(
    [...entries, ...shared].map(([name, source]) => buildLibrary(root, folder, name, source)),
  );
}

async function buildLibrary(
  root: string,
  folder: string,
  name: LibraryName | SharedLibraryName,
  source: Source,
): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: { contents: entryOf(source), resolveDir: join(root, sources), loader: 'js' },
    bundle: true,
    format: 'cjs',
    platform: 'browser',
    mainFields: ['main'],
    conditions: ['require', 'node'],
    target: 'node24',
    charset: 'utf8',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    external: externalOf(source),
    plugins: [ofOurOwn(root)],
    write: false,
  });
  const [output] = outputFiles ?? [];
  if (!output) throw new Error(`esbuild gave no output for ${name}.`);
  const target = join(folder, basename(libraryFile(name)));
  const draft = `${target}.${process.pid}`;
  await writeFile(draft, output.text);
  await rename(draft, target);
}

/** The version of each library that is bundled; that of Annex's own stand-ins is the one they stand in for. */
export async function libraryVersions(root: string): Promise<Record<string, string>> {
  const versions = entries.map(async ([name, { npm, version = '' }]) => {
    if (npm === undefined) return [name, version];
    const about: { version: string } = JSON.parse(
      await readFile(join(root, 'node_modules', npm, 'package.json'), 'utf8'),
    );
    return [name, about.version];
  });
  return Object.fromEntries(await Promise.all(versions));
}
