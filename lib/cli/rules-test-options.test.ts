import { expect, it } from 'vitest';
import { UsageProblem } from './import-options';
import { readRulesTestOptions } from './rules-test-options';

const client = { ANNEX_CLIENT_ID: 'id', ANNEX_CLIENT_SECRET: 'secret' };

it('takes from the environment what the command line does not say', () => {
  expect(readRulesTestOptions([], { ...client, ANNEX_URL: 'https://id.example/' })).toEqual({
    folder: null,
    url: 'https://id.example',
    isJson: false,
    credentials: { clientId: 'id', clientSecret: 'secret' },
  });
  const given = ['tenant', '--url', 'http://localhost:4000', '--token=t', '--json'];
  expect(readRulesTestOptions(given, client)).toEqual({
    folder: 'tenant',
    url: 'http://localhost:4000',
    isJson: true,
    credentials: { token: 't' },
  });
  expect(readRulesTestOptions(['--client-id', 'mine'], { ...client, ANNEX_TOKEN: 't' })).toMatchObject({
    url: 'http://localhost:3000',
    credentials: { clientId: 'mine', clientSecret: 'secret' },
  });
});

it('asks for help in either spelling, also where nothing else is said', () => {
  expect([readRulesTestOptions(['--help'], {}), readRulesTestOptions(['-h'], {})]).toEqual([null, null]);
});

it.each<[string[], Record<string, string>, RegExp]>([
  [[], {}, /set ANNEX_TOKEN, or ANNEX_CLIENT_ID/],
  [[], { ANNEX_CLIENT_ID: 'id' }, /secret is missing/],
  [['a', 'b'], client, /b is too many/],
  [['--url', 'ftp://x'], client, /not the address of a server/],
  [['--force'], client, /Unknown option '--force'\.$/],
])('%j with %j is refused in one sentence', (given, environment, sentence) => {
  expect(() => readRulesTestOptions(given, environment)).toThrow(UsageProblem);
  expect(() => readRulesTestOptions(given, environment)).toThrow(sentence);
});
