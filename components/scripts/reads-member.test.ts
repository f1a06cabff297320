import { expect, it } from 'vitest';
import { membersRead, readsMember } from './reads-member';

const reads = (key: string, code: string) => readsMember('configuration', key, code);

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
  expect(reads('API_KEY', code)).toBe(true);
});

it.each(['configuration.API_KEY_2', 'configuration.MY_API_KEY', 'API_KEY', 'other.API_KEY', "['API_KEY']"])(
  'does not take another name for it: %s',
  (code) => {
    expect(reads('API_KEY', code)).toBe(false);
  },
);

it('takes signs in a key for what they are', () => {
  expect(reads('a+b*', "configuration['a+b*']")).toBe(true);
  expect(reads('a+b*', "configuration['aab']")).toBe(false);
});

it('sees the object behind another', () => {
  expect(readsMember('secrets', 'KEY', 'event.secrets.KEY')).toBe(true);
  expect(readsMember('secrets', 'KEY', 'const { KEY } = event.secrets;')).toBe(true);
  expect(readsMember('secrets', 'KEY', 'event.user.KEY')).toBe(false);
});

it('names what is read, each once', () => {
  const code = "f(event.secrets.B, event.secrets?.A, event.secrets['c-d'], event.secrets.B, secrets)";
  expect(membersRead('secrets', code)).toEqual(['A', 'B', 'c-d']);
});
