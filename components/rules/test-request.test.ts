import { describe, expect, it } from 'vitest';
import { parseQuery } from '@/lib/search/parse';
import { type TestForm, toTestRequest, userQuery } from './test-request';

const form: TestForm = {
  userId: 'auth0|1',
  clientId: 'app',
  scope: 'alone',
  contextText: '',
  usesConfiguration: false,
};
const draft = { ruleId: 'rul_1', script: 'function () {}' };

describe('toTestRequest', () => {
  it('sends the draft in the place of its rule', () => {
    expect(toTestRequest(form, draft)).toEqual({
      ok: true,
      request: {
        script: 'function () {}',
        rule_id: 'rul_1',
        pipeline: false,
        user_id: 'auth0|1',
        client_id: 'app',
        use_configuration: false,
      },
    });
  });

  it('lays a context over only when there is one', () => {
    const result = toTestRequest({ ...form, contextText: ' {"protocol":"oauth2-password"} ' }, draft);
    expect(result).toMatchObject({ request: { context: { protocol: 'oauth2-password' } } });
  });

  it('says what is missing or wrong before anything is sent', () => {
    const problem = (changes: Partial<TestForm>) => toTestRequest({ ...form, ...changes }, draft);
    expect(problem({ userId: null })).toMatchObject({ problem: { field: 'user' } });
    expect(problem({ clientId: null })).toMatchObject({ problem: { field: 'application' } });
    expect(problem({ contextText: '{' })).toMatchObject({ problem: { field: 'context' } });
    expect(problem({ contextText: '[1]' })).toMatchObject({ problem: { field: 'context' } });
  });
});

describe('userQuery', () => {
  it('looks for nothing when nothing is typed', () => {
    expect(userQuery('  ')).toBeNull();
  });

  it.each([
    'an',
    'ann',
    'ann@example.com',
    'Ann Lee',
    'auth0|63f',
    '(a:b) "c" \\ *?',
    'a&&b || !c~1^2',
    'x>=1',
  ])('asks a query that the search reads: %s', (typed) => {
    expect(() => parseQuery(userQuery(typed) ?? '')).not.toThrow();
  });
});
