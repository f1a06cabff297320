import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { adviceOf } from '@/components/editor/language-service.fixture';
import type { JsonObject } from '@/components/metadata/json';
import { configurationDeclaration, ruleDeclarations } from '@/components/rules/rule-declarations';
import { metadataDeclarations, nothingObserved } from '@/components/scripts/metadata-declarations';
import { sandboxDeclarations } from '@/components/scripts/sandbox-declarations';
import { afterwardsDone } from '@/lib/actions';
import { makeTenant, type Tenant, userPath } from '@/lib/http/management/tenant.fixture';
import { actionsOf } from '@/lib/http/oidc/actions.fixture';
import { answered, api, asJson, callback, password } from '@/lib/http/oidc/scenario.fixture';
import { runQueued } from '@/lib/jobs/jobs.fixture';
import { assignRoles, createRole } from '@/lib/roles';
import { createRule } from '@/lib/rules';
import { buildExecutor } from '@/lib/rules/runner/build';
import { testDatabase } from '@/lib/testing';
import { updateUser } from '@/lib/users';
import { actionDeclarations } from './action-declarations';
import type { RunnableTrigger } from './trigger-words';

const database = testDatabase();
let tenant: Tenant;
const { bind, clear } = actionsOf(() => tenant);
beforeAll(async () => {
  await buildExecutor();
  tenant = await makeTenant(database);
  const { ctx, ada } = tenant;
  await updateUser(
    ctx,
    ada.user_id,
    {
      nickname: 'ada',
      given_name: 'Ada',
      family_name: 'Lovelace',
      picture: 'https://example.com/ada.png',
      user_metadata: { theme: 'dark' },
      app_metadata: { plan: 'gold' },
    },
    { metadata: 'replace' },
  );
  const { id } = await createRole(ctx, { name: 'editor' });
  await assignRoles(ctx, ada.user_id, { roles: [id] });
});
afterEach(async () => {
  await clear();
  await database.sql`truncate action_executions`;
});

const print = 'console.log(JSON.stringify({ ...event, secrets: undefined }));';

/** What Actions printed, in no order. */
async function printed(): Promise<JsonObject[]> {
  await afterwardsDone();
  const rows = await database.sql<{ results: { logs: { text: string }[] }[] }[]>`
    select results from action_executions`;
  return rows.flatMap(({ results }) =>
    results.flatMap(({ logs }) => logs.map(({ text }) => JSON.parse(text))),
  );
}

const metadata = { user_metadata: [], app_metadata: [{ path: 'plan' }] };

/** What the types say of an event that was passed to an Action: members that they lack, or that the event lacks. */
function objectionsTo(trigger: RunnableTrigger, type: string, event: JsonObject): Promise<string[]> {
  const content = actionDeclarations({ trigger, secrets: [], modules: [], metadata });
  const script = `export const passed: ${type} = ${JSON.stringify({ ...event, secrets: {} })};`;
  return adviceOf(script, [{ path: 'action.d.ts', content }]);
}

async function expectTyped(trigger: RunnableTrigger, type: string, events: readonly JsonObject[]) {
  for (const event of events) expect(await objectionsTo(trigger, type, event)).toEqual([]);
}

const exchange = async (code: string | null, fields: Record<string, string> = {}) =>
  (
    await tenant.token({
      grant_type: 'authorization_code',
      code: code ?? '',
      redirect_uri: callback,
      ...fields,
    })
  ).body;

