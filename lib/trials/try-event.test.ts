import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAction, getAction, updateAction, updateBindings } from '@/lib/actions';
import { createClient } from '@/lib/clients';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { Forbidden, Invalid, NotFound } from '@/lib/errors';
import { buildExecutor } from '@/lib/rules/runner/build';
import { testDatabase } from '@/lib/testing';
import { createUser } from '@/lib/users';
import {
  type ActionTestInput,
  createActionTest,
  deployTestedAction,
  runActionTests,
  type TryActionInput,
  tryAction,
  updateActionTest,
} from '.';

const database = testDatabase();
let ctx: Context;
let userId: string;
beforeAll(async () => {
  await buildExecutor();
  ctx = database.context();
  await ensureConnection(ctx, defaultConnection);
  const made = await createUser(ctx, {
    connection: defaultConnection,
    email: 'ada@example.com',
    password: 'Correct-horse-9',
    app_metadata: { plan: 'gold' },
  });
  userId = made.user.user_id;
});

const handlers = {
  'credentials-exchange': 'onExecuteCredentialsExchange',
  'pre-user-registration': 'onExecutePreUserRegistration',
  'post-user-registration': 'onExecutePostUserRegistration',
  'post-change-password': 'onExecutePostChangePassword',
} as const;
type Trigger = keyof typeof handlers;

const codeOf = (trigger: Trigger, body: string) =>
  `exports.${handlers[trigger]} = async (event, api) => {\n${body}\n};`;
const run = (trigger: Trigger, body: string, input: Partial<TryActionInput> = {}) =>
  tryAction(ctx, { trigger, code: codeOf(trigger, body), ...input });

let made = 0;
async function actionOf(trigger: Trigger, body: string, fields: object = {}): Promise<string> {
  const { id } = await createAction(ctx, {
    name: `Action ${++made}`,
    supported_triggers: [{ id: trigger }],
    code: codeOf(trigger, body),
    ...fields,
  });
  return id;
}

const stored = () => database.sql`select (select count(*) from logs)::int as l,
  (select count(*) from user_versions)::int as v, (select count(*) from action_executions)::int as e,
  (select count(*) from users)::int as u`;

describe('an Action of credentials-exchange that is tried', () => {
  const event = {
    accessToken: { customClaims: {}, scope: ['read:orders'] },
    transaction: { requested_scopes: ['read:orders'], target_scopes: ['read:orders'] },
  };

  it('says what the token would carry, for the application that asks', async () => {
    const { client_id } = await createClient(ctx, { name: 'Nightly', client_metadata: { team: 'ops' } });
    const body = `api.accessToken.setCustomClaim('team', event.client.metadata.team);
      api.transaction.addTargetScope('read:more'); console.log(event.request.body.client_id);`;
    const before = await stored();
    const report = await run('credentials-exchange', body, { client_id, event });
    expect(report).toMatchObject({
      result: 'continue',
      access_token: { team: 'ops' },
      tokens: { id_token: { after: null }, access_token: { before: {}, after: { team: 'ops' } } },
      scope: ['read:orders', 'read:more'],
      writes: [],
      logs: [{ text: client_id }],
      event: { client: { name: 'Nightly' }, resource_server: { identifier: 'https://api.example.com' } },
    });
    expect(report).not.toHaveProperty('user_id');
    expect(await stored()).toEqual(before);
  });

  it('tells a refusal with the code that the caller gets', async () => {
    const denied = await run('credentials-exchange', `api.access.deny('invalid_scope', 'Too much.');`);
    expect(denied).toMatchObject({
      result: 'deny',
      error: { name: 'invalid_scope', message: 'Too much.', step_name: 'draft' },
      tokens: { access_token: { after: null } },
    });
    const hidden = await run('credentials-exchange', `api.access.deny('server_error', 'No.');`);
    expect(hidden.error?.name).toBe('access_denied');
  });

  it('fails with its line, and nothing of it counts', async () => {
    const report = await run(
      'credentials-exchange',
      `api.accessToken.setCustomClaim('a', 1);\nevent.none.x;`,
    );
    expect(report).toMatchObject({
      result: 'error',
      error: { name: 'TypeError', line: 3 },
      tokens: { access_token: { after: null } },
    });
  });
});

