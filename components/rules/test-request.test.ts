import { describe, expect, it } from 'vitest';
import { emptyForm, fromCircumstances, type TestForm, withAnswerTo } from '@/components/scripts/test-form';
import { parseQuery } from '@/lib/search/parse';
import { testRuleInput } from '@/lib/trials/schemas';
import { toCircumstances, toTestRequest, userQuery } from './test-request';

const form: TestForm = { ...emptyForm, userId: 'auth0|1', clientId: 'app' };
const draft = { ruleId: 'rul_1', script: 'function () {}' };

describe('an answer for a request that failed', () => {
  const request = { method: 'GET', url: 'https://crm.example.com/ada' };

  it('is added to those there are, and no request leaves any more', () => {
    const stubs = [{ method: '', url: 'https://other.example/', status: '500', headers: {}, body: '' }];
    const changed = { ...form, ...withAnswerTo({ ...form, network: 'stub', stubs }, request) };
    expect(toTestRequest(changed, draft)).toMatchObject({
      value: {
        network: 'stub',
        stubs: [{ url: 'https://other.example/' }, { ...request, status: 200, body: {} }],
      },
    });
  });

  it('that was written before is used again, as it was', () => {
    const written = { ...request, status: '201', headers: {}, body: '{"tier": "gold"}' };
    const off = { ...form, network: 'off', stubs: [written] } as const;
    expect(withAnswerTo(off, request)).toEqual({ network: 'stub', stubs: [written] });
  });
});

describe('toTestRequest', () => {
  it('sends the draft in the place of its rule', () => {
    expect(toTestRequest(form, draft)).toEqual({
      ok: true,
      value: {
        script: 'function () {}',
        rule_id: 'rul_1',
        pipeline: false,
        user_id: 'auth0|1',
        client_id: 'app',
        network: 'off',
        use_configuration: false,
      },
    });
  });

  it('runs the draft in its place, or the live rules without it', () => {
    expect(toTestRequest({ ...form, runs: 'in-place' }, draft)).toMatchObject({
      value: { script: 'function () {}', rule_id: 'rul_1', pipeline: true },
    });
    const live = toTestRequest({ ...form, runs: 'live' }, draft);
    expect(live).toMatchObject({ value: { pipeline: true } });
    expect(live).not.toHaveProperty('value.script');
    expect(live).not.toHaveProperty('value.rule_id');
  });

  it.each<[TestForm['subject'], object]>([
    ['user', { user_id: 'auth0|1' }],
    ['sign-in', { sign_in_id: 'login' }],
    ['json', { user: { email: 'ada@example.com' } }],
  ])('names one subject alone, whatever else the form holds: %s', (subject, wanted) => {
    const all = { ...form, signInId: 'login', userText: '{"email":"ada@example.com"}', subject };
    const result = toTestRequest(all, draft);
    const { user_id, user, sign_in_id } = result.ok ? result.value : {};
    expect(JSON.parse(JSON.stringify({ user_id, user, sign_in_id }))).toEqual(wanted);
  });

  it('lays context and configuration over only when there is any', () => {
    const result = toTestRequest(
      { ...form, contextText: ' {"protocol":"oauth2-password"} ', configurationText: '{"KEY":"x"}' },
      draft,
    );
    expect(result).toMatchObject({
      value: { context: { protocol: 'oauth2-password' }, configuration: { KEY: 'x' } },
    });
  });

  it('sends answers only where requests are answered, as JSON where they look like it', () => {
    const stubs = [
      { method: 'GET', url: ' https://x.example/* ', status: '', headers: {}, body: '{"a":1}' },
      { method: '', url: 'https://y.example/', status: '503', headers: {}, body: 'busy' },
    ];
    expect(toTestRequest({ ...form, stubs }, draft)).not.toHaveProperty('value.stubs');
    expect(toTestRequest({ ...form, stubs, network: 'stub' }, draft)).toMatchObject({
      value: {
        stubs: [
          { method: 'GET', url: 'https://x.example/*', status: 200, body: { a: 1 } },
          { url: 'https://y.example/', status: 503, body: 'busy' },
        ],
      },
    });
  });

  it.each<[Partial<TestForm>, string]>([
    [{ userId: null }, 'user'],
    [{ subject: 'sign-in' }, 'sign-in'],
    [{ subject: 'json' }, 'json'],
    [{ subject: 'json', userText: '[]' }, 'json'],
    [{ contextText: '{' }, 'context'],
    [{ contextText: '[1]' }, 'context'],
    [{ configurationText: '{"KEY":1}' }, 'configuration'],
    [{ network: 'stub', stubs: [{ method: '', url: '', status: '', headers: {}, body: '' }] }, 'stubs'],
    [
      { network: 'stub', stubs: [{ method: '', url: 'https://x', status: '99', headers: {}, body: '' }] },
      'stubs',
    ],
    [
      { network: 'stub', stubs: [{ method: '', url: 'https://x', status: '', headers: {}, body: '{' }] },
      'stubs',
    ],
  ])('says what is missing or wrong before anything is sent: %j', (changes, field) => {
    expect(toTestRequest({ ...form, ...changes }, draft)).toMatchObject({ ok: false, problem: { field } });
  });

  it('makes what the contract takes', () => {
    const result = toTestRequest({ ...form, runs: 'in-place', network: 'allow' }, draft);
    expect(result.ok && testRuleInput.safeParse(result.value).success).toBe(true);
  });
});

describe('fromCircumstances', () => {
  it('gives back the form that a saved test was made of', () => {
    const filled: TestForm = {
      ...form,
      subject: 'json',
      userId: null,
      userText: '{\n  "email": "ada@example.com"\n}',
      protocol: 'oauth2-password',
      contextText: '{\n  "stats": {\n    "loginsCount": 1\n  }\n}',
      network: 'stub',
      stubs: [{ method: 'GET', url: 'https://x.example/', status: '404', headers: { a: 'b' }, body: 'gone' }],
    };
    const circumstances = toCircumstances(filled);
    expect(circumstances.ok && { ...emptyForm, ...fromCircumstances(circumstances.value) }).toEqual(filled);
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
