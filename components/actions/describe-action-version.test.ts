import { expect, it } from 'vitest';
import { describeActionVersion } from './describe-action-version';

const version = {
  code: 'a',
  dependencies: [{ name: 'lodash', version: 'latest' }],
  secrets: [{ name: 'KEY', updated_at: '2026-01-01T00:00:00.000Z' }],
  supported_triggers: [{ id: 'post-login', version: 'v3' }],
};

it('says what a version changed', () => {
  expect(describeActionVersion(version, undefined)).toBe('First that is kept');
  expect(describeActionVersion(version, version)).toBe('Deployed without a change');
  expect(describeActionVersion({ ...version, code: 'b', dependencies: [] }, version)).toBe(
    'Code, dependencies',
  );
  const replaced = [{ name: 'KEY', updated_at: '2026-01-02T00:00:00.000Z' }];
  expect(describeActionVersion({ ...version, secrets: replaced }, version)).toBe('Secrets');
});
