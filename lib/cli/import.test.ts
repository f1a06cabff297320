import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inheritedEnvironment } from '@/lib/env';
import { listRules } from '@/lib/rules';
import { bundled, testDatabase } from '@/lib/testing';
import { listUsers } from '@/lib/users';

const database = testDatabase();
const program = bundled('lib/cli/import.ts');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'annex-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Ended = { code: number; stdout: string; stderr: string };

/** The command as `npm run import` runs it, in a process of its own. */
function runImport(...given: string[]): Promise<Ended> {
  const env: NodeJS.ProcessEnv = {
    ...inheritedEnvironment(),
    DATABASE_URL: database.url,
    ANNEX_DATA_DIR: folder,
    NODE_ENV: 'test',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...given], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

async function file(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

describe('npm run import', () => {
  it('stores a file of users in an empty database and ends with 0', async () => {
    const users = Array.from({ length: 1234 }, (_, i) =>
      JSON.stringify({ email: `user${i}@cli.example` }),
    ).join('\n');
    const { code, stdout, stderr } = await runImport(await file('users.ndjson.gz', gzipSync(users)));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^1,234 records: 1,234 inserted, 0 updated, 0 failed\.$/m);
    const { total } = await listUsers(database.context(), { q: 'email:*@cli.example', include_totals: true });
    expect(total).toBe(1234);
  });

  it('shows and reports each record that was not stored, privately, and ends with 1', async () => {
    const path = await file(
      'mixed.json',
      '[{"email":"new@cli.example"},\n{"email":"user1@cli.example"},\n{"email":3}]',
    );
    const report = join(folder, 'report.ndjson');
    const { code, stdout, stderr } = await runImport(path, '--report', report);
    expect(code).toBe(1);
    expect(stdout).toMatch(/3 records: 1 inserted, 0 updated, 2 failed/);
    expect(stderr).toMatch(/row 2, line 2: email: Another user here has this email \(CONFLICT_EMAIL\)/);
    const lines = (await readFile(report, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ row }) => row).toSorted()).toEqual([2, 3]);
    expect((await stat(report)).mode & 0o777).toBe(0o600);
  });

  it('updates with --upsert', async () => {
    const path = await file('again.json', '[{"email":"user1@cli.example","given_name":"Again"}]');
    const { code, stdout } = await runImport(path, '--upsert');
    expect([code, stdout.split('\n', 1)[0]]).toEqual([0, '1 record: 0 inserted, 1 updated, 0 failed.']);
  });

  it('stores a folder of rules, and names file, line and column of a fault', async () => {
    const rules = join(folder, 'tenant/rules');
    await mkdir(rules, { recursive: true });
    await writeFile(join(rules, 'one.json'), '{"name":"one","enabled":true,"order":1,"script":"./one.js"}');
    await writeFile(
      join(rules, 'one.js'),
      'function (user, context, callback) { callback(null, user, context); }',
    );
    expect(await runImport(join(folder, 'tenant'))).toMatchObject({ code: 0, stderr: '' });
    expect((await listRules(database.context())).map(({ rule }) => rule.name)).toEqual(['one']);
    await writeFile(join(rules, 'one.js'), 'function (user, context, callback) {\n  callback(;\n}');
    const failed = await runImport(join(folder, 'tenant'));
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/rules\/one\.js:2:12 {2}Unexpected token/);
  });

  it.each<[string, string[], RegExp]>([
    ['a missing file', ['/nowhere/users.json'], /There is no file or folder \/nowhere\/users\.json/],
    ['a folder without rules', [import.meta.dirname], /neither rules/],
    ['a file that is no JSON', [import.meta.filename], /not JSON/],
    ['an unknown connection', ['package.json', '--connection', 'Nowhere'], /no connection named Nowhere/],
  ])('ends with 2 and a sentence for %s', async (_, given, sentence) => {
    const { code, stderr } = await runImport(...given);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
