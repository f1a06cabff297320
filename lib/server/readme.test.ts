import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withSettings } from './readme';

const readme = readFileSync('README.md', 'utf8');

it('the README lists the settings as the source has them (npm run docs writes them)', () => {
  expect(withSettings(readme)).toBe(readme);
});

it('every path and script that the README names exists', () => {
  const named = [...readme.matchAll(/`?\b((?:lib|app|db|e2e|public)\/[\w./-]+\.\w+)/g)].map(
    (match) => match[1] ?? '',
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const run = [...readme.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] ?? '');
  expect(run.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});
