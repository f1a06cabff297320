import { expect, it } from 'vitest';
import { expectation, type TestReport } from '@/lib/trials/schemas';
import { fromExpectation, fromReport, toExpectation } from './expectation-form';

const report: TestReport = {
  result: 'continue',
  user: {},
  context: {},
  id_token: { 'https://x/plan': 'pro' },
  access_token: {},
  before: { user: { user_id: 'auth0|1' }, context: {} },
  tokens: { id_token: { before: {}, after: {} }, access_token: { before: {}, after: {} } },
  writes: [
    { user_id: 'auth0|1', bag: 'app_metadata', patch: { seats: 1, plan: 'pro' } },
    { user_id: 'auth0|1', bag: 'app_metadata', patch: { seats: 2 } },
    { user_id: 'auth0|2', bag: 'user_metadata', patch: { a: 1 } },
  ],
  requests: [],
  calls: [],
  logs: [],
  warnings: [],
  rules: [],
  duration_ms: 1,
};

it('expects of a saved run what it gave, and nothing of other users', () => {
  const made = toExpectation(fromReport(report, 'auth0|1'));
  expect(made).toEqual({
    ok: true,
    expect: {
      result: 'continue',
      id_token: { 'https://x/plan': 'pro' },
      app_metadata: { seats: 2, plan: 'pro' },
    },
  });
});

it('gives back what was saved', () => {
  const saved = expectation.parse({
    result: 'deny',
    error_message: 'no',
    error_name: 'invalid_signup',
    access_token: { a: null },
    scope: ['read:a', 'write:a'],
    user_metadata: {},
    max_duration_ms: 50,
  });
  expect(toExpectation(fromExpectation(saved))).toEqual({ ok: true, expect: saved });
});

it.each<[string, string[]]>([
  [' a  b ', ['a', 'b']],
  ['(none)', []],
])('reads scopes as words: %j', (scope, scopes) => {
  const made = toExpectation({ ...fromReport(report, 'auth0|1'), scope });
  expect(made).toMatchObject({ expect: { scope: scopes } });
  expect(made.ok && fromExpectation(made.expect).scope).toBe(scope.trim().replace('  ', ' '));
});

it.each([
  [{ idToken: '{' }, 'idToken'],
  [{ appMetadata: '[]' }, 'appMetadata'],
  [{ maxDurationMs: '0' }, 'maxDurationMs'],
  [{ maxDurationMs: 'soon' }, 'maxDurationMs'],
  [{ result: '' as const, idToken: '', appMetadata: '' }, 'result'],
])('says what to mend: %j', (changes, field) => {
  expect(toExpectation({ ...fromReport(report, 'auth0|1'), ...changes })).toMatchObject({ ok: false, field });
});

it('says nothing of what no run leaves, whatever stands there', () => {
  const form = { ...fromReport(report, 'auth0|1'), idToken: '{', scope: 'a', accessToken: '{"a": 1}' };
  expect(toExpectation(form, ['access_token'])).toEqual({
    ok: true,
    expect: { result: 'continue', access_token: { a: 1 } },
  });
});
