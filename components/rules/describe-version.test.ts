import { expect, it } from 'vitest';
import { describeVersion } from './describe-version';

const state = { name: 'Plan', script: 'function () {}', order: 1, enabled: false };
const version = (changes: Partial<typeof state>, cause: 'console' | 'api' = 'console') => ({
  cause,
  state: { ...state, ...changes },
});

it('says what a version changed and through which door', () => {
  const older = version({});
  expect(describeVersion(version({ script: 'x' }), older)).toBe('Code');
  expect(describeVersion(version({ enabled: true, order: 2 }), older)).toBe('Switched on, moved to 2');
  expect(describeVersion(version({ name: 'Plans' }, 'api'), older)).toBe('Renamed from “Plan”, by API');
  expect(describeVersion(version({}), older)).toBe('Saved without a change');
  expect(describeVersion(older, undefined)).toBe('First version');
  expect(describeVersion({ state: null, cause: 'console' }, older)).toBe('Deleted');
});
