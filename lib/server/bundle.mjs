// One file of an entry of ours and all of our sources that it needs.
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const dist = join(root, 'dist');

// A bundle lies elsewhere than its sources, which may look for a neighbouring file by import.meta.url.
const keepLocations = {
  name: 'keep-locations',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (path.includes(`${sep}node_modules${sep}`) || !text.includes('import.meta.url')) return undefined;
      const place = JSON.stringify(relative(dist, path).split(sep).join('/'));
      const located = text.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`);
      return { contents: located, loader: 'ts', resolveDir: dirname(path) };
    });
  },
};

/** Bundles an entry of ours for Node into a file of `dist`; packages stay where npm put them. */
export function bundle(entry, outfile) {
  return build({
    entryPoints: [join(root, entry)],
    outfile: join(dist, outfile),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    alias: { '@': root },
    sourcemap: true,
    plugins: [keepLocations],
    logLevel: 'error',
  });
}
