import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { findBrowser } from './browser';

const root = fileURLToPath(new URL('..', import.meta.url));
const port = Number(process.env.E2E_PORT ?? 3997);

/** Where the tenant under test keeps its data; made anew by each run. */
export const dataDir = fileURLToPath(new URL('.results/data', import.meta.url));
export const baseURL = `http://localhost:${port}`;

export default defineConfig({
  testDir: '.',
  outputDir: '.results/output',
  globalTimeout: 15 * 60_000,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    baseURL,
    trace: 'retain-on-failure',
    video: 'off',
    launchOptions: { executablePath: await findBrowser(), args: ['--no-sandbox'] },
  },
  webServer: {
    command: `rm -rf ${JSON.stringify(dataDir)} && node lib/server/start.mjs --demo`,
    cwd: root,
    url: `${baseURL}/health`,
    timeout: 10 * 60_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    stdout: 'pipe',
    env: { PORT: String(port), ANNEX_DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
  },
});