describe('an Action of pre-user-registration that is tried', () => {
  it('sees somebody who is not stored, and what it would add is recorded and not written', async () => {
    const before = await stored();
    const body = `api.user.setAppMetadata('from', event.user.email.split('@')[1]);
      console.log(Object.keys(event.user).sort().join(), event.request.body.email);`;
    const report = await run('pre-user-registration', body, { user: { email: 'eve@example.com' } });
    expect(report).toMatchObject({
      result: 'continue',
      writes: [{ user_id: 'auth0|made-up', bag: 'app_metadata', patch: { from: 'example.com' } }],
      logs: [{ text: 'app_metadata,email,user_metadata eve@example.com' }],
    });
    expect(await stored()).toEqual(before);
  });

  it('tells what the person would be told, and by which code', async () => {
    const denied = await run('pre-user-registration', `api.access.deny('for the log', 'Not you.');`);
    expect(denied).toMatchObject({
      result: 'deny',
      error: { name: 'invalid_signup', message: 'Not you.' },
      commands: [{ type: 'access.deny', args: { reason: 'for the log' } }],
    });
    const coded = await run('pre-user-registration', `api.validation.error('too_young', 'Grow up.');`);
    expect(coded.error).toMatchObject({ name: 'too_young', message: 'Grow up.' });
  });

  it('is refused where the metadata that it adds could not be stored', async () => {
    const report = await run('pre-user-registration', `api.user.setUserMetadata('a.b', 1);`);
    expect(report).toMatchObject({
      result: 'deny',
      writes: [],
      error: { message: expect.stringContaining('a.b') },
    });
  });
});

describe.each(['post-user-registration', 'post-change-password'] as const)(
  'an Action of %s that is tried',
  (trigger) => {
    it('sees a stored user as they are now', async () => {
      const report = await run(trigger, `console.log(event.user.user_id, event.user.app_metadata.plan);`, {
        user_id: userId,
      });
      expect(report).toMatchObject({
        result: 'continue',
        user_id: userId,
        logs: [{ text: `${userId} gold` }],
        event: { connection: { name: defaultConnection }, client: { name: 'Made-up application' } },
        tokens: { id_token: { after: null }, access_token: { after: null } },
      });
    });

    it('sees a made-up one, and its failure is told', async () => {
      const report = await run(trigger, `throw new Error(event.user.email);`, { user: { email: 'x@y.z' } });
      expect(report).toMatchObject({ result: 'error', error: { message: 'x@y.z', line: 2 } });
    });
  },
);

describe('what an Action of another trigger reaches', () => {
  const asks = `const r = await fetch('https://crm.example/x'); console.log((await r.json()).tier);`;
  const input = { user: {}, trigger: 'post-user-registration' as const };

  it('is no network, the answers of stubs, and nothing else', async () => {
    const off = await run('post-user-registration', asks, input);
    expect(off).toMatchObject({
      result: 'error',
      requests: [{ url: 'https://crm.example/x', outcome: 'failed' }],
    });
    const stubs = [{ url: 'https://crm.example/*', body: { tier: 'gold' } }];
    const stubbed = await run('post-user-registration', asks, { ...input, network: 'stub', stubs });
    expect(stubbed).toMatchObject({
      result: 'continue',
      logs: [{ text: 'gold' }],
      requests: [{ status: 200 }],
    });
    const other = await run('post-user-registration', asks, { ...input, network: 'stub', stubs: [] });
    expect(other.requests[0]).toMatchObject({ error: 'No stub answers GET https://crm.example/x' });
  });

  it('are placeholders of its secrets, unless the right to deploy asks for the real ones', async () => {
    const secrets = [{ name: 'KEY', value: 'real' }];
    const id = await actionOf('post-user-registration', 'console.log(event.secrets.KEY);', { secrets });
    const says = async (fields: object, as = ctx) =>
      (await tryAction(as, { action_id: id, user: {}, ...fields })).logs[0]?.text;
    expect(await says({})).toBe('test-KEY');
    expect(await says({ secrets: { KEY: 'mine' } })).toBe('mine');
    expect(await says({ use_secrets: true })).toBe('real');
    const editor = database.context({ type: 'client', clientId: 'c', scopes: ['update:actions'] });
    await expect(says({ use_secrets: true }, editor)).rejects.toBeInstanceOf(Forbidden);
    await expect(tryAction(editor, { action_id: id, user_id: userId })).rejects.toBeInstanceOf(Forbidden);
  });

  it('is its place among the Actions that the trigger runs', async () => {
    const bound = await actionOf('pre-user-registration', `console.log('bound');`, { deploy: true });
    await updateBindings(ctx, 'pre-user-registration', {
      bindings: [{ ref: { type: 'action_id', value: bound } }],
    });
    const lines = async (fields: object) =>
      (await tryAction(ctx, { pipeline: true, ...fields })).logs.map(({ text }) => text);
    const trigger = 'pre-user-registration';
    const code = codeOf(trigger, `console.log('draft');`);
    expect(await lines({ trigger })).toEqual(['bound']);
    expect(await lines({ trigger, code })).toEqual(['bound', 'draft']);
    expect(await lines({ action_id: bound, code })).toEqual(['draft']);
    await updateBindings(ctx, trigger, { bindings: [] });
  });
});

