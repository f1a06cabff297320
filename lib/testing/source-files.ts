import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'vite';

export type Import = { from: string; specifier: string; target: string | null; typeOnly: boolean };
export type SourceFile = { path: string; text: string; imports: Import[] };

const extensions = ['.ts', '.tsx', '/index.ts', '/index.tsx'];

function resolveImport(from: string, specifier: string, known: ReadonlySet<string>): string | null {
  const base = specifier.startsWith('@/')
    ? specifier.slice(2)
    : specifier.startsWith('.')
      ? normalize(join(dirname(from), specifier))
      : null;
  if (base === null) return null;
  if (known.has(base)) return base;
  return extensions.map((extension) => base + extension).find((path) => known.has(path)) ?? null;
}

type Raw = { specifier: string; typeOnly: boolean };

/** Static and dynamic imports and re-exports, by a real parser. */
function importsOf(path: string, text: string): Raw[] {
  const { module } = parseSync(path, text);
  const stat = module.staticImports.map((entry) => ({
    specifier: entry.moduleRequest.value,
    typeOnly: entry.entries.length > 0 && entry.entries.every((item) => item.isType),
  }));
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap((item) =>
      item.moduleRequest ? [{ specifier: item.moduleRequest.value, typeOnly: item.isType }] : [],
    ),
  );
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest }) => {
    const quoted = /^['"](.+)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    return quoted?.[1] ? [{ specifier: quoted[1], typeOnly: false }] : [];
  });
  return [...stat, ...exported, ...dynamic];
}

/** Every TypeScript file of the product (tests included) with what it imports. */
export function sourceFiles(): SourceFile[] {
  const paths = globSync([
    'app/**/*.{ts,tsx}',
    'components/**/*.{ts,tsx}',
    'lib/**/*.ts',
    'db/**/*.ts',
  ]).sort();
  const known = new Set(paths);
  return paths.map((path) => {
    const text = readFileSync(path, 'utf8');
    const imports = importsOf(path, text).map(({ specifier, typeOnly }) => ({
      from: path,
      specifier,
      target: resolveImport(path, specifier, known),
      typeOnly,
    }));
    return { path, text, imports };
  });
}
