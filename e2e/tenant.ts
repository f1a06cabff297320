import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DemoFile } from '@/lib/demo';

/** A server that runs already, with `E2E_DATA_DIR` as its data folder; by default each run starts one of its own. */
export const runningUrl = process.env.E2E_URL;

export const port = Number(process.env.E2E_PORT ?? 3997);
export const baseURL = runningUrl ?? `http://localhost:${port}`;

/** Where the tenant under test keeps its data; made anew by each run. */
export const dataDir = process.env.E2E_DATA_DIR ?? fileURLToPath(new URL('.results/data', import.meta.url));

/** The ways into the demo tenant. */
export function readDemo(): DemoFile {
  const path = join(dataDir, 'demo.json');
  if (!existsSync(path)) throw new Error(`There is no ${path}: is the server started with --demo?`);
  return JSON.parse(readFileSync(path, 'utf8'));
}