describe('every member of an event that a run is given has a type', () => {
  it('of post-login, by browser, by session, behind a page, by refresh and by password', async () => {
    await bind('post-login', [
      `exports.onExecutePostLogin = async (event, api) => {
        ${print}
        api.transaction.setMetadata('step', 1);
        if (event.session) api.session.setMetadata('desk', '1');
        if (event.request.query.login_hint) api.redirect.sendUserTo('https://terms.example/');
      };
      exports.onContinuePostLogin = async (event, api) => { ${print} };`,
    ]);
    const browser = tenant.browser();
    const scope = 'openid profile offline_access read:orders';
    const tokens = await exchange(
      (await browser.logIn({ scope, audience: api, ui_locales: 'de en', acr_values: 'a b' })).get('code'),
    );
    await tenant.token({ grant_type: 'refresh_token', refresh_token: String(tokens.refresh_token) });
    const away = await browser.authorize({
      login_hint: 'ada',
      prompt: 'login',
      response_mode: 'query',
      state: 'x',
    });
    const page = new URL((await browser.fillIn(answered(away).get('state') ?? '')).redirectTo ?? '');
    await browser.request(`/continue?state=${page.searchParams.get('state')}`);
    await browser.authorize();
    await tenant.token({ grant_type: 'password', username: 'ada@example.com', password, scope: 'openid' });
    const events = await printed();
    expect(new Set(events.map(({ transaction }) => Object(transaction).protocol)).size).toBe(4);
    expect(events.some(({ session }) => session)).toBe(true);
    expect(events.some(({ refresh_token }) => refresh_token)).toBe(true);
    expect(events.length).toBeGreaterThanOrEqual(6);
    await expectTyped('post-login', 'PostLoginEvent', events);
    const [event = {}] = events;
    const strange = { ...event, user: { ...Object(event.user), emial: 'x' } };
    expect(await objectionsTo('post-login', 'PostLoginEvent', strange)).toEqual([
      expect.stringMatching(/emial.* does not exist in type 'ActionUser'/),
    ]);
  });

  it('of credentials-exchange', async () => {
    await bind('credentials-exchange', [print]);
    await tenant.token({ grant_type: 'client_credentials', audience: api });
    const events = await printed();
    expect(events).toHaveLength(1);
    await expectTyped('credentials-exchange', 'CredentialsExchangeEvent', events);
  });

  const newcomer = { email: 'new@example.com', password, given_name: 'New', user_metadata: { a: 1 } };
  const connection = 'Username-Password-Authentication';

  it.each([
    ['pre-user-registration', 'PreUserRegistrationEvent'],
    ['post-user-registration', 'PostUserRegistrationEvent'],
  ] as const)('of %s, at sign-up and by an administrator', async (trigger, type) => {
    await bind(trigger, [print]);
    const client_id = tenant.web.client_id;
    const email = `${trigger}@example.com`;
    const signUp = { client_id, connection, email, password, given_name: 'New', user_metadata: { a: 'b' } };
    expect((await tenant.request('/dbconnections/signup', asJson(signUp))).status).toBe(200);
    const body = { ...newcomer, connection, email: `made-${email}`, app_metadata: { plan: 'x' } };
    expect((await tenant.call('POST', '/users', { body })).status).toBe(201);
    const events = await printed();
    expect(events.map(({ client }) => client !== undefined).toSorted()).toEqual([false, true]);
    await expectTyped(trigger, type, events);
  });

  it('of post-change-password', async () => {
    await bind('post-change-password', [print]);
    const user = await tenant.makeUser();
    await tenant.call('PATCH', userPath(user.user_id), { body: { password: 'Other-Horse-42' } });
    await runQueued(tenant.ctx);
    const events = await printed();
    expect(events).toHaveLength(1);
    await expectTyped('post-change-password', 'PostChangePasswordEvent', events);
  });
});

/** A type without what else it allows, so that a member which it does not name is one too many. */
const named = 'type Named<T> = { [K in keyof T as string extends K ? never : K]: T[K] };';

it('every member of the user and the context that a rule is given has a type', async () => {
  const script = `function (user, context, callback) {
    context.idToken.passed = JSON.stringify([user, context]); callback(null, user, context); }`;
  await createRule(tenant.ctx, { name: 'Passes', script });
  await tenant.changesHeard();
  const { id_token } = await exchange((await tenant.browser().logIn()).get('code'));
  const [, payload = ''] = String(id_token).split('.');
  const { passed } = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const [user, context] = JSON.parse(passed);
  const { plan, ...known } = user;
  expect([plan, context.stats]).toEqual(['gold', { loginsCount: expect.any(Number) }]);
  const said = await adviceOf(
    `${named}
export const user: Named<RuleUser> = ${JSON.stringify(known)};
export const context: Named<RuleContext> = ${JSON.stringify(context)};`,
    [
      { path: 'rule.d.ts', content: ruleDeclarations },
      { path: 'sandbox.d.ts', content: sandboxDeclarations },
      { path: 'configuration.d.ts', content: configurationDeclaration([]) },
      { path: 'metadata.d.ts', content: metadataDeclarations(nothingObserved) },
    ],
  );
  expect(said).toEqual([]);
});
