import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deleteAction, getAction, updateAction } from '@/lib/actions';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import { Conflict, Forbidden, Invalid, NotFound } from '@/lib/errors';
import { createRule } from '@/lib/rules';
import { buildExecutor } from '@/lib/rules/runner/build';
import { insertSignIn } from '@/lib/sign-ins';
import { type TestContext, testDatabase } from '@/lib/testing';
import { createUser, deleteUser } from '@/lib/users';
import {
  type ActionTestInput,
  createActionTest,
  createRuleTest,
  deleteActionTest,
  deployTestedAction,
  getActionTest,
  listActionTests,
  listRuleTests,
  runActionTests,
  updateActionTest,
} from '.';
import { bindActions, loginAction } from './actions.fixture';
import { loginOf } from './subject';

const database = testDatabase();
const code = loginAction(`
  if (!event.user.email_verified) return api.access.deny('Verify your address first.');
  api.idToken.setCustomClaim('plan', event.user.app_metadata.plan);
  api.user.setUserMetadata('seen', event.client.client_id);`);
let ctx: TestContext;
let id: string;
beforeAll(async () => {
  await buildExecutor();
  ctx = database.context();
  await ensureConnection(ctx, defaultConnection);
});
beforeEach(async () => {
  [id = ''] = await bindActions(ctx, [code]);
});

const gold: ActionTestInput = {
  name: 'Plan is on the token',
  user: { email_verified: true, app_metadata: { plan: 'gold' } },
  expect: { id_token: { plan: 'gold' }, user_metadata: { seen: 'made-up-application' } },
};
const unverified: ActionTestInput = {
  name: 'Unverified is refused',
  user: { email_verified: false },
  expect: { result: 'deny', error_message: 'Verify' },
};

async function recorded(user: object): Promise<string> {
  const login = await loginOf(ctx, { user: { ...user } });
  const end = { kind: 'granted', idToken: {}, accessToken: {} } as const;
  const { userId } = login.user;
  const record = { login, userId, resumed: false, traces: [], profile: {}, end, durationMs: 1 };
  await database.db.execute(insertSignIn(ctx, record));
  return login.loginId;
}

