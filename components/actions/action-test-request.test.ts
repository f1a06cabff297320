import { describe, expect, it } from 'vitest';
import { tryActionInput } from '@/lib/trials/schemas';
import {
  type ActionTestForm,
  emptyActionForm,
  fromActionCircumstances,
  toActionCircumstances,
  toActionTest,
} from './action-test-request';

const form: ActionTestForm = { ...emptyActionForm, userId: 'auth0|1' };
const draft = {
  actionId: 'act_1',
  code: 'exports.onExecutePostLogin = async () => {};',
  trigger: 'post-login',
} as const;

describe('toActionTest', () => {
  it('sends the code in the place of its Action, without real secrets', () => {
    const made = toActionTest(form, draft);
    expect(made).toEqual({
      ok: true,
      value: {
        code: draft.code,
        action_id: 'act_1',
        pipeline: false,
        user_id: 'auth0|1',
        network: 'off',
        use_configuration: false,
        use_secrets: false,
      },
    });
    expect(() => tryActionInput.parse(made.ok ? made.value : null)).not.toThrow();
  });

  it('runs what is live without the draft, nor its secrets, nor its way back', () => {
    const live: ActionTestForm = { ...form, runs: 'live', secretsText: '{"KEY":"x"}', resumes: true };
    const made = toActionTest(live, draft);
    expect(made).toEqual({
      ok: true,
      value: {
        trigger: 'post-login',
        pipeline: true,
        user_id: 'auth0|1',
        network: 'off',
        use_configuration: false,
        use_secrets: false,
      },
    });
    expect(() => tryActionInput.parse(made.ok ? made.value : null)).not.toThrow();
  });

  it('lays over event and secrets, and what the person comes back with', () => {
    const full: ActionTestForm = {
      ...form,
      eventText: '{"stats":{"logins_count":1}}',
      secretsText: '{"KEY":"x"}',
      resumes: true,
      payloadText: '{"birthday":"2000-01-01"}',
    };
    expect(toActionTest(full, draft)).toMatchObject({
      value: {
        event: { stats: { logins_count: 1 } },
        secrets: { KEY: 'x' },
        resume: { payload: { birthday: '2000-01-01' } },
      },
    });
    expect(toActionTest({ ...full, payloadText: '' }, draft)).toMatchObject({ value: { resume: {} } });
  });

  it.each<[Partial<ActionTestForm>, string]>([
    [{ eventText: '[]' }, 'event'],
    [{ secretsText: '{"KEY":1}' }, 'secrets'],
    [{ resumes: true, payloadText: 'x' }, 'payload'],
    [{ userId: null }, 'user'],
  ])('names the field that has to be mended: %j', (changes, field) => {
    expect(toActionTest({ ...form, ...changes }, draft)).toMatchObject({ ok: false, problem: { field } });
  });
});

it('asks for nobody where a trigger is about nobody, and opens that again', () => {
  const machine: ActionTestForm = { ...emptyActionForm, subject: 'none' };
  const made = toActionTest(machine, { ...draft, trigger: 'credentials-exchange' });
  expect(made.ok && Object.keys(made.value)).not.toContain('user');
  expect(() => tryActionInput.parse(made.ok ? made.value : null)).not.toThrow();
  expect(fromActionCircumstances({ client_id: 'job' })).toMatchObject({ subject: 'none', clientId: 'job' });
});

it('opens what was saved as it was', () => {
  const full: ActionTestForm = {
    ...form,
    eventText: '{\n  "a": 1\n}',
    secretsText: '{\n  "KEY": "x"\n}',
    resumes: true,
    payloadText: '{\n  "b": 2\n}',
  };
  const made = toActionCircumstances(full);
  expect(made.ok && { ...full, ...fromActionCircumstances(made.value) }).toEqual(full);
});
