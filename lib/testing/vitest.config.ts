import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  resolve: { tsconfigPaths: true },
  test: {
    include: ['lib/**/*.test.ts', 'db/**/*.test.ts', 'app/**/*.test.ts', 'components/**/*.test.ts'],
    globalSetup: ['lib/testing/global-setup.ts'],
    setupFiles: ['lib/testing/fast-check.ts'],
    // Nothing of the developer's own settings may reach a test, nor a test write to their data folder.
    env: {
      // Test clocks stand still, and with them the refill.
      ANNEX_API_BURST: '100000000',
      ANNEX_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      ANNEX_URL: '',
      DATABASE_URL: '',
      LOG_LEVEL: 'silent',
    },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    pool: 'forks',
  },
});
