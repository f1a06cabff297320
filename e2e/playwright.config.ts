import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { findBrowser } from './browser';
import { baseURL, dataDir, port, runningUrl } from './tenant';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  testDir: '.',
  testIgnore: '.results/**',
  outputDir: '.results/output',
  globalTimeout: 15 * 60_000,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // they share one tenant, whose rules run at every sign-in
  workers: 1,
  // on a shared machine a browser may starve for once; a journey that needs its second try is reported as flaky
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    baseURL,
    actionTimeout: 20_000,
    viewport: { width: 1440, height: 900 },
    // a trace with pictures of every frame costs a browser more than all it draws for the journeys
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    video: 'off',
    launchOptions: { executablePath: await findBrowser(), args: ['--no-sandbox'] },
  },
  ...(runningUrl
    ? {}
    : {
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
      }),
});