describe('a trial that its trigger cannot have', () => {
  it.each<[Trigger, Partial<TryActionInput>, string]>([
    ['credentials-exchange', { user_id: 'auth0|x' }, 'user_id'],
    ['credentials-exchange', { user: {} }, 'user'],
    ['pre-user-registration', { user_id: 'auth0|x' }, 'user_id'],
    ['post-user-registration', { sign_in_id: 'x' }, 'sign_in_id'],
    ['post-change-password', { user: {}, protocol: 'oauth2-password' }, 'protocol'],
    ['post-user-registration', { user: {}, context: {} }, 'context'],
    ['post-user-registration', { user: {}, configuration: { A: 'b' } }, 'configuration'],
    ['post-user-registration', { user: {}, use_configuration: true }, 'use_configuration'],
    ['post-user-registration', { user: {}, resume: {} }, 'resume'],
  ])('of %s with %j is refused by name', async (trigger, input, name) => {
    await expect(run(trigger, '', input)).rejects.toThrow(
      `'There is none for Actions of ${trigger}' on property ${name}.`,
    );
  });

  it('is refused without somebody whom it is about, and with two', async () => {
    await expect(run('post-change-password', '')).rejects.toThrow('Give one of user_id and user');
    await expect(tryAction(ctx, { code: '' })).rejects.toThrow('Give one of user_id, user and sign_in_id');
    await expect(run('post-change-password', '', { user: {}, user_id: 'x' })).rejects.toBeInstanceOf(Invalid);
  });

  it('is refused for an Action of another trigger, for one that never runs, and for none', async () => {
    const id = await actionOf('post-change-password', '');
    await expect(tryAction(ctx, { action_id: id, trigger: 'pre-user-registration' })).rejects.toThrow(
      'This Action is for post-change-password, and not for pre-user-registration.',
    );
    const { id: kept } = await createAction(ctx, {
      name: 'Kept',
      supported_triggers: [{ id: 'event-stream' }],
    });
    await expect(tryAction(ctx, { action_id: kept, user: {} })).rejects.toThrow('does not run Actions');
    await expect(tryAction(ctx, { action_id: 'none', user: {} })).rejects.toBeInstanceOf(NotFound);
  });
});

