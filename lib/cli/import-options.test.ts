import { expect, it } from 'vitest';
import { readImportOptions, UsageProblem } from './import-options';

it('the command line names a path and how to import it', () => {
  expect(readImportOptions(['users.json'])).toEqual({
    path: 'users.json',
    connection: null,
    upsert: false,
    report: null,
  });
  expect(readImportOptions(['--upsert', 'u.gz', '--connection', 'Members', '--report=r.ndjson'])).toEqual({
    path: 'u.gz',
    connection: 'Members',
    upsert: true,
    report: 'r.ndjson',
  });
});

it('asks for help in either spelling', () => {
  expect([readImportOptions(['--help']), readImportOptions(['-h', 'x'])]).toEqual([null, null]);
});

it.each<[string[], string]>([
  [[], 'Which file or folder? Give its path after the --.'],
  [['a', 'b'], 'One file or folder at a time: b is too many.'],
  [['a', '--force'], "Unknown option '--force'."],
  [['a', '--report'], "Option '--report <value>' argument missing."],
])('%j is refused in one sentence', (given, sentence) => {
  expect(() => readImportOptions(given)).toThrow(new UsageProblem(sentence));
});