describe('the saved tests of an Action', () => {
  it('are made, listed in order, changed, run and deleted, and go with it', async () => {
    const first = await createActionTest(ctx, id, gold);
    ctx.clock.advance(1);
    const second = await createActionTest(ctx, id, unverified);
    expect(first).toMatchObject({ id: expect.stringMatching(/^tst_/), action_id: id, ...gold });
    expect(await listActionTests(ctx, id)).toEqual([first, second]);
    expect(await runActionTests(ctx, id)).toMatchObject({ passed: 2, failed: 0 });
    const draft = await runActionTests(ctx, id, { code: code.replace("'plan', ", "'plan', 0 && ") });
    expect(draft.results[0]?.failures).toEqual(['id_token["plan"] should be "gold" and is 0.']);
    expect(await runActionTests(ctx, id, { test_ids: [second.id] })).toMatchObject({ passed: 1, failed: 0 });
    const changed = await updateActionTest(ctx, id, first.id, { ...unverified, name: 'Other' });
    expect(await getActionTest(ctx, id, first.id)).toEqual(changed);
    await deleteActionTest(ctx, id, second.id);
    expect(await listActionTests(ctx, id)).toEqual([changed]);
    await deleteAction(ctx, id, { force: true });
    expect(await database.sql`select 1 from rule_tests where rule_id = ${id}`).toHaveLength(0);
  });

  it('are another rule’s or Action’s for nobody', async () => {
    const [other = ''] = await bindActions(ctx, [code]);
    const made = await createActionTest(ctx, id, gold);
    await expect(getActionTest(ctx, other, made.id)).rejects.toBeInstanceOf(NotFound);
    await expect(updateActionTest(ctx, other, made.id, gold)).rejects.toBeInstanceOf(NotFound);
    expect(await listRuleTests(ctx, id)).toEqual([]);
    await expect(createActionTest(ctx, 'x', gold)).rejects.toBeInstanceOf(NotFound);
    await expect(createActionTest(ctx, id, { ...gold, expect: {} })).rejects.toBeInstanceOf(Invalid);
  });

  it('are for those who may change Actions', async () => {
    const reader = database.context({
      type: 'client',
      clientId: 'c',
      scopes: ['read:actions', 'update:rules'],
    });
    const attempts = [
      createActionTest(reader, id, gold),
      updateActionTest(reader, id, 'x', gold),
      deleteActionTest(reader, id, 'x'),
      runActionTests(reader, id),
      deployTestedAction(reader, id),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toBeInstanceOf(Forbidden);
    expect(await listActionTests(reader, id)).toEqual([]);
  });

  it('hold a recorded sign-in as the Action saw it, when its record is gone', async () => {
    const signInId = await recorded({ email_verified: true, app_metadata: { plan: 'old' } });
    const input = { name: 'As recorded', sign_in_id: signInId, expect: { id_token: { plan: 'old' } } };
    const made = await createActionTest(ctx, id, input);
    expect(made).toMatchObject({ event: { client: { client_id: 'made-up-application' } } });
    expect(made).not.toHaveProperty('sign_in_id');
    await database.sql`delete from sign_ins`;
    expect(await runActionTests(ctx, id)).toMatchObject({ passed: 1, failed: 0 });
  });
});

describe('the deployment of an Action', () => {
  it('does not happen while a test fails, unless somebody insists, nor for another draft', async () => {
    await createActionTest(ctx, id, unverified);
    await updateAction(ctx, id, { code: loginAction('') });
    const live = async () => (await getAction(ctx, id)).deployed_version?.number;
    expect(await deployTestedAction(ctx, id)).toMatchObject({ deployed: false, tests: { failed: 1 } });
    await expect(deployTestedAction(ctx, id, { force: true, expectedCode: code })).rejects.toBeInstanceOf(
      Conflict,
    );
    expect(await live()).toBe(1);
    expect(await deployTestedAction(ctx, id, { force: true })).toMatchObject({
      deployed: true,
      version: { number: 2 },
    });
    await updateAction(ctx, id, { code });
    expect(await deployTestedAction(ctx, id)).toMatchObject({ deployed: true, tests: { passed: 1 } });
    expect(await live()).toBe(3);
  });
});

describe('a person who is erased', () => {
  it('is in no saved test any more; what only refers to them stays, and fails', async () => {
    const account = { connection: defaultConnection, email: 'gone@example.com', password: 'Correct-horse-9' };
    const { user } = await createUser(ctx, account);
    const { user_id } = user;
    const script = 'function (user, context, callback) { callback(null, user, context); }';
    const ruleId = (await createRule(ctx, { name: 'Copied', script })).rule.id;
    const signInId = await recorded({ user_id, email: 'gone@example.com', email_verified: true });
    const going = { result: 'continue' } as const;
    await createActionTest(ctx, id, { name: 'copied', sign_in_id: signInId, expect: going });
    await createActionTest(ctx, id, { name: 'pasted', user: { ...user }, expect: going });
    await createActionTest(ctx, id, { name: 'referred', user_id, expect: going });
    await createRuleTest(ctx, ruleId, { name: 'copied', sign_in_id: signInId, expect: going });
    const changed = await createRuleTest(ctx, ruleId, { name: 'made up', user: {}, expect: going });
    await deleteUser(ctx, user_id);
    expect((await listActionTests(ctx, id)).map(({ name }) => name)).toEqual(['referred']);
    expect((await listRuleTests(ctx, ruleId)).map((test) => test.id)).toEqual([changed.id]);
    expect(
      await database.sql`select 1 from rule_tests where definition::text like '%gone@example.com%'`,
    ).toEqual([]);
    expect((await runActionTests(ctx, id)).results[0]?.failures[0]).toMatch(/^It could not run: /);
  });
});