describe('saved tests of Actions of another trigger', () => {
  let id: string;
  const young: ActionTestInput = {
    name: 'Children are refused',
    user: { user_metadata: { age: 9 } },
    expect: { result: 'deny', error_name: 'too_young', error_message: 'Grow' },
  };
  const old: ActionTestInput = {
    name: 'Others are marked',
    user: { user_metadata: { age: 30 } },
    expect: { result: 'continue', app_metadata: { adult: true } },
  };
  beforeEach(async () => {
    id = await actionOf(
      'pre-user-registration',
      `if (event.user.user_metadata.age < 18) return api.validation.error('too_young', 'Grow up.');
       api.user.setAppMetadata('adult', true);`,
    );
  });

  it('are saved, run and stand before a deploy', async () => {
    await createActionTest(ctx, id, young);
    await createActionTest(ctx, id, old);
    expect(await runActionTests(ctx, id)).toMatchObject({ passed: 2, failed: 0 });
    expect(await deployTestedAction(ctx, id)).toMatchObject({ deployed: true });
    await updateAction(ctx, id, { code: codeOf('pre-user-registration', '') });
    const { deployed, tests } = await deployTestedAction(ctx, id);
    expect([deployed, tests.failed]).toEqual([false, 2]);
    expect(tests.results.flatMap(({ failures }) => failures).toSorted()).toEqual([
      'The error should be "too_young" and is nothing.',
      'The error should say "Grow" and says nothing.',
      'The result should be deny and is continue.',
      'app_metadata should be written as {"adult":true} and is as {}.',
    ]);
    expect((await getAction(ctx, id)).deployed_version?.number).toBe(1);
  });

  it('expect scopes in any order', async () => {
    const exchange = await actionOf(
      'credentials-exchange',
      `api.transaction.setTargetScopes(['b', 'a']); api.accessToken.setCustomClaim('x', 1);`,
    );
    const expected = { name: 'Scopes', expect: { scope: ['a', 'b'], access_token: { x: 1 } } };
    await createActionTest(ctx, exchange, expected);
    await createActionTest(ctx, exchange, { ...expected, expect: { scope: ['a'] } });
    const { results } = await runActionTests(ctx, exchange);
    expect(results.flatMap(({ failures }) => failures)).toEqual([
      'The scopes should be ["a"] and are ["b","a"].',
    ]);
  });

  it.each<[Trigger, Partial<ActionTestInput['expect']>, string]>([
    ['credentials-exchange', { id_token: {} }, 'id_token'],
    ['credentials-exchange', { app_metadata: {} }, 'app_metadata'],
    ['pre-user-registration', { result: 'continue', access_token: { a: 1 } }, 'access_token'],
    ['pre-user-registration', { scope: [] }, 'scope'],
    ['post-user-registration', { id_token: { a: null } }, 'id_token'],
    ['post-change-password', { user_metadata: {} }, 'user_metadata'],
  ])('of %s that expect %j are refused by name, new and changed', async (trigger, expected, name) => {
    const own = await actionOf(trigger, '');
    const about = trigger === 'credentials-exchange' ? {} : { user: {} };
    const strange = { name: 'Strange', ...about, expect: expected };
    const saved = await createActionTest(ctx, own, { ...strange, expect: { result: 'continue' } });
    const refusal = `'There is none for Actions of ${trigger}' on property expect.${name}.`;
    await expect(createActionTest(ctx, own, strange)).rejects.toThrow(refusal);
    await expect(updateActionTest(ctx, own, saved.id, strange)).rejects.toThrow(refusal);
  });

  it('do not run once their trigger leaves nothing of the kind any more', async () => {
    const expected = { name: 'Marked', user: {}, expect: { app_metadata: { adult: true } } };
    await createActionTest(ctx, id, expected);
    await updateAction(ctx, id, { supported_triggers: [{ id: 'post-user-registration' }] });
    const { results } = await runActionTests(ctx, id);
    expect(results[0]?.failures).toEqual([
      "It could not run: Payload validation error: 'There is none for Actions of post-user-registration' on property expect.app_metadata.",
    ]);
  });

  it('are refused where the trigger could not run them, and fail once it is another', async () => {
    await expect(createActionTest(ctx, id, { ...old, user_id: userId, user: undefined })).rejects.toThrow(
      'on property user_id',
    );
    await createActionTest(ctx, id, old);
    await updateAction(ctx, id, { supported_triggers: [{ id: 'credentials-exchange' }] });
    const { results } = await runActionTests(ctx, id);
    expect(results[0]?.failures).toEqual([
      "It could not run: Payload validation error: 'There is none for Actions of credentials-exchange' on property user.",
    ]);
  });

  it('an Action that no trigger runs has none, and is deployed all the same', async () => {
    const { id: kept } = await createAction(ctx, {
      name: `Kept ${++made}`,
      supported_triggers: [{ id: 'custom-email-provider' }],
      code: 'exports.onExecuteCustomEmailProvider = async () => {};',
    });
    await expect(createActionTest(ctx, kept, old)).rejects.toBeInstanceOf(Invalid);
    expect(await deployTestedAction(ctx, kept)).toMatchObject({
      deployed: true,
      tests: { passed: 0, failed: 0 },
    });
  });
});
