import { expect, it } from 'vitest';
import { usedBy } from './used-by';

const users = (key: string, script: string) => usedBy(key, [{ rule: { name: 'it', script } }]);

it.each([
  'configuration.API_KEY',
  'configuration?.API_KEY',
  "configuration['API_KEY']",
  'configuration["API_KEY"]',
  'configuration?.["API_KEY"]',
  'configuration[`API_KEY`]',
  'const { OTHER, API_KEY: key } = configuration;',
  'const {\n  API_KEY,\n} = configuration',
])('sees that a rule reads a value: %s', (code) => {
  expect(users('API_KEY', code)).toEqual(['it']);
});

it.each(['configuration.API_KEY_2', 'configuration.MY_API_KEY', 'API_KEY', 'other.API_KEY', "['API_KEY']"])(
  'does not take another name for it: %s',
  (code) => {
    expect(users('API_KEY', code)).toEqual([]);
  },
);

it('takes signs in a key for what they are', () => {
  expect(users('a+b*', "configuration['a+b*']")).toEqual(['it']);
  expect(users('a+b*', "configuration['aab']")).toEqual([]);
});
