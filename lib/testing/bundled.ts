import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll } from 'vitest';

const fileOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * A program of ours as one file that Node runs, for tests that start it again and again: with tsx each start reads
 * hundreds of modules. `entry` is its path from the root. Call it at the top of the file; use the path inside tests.
 */
export function bundled(entry: string): string {
  const name = `test-${randomBytes(8).toString('hex')}.mjs`;
  const path = fileOf(`dist/${name}`);
  beforeAll(async () => {
    const module: { bundle(entry: string, outfile: string): Promise<unknown> } = await import(
      pathToFileURL(fileOf('lib/server/bundle.mjs')).href
    );
    await module.bundle(entry, name);
  });
  afterAll(() => Promise.all([rm(path, { force: true }), rm(`${path}.map`, { force: true })]));
  return path;
}
