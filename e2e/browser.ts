import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The Chromium that comes with npm for linux on x64. It unpacks itself for the platform this variable names. */
async function packagedChromium(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs20.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

/**
 * The browser for the journeys: `CHROMIUM_PATH`, Playwright's own, the system's, or the one npm brings on linux x64.
 * Fails in one sentence when there is none: a journey is never skipped.
 */
export async function findBrowser(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`);
  }
  const own = chromium.executablePath();
  const found =
    [own, ...systemBrowsers].find((path) => path !== '' && existsSync(path)) ?? (await packagedChromium());
  if (found) return found;
  throw new Error('No Chromium found: install Chromium or Chrome, or set CHROMIUM_PATH to one.');
}
