import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '@/db/schema/columns';
import { afterwardsDone } from '@/lib/actions';
import { cookieNames, signUpAndSignIn } from '@/lib/oidc';
import { buildExecutor } from '@/lib/rules/runner/build';
import { testDatabase } from '@/lib/testing';
import { actionsOf } from './actions.fixture';
import { answered, asJson, makeScenario, password, type Scenario } from './scenario.fixture';

const database = testDatabase();
let tenant: Scenario;
let count = 0;
const { bind, clear } = actionsOf(() => tenant);
beforeAll(async () => {
  await buildExecutor();
  tenant = await makeScenario(database);
});
afterEach(async () => {
  await clear();
  await database.sql`delete from logs`;
  await database.sql`delete from rate_limits`;
});

const pre = 'pre-user-registration';
const post = 'post-user-registration';

const signUp = async (fields: object = {}) => {
  const email = `new${++count}@example.com`;
  const connection = 'Username-Password-Authentication';
  const body = { client_id: tenant.web.client_id, connection, email, password, ...fields };
  const response = await tenant.request('/dbconnections/signup', asJson(body));
  return { email, status: response.status, body: await response.json() };
};

const stored = async (email: string) => {
  const [row] = await database.sql<
    { user_id: string; user_metadata: JsonObject; app_metadata: JsonObject }[]
  >`
    select user_id, user_metadata, app_metadata from users where email = ${email}`;
  return row;
};

const logged = async (type: string) => {
  const [row] = await database.sql<{ description: string | null; user_id: string | null }[]>`
    select description, user_id from logs where type = ${type}`;
  return row;
};

describe('pre-user-registration', () => {
  it('lays metadata over what the visitor gave, and sees all but the password', async () => {
    await bind(pre, [
      `api.user.setAppMetadata('event', event);`,
      `api.user.setUserMetadata('color', null); api.user.setUserMetadata('seen', event.user.user_metadata); api.user.setAppMetadata('plan', 'free');`,
    ]);
    const { email, status, body } = await signUp({
      user_metadata: { color: 'blue', size: 'L' },
      given_name: 'Grace',
    });
    expect([status, body.app_metadata]).toEqual([200, undefined]);
    const user = await stored(email);
    expect(user?.user_metadata).toEqual({ size: 'L', seen: { color: 'blue', size: 'L' } });
    expect(user?.app_metadata).toMatchObject({
      plan: 'free',
      event: {
        client: { client_id: tenant.web.client_id },
        connection: { name: 'Username-Password-Authentication', strategy: 'auth0' },
        user: { email, given_name: 'Grace', user_metadata: { color: 'blue', size: 'L' }, app_metadata: {} },
        request: { method: 'POST', body: { email } },
        secrets: {},
      },
    });
    expect(JSON.stringify(user)).not.toContain(password);
    expect(user).not.toHaveProperty('app_metadata.event.user.user_id');
  });

  it('refuses with a message for the person, and another for the log; nobody is made, the next Action does not run', async () => {
    await bind(pre, [
      `api.access.deny('looks like spam', 'Please use your work address.');`,
      `api.access.deny('second', 'second');`,
    ]);
    const { email, status, body } = await signUp();
    expect([status, body]).toEqual([
      400,
      {
        name: 'BadRequestError',
        code: 'invalid_signup',
        description: 'Please use your work address.',
        statusCode: 400,
      },
    ]);
    expect(await stored(email)).toBeUndefined();
    expect((await logged('fs'))?.description).toBe('looks like spam');
  });

  it('refuses with a code of its own', async () => {
    await bind(pre, [`api.validation.error('too_young', 'You must be 18.');`]);
    expect((await signUp()).body).toMatchObject({ code: 'too_young', description: 'You must be 18.' });
  });

  it.each([
    ['fails', `throw new Error('secret detail');`],
    ['loads for ever', 'await new Promise(() => {});'],
  ])('that %s lets nobody in, and says nothing of it outside', async (_, body) => {
    await bind(pre, [body]);
    const answer = await signUp();
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_signup', description: 'The sign-up was refused.' },
    });
    expect(await stored(answer.email)).toBeUndefined();
    expect(await logged('actions_execution_failed')).toBeDefined();
  });

  it('that asks for metadata which nothing may store refuses the sign-up', async () => {
    await bind(pre, [`api.user.setAppMetadata('email', 'x');`]);
    const { email, status } = await signUp();
    expect([status, await stored(email)]).toEqual([400, undefined]);
  });

  it('is not asked for what is refused anyway: a weak password, a closed connection, odd fields', async () => {
    await bind(pre, [`throw new Error('ran');`]);
    expect((await signUp({ password: '123' })).body.code).toBe('invalid_password');
    expect((await signUp({ user_metadata: { a: 1 } })).body.code).toBe('invalid_signup');
    expect(await logged('actions_execution_failed')).toBeUndefined();
  });

  it('lesson 5: for a name that is taken it changes nothing of who has it, and the answer is that of a taken name', async () => {
    await bind(pre, [`api.user.setAppMetadata('admin', true);`]);
    const before = await stored('ada@example.com');
    const { body } = await signUp({ email: 'ada@example.com' });
    expect(body.code).toBe('user_exists');
    expect(await stored('ada@example.com')).toEqual(before);
  });
});

describe('post-user-registration', () => {
  it('runs behind the answer with the stored user, and may fail without any harm', async () => {
    await bind(post, [`console.log(JSON.stringify(event.user)); throw new Error('later');`]);
    const { email, status } = await signUp();
    expect(status).toBe(200);
    const user = await stored(email);
    await afterwardsDone();
    expect(await logged('actions_execution_failed')).toMatchObject({ user_id: user?.user_id });
    const [row] = await database.sql<{ status: string; results: { logs: { text: string }[] }[] }[]>`
      select status, results from action_executions where trigger_id = ${post}`;
    expect(row?.status).toBe('partial');
    expect(JSON.parse(row?.results[0]?.logs[0]?.text ?? '')).toMatchObject({
      user_id: user?.user_id,
      email,
      email_verified: false,
      user_metadata: {},
      app_metadata: {},
      created_at: expect.any(String),
    });
  });

  it('does not run for a sign-up that failed', async () => {
    await database.sql`delete from action_executions`;
    await bind(post, [`console.log('ran');`]);
    await signUp({ email: 'ada@example.com' });
    await afterwardsDone();
    expect(await database.sql`select 1 from action_executions`).toHaveLength(0);
  });
});

it('both run at the sign-in page’s sign-up, before the Actions of the first login', async () => {
  await bind(pre, [
    `if (event.user.email.startsWith('no')) api.access.deny('no', 'Not you.'); api.user.setUserMetadata('order', 'pre');`,
  ]);
  await bind('post-login', [
    `api.user.setUserMetadata('order', event.user.user_metadata.order + ' login ' + event.stats.logins_count);`,
  ]);
  const browser = tenant.browser();
  const state = answered(await browser.authorize()).get('state') ?? '';
  const sent = (email: string) =>
    signUpAndSignIn(tenant.ctx, {
      state,
      browser: browser.cookies.get(cookieNames().browser),
      email,
      password,
    });
  expect((await sent('no@example.com')).failure).toEqual({ reason: 'invalid', message: 'Not you.' });
  expect((await sent('yes@example.com')).redirectTo).toContain('code=');
  expect((await stored('yes@example.com'))?.user_metadata).toEqual({ order: 'pre login 1' });
});
