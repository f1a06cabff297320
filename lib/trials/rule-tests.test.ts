import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import { Forbidden, Invalid, NotFound } from '@/lib/errors';
import { createRule, deleteRule, getRule, getRuleDraft, saveRuleDraft } from '@/lib/rules';
import { buildExecutor } from '@/lib/rules/runner/build';
import { type TestContext, testDatabase } from '@/lib/testing';
import { createUser, deleteUser } from '@/lib/users';
import {
  createRuleTest,
  deleteRuleTest,
  deployRule,
  getRuleTest,
  listRuleTests,
  type RuleTestInput,
  runRuleTests,
  updateRuleTest,
} from '.';

const database = testDatabase();
const planToToken = `function (user, context, callback) {
  if (!user.email_verified) return callback(new UnauthorizedError('Verify your address first.'));
  context.idToken['https://x/plan'] = user.plan;
  auth0.users.updateUserMetadata(user.user_id, { seen: true }).then(() => callback(null, user, context), callback);
}`;
let ctx: TestContext;
let id: string;
let names = 0;
beforeAll(async () => {
  await buildExecutor();
  ctx = database.context();
  await ensureConnection(ctx, defaultConnection);
});
beforeEach(async () => {
  id = (await createRule(ctx, { name: `Rule ${++names}`, script: planToToken })).rule.id;
});

const gold: RuleTestInput = {
  name: 'Plan is on the token',
  user: { email_verified: true, app_metadata: { plan: 'gold' } },
  expect: {
    result: 'continue',
    id_token: { 'https://x/plan': 'gold', 'https://x/other': null },
    user_metadata: { seen: true },
    app_metadata: {},
    max_duration_ms: 20_000,
  },
};
const unverified: RuleTestInput = {
  name: 'Unverified is refused',
  user: { email_verified: false },
  expect: { result: 'deny', error_message: 'Verify' },
};

describe('the saved tests of a rule', () => {
  it('are made, listed in order, changed and deleted', async () => {
    const first = await createRuleTest(ctx, id, gold);
    ctx.clock.advance(1);
    const second = await createRuleTest(ctx, id, unverified);
    expect(first).toMatchObject({
      id: expect.stringMatching(/^tst_/),
      rule_id: id,
      ...gold,
      pipeline: false,
    });
    expect((await listRuleTests(ctx, id)).map(({ name }) => name)).toEqual([gold.name, unverified.name]);
    const changed = await updateRuleTest(ctx, id, first.id, { ...unverified, name: 'Other' });
    expect(await getRuleTest(ctx, id, first.id)).toEqual(changed);
    expect(changed.expect).toEqual(unverified.expect);
    await deleteRuleTest(ctx, id, second.id);
    expect(await listRuleTests(ctx, id)).toEqual([changed]);
    await deleteRule(ctx, id);
    expect(await listRuleTests(ctx, id)).toEqual([]);
  });

  it('need a rule, one subject and something to expect', async () => {
    await expect(createRuleTest(ctx, 'rul_x', gold)).rejects.toBeInstanceOf(NotFound);
    const wrong = [
      { ...gold, expect: {} },
      { ...gold, user_id: 'auth0|x' },
      { ...gold, sign_in_id: 'x', user: undefined },
    ];
    await expect(createRuleTest(ctx, id, wrong[0] as RuleTestInput)).rejects.toBeInstanceOf(Invalid);
    await expect(createRuleTest(ctx, id, wrong[1] as RuleTestInput)).rejects.toBeInstanceOf(Invalid);
    await expect(createRuleTest(ctx, id, wrong[2] as RuleTestInput)).rejects.toBeInstanceOf(NotFound);
    const other = (await createRule(ctx, { name: `Other ${names}`, script: planToToken })).rule.id;
    const made = await createRuleTest(ctx, id, gold);
    await expect(getRuleTest(ctx, other, made.id)).rejects.toBeInstanceOf(NotFound);
    await expect(updateRuleTest(ctx, other, made.id, gold)).rejects.toBeInstanceOf(NotFound);
  });

  it('are for those who may change rules', async () => {
    const reader = database.context({ type: 'client', clientId: 'c', scopes: ['read:rules'] });
    const attempts = [
      createRuleTest(reader, id, gold),
      updateRuleTest(reader, id, 'x', gold),
      deleteRuleTest(reader, id, 'x'),
      runRuleTests(reader, id),
      deployRule(reader, id),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toBeInstanceOf(Forbidden);
    expect(await listRuleTests(reader, id)).toEqual([]);
  });

  it('pass over the saved code and say what is unmet over a draft', async () => {
    await createRuleTest(ctx, id, gold);
    ctx.clock.advance(1);
    await createRuleTest(ctx, id, unverified);
    expect(await runRuleTests(ctx, id)).toMatchObject({ passed: 2, failed: 0 });
    const script = planToToken.replace('user.plan', "'free'").replace('seen: true', 'seen: 1');
    const run = await runRuleTests(ctx, id, { script });
    expect([run.passed, run.failed]).toEqual([1, 1]);
    expect(run.results[0]).toMatchObject({ name: gold.name, passed: false, report: { result: 'continue' } });
    expect(run.results[0]?.failures).toEqual([
      'id_token["https://x/plan"] should be "gold" and is "free".',
      'user_metadata should be written as {"seen":true} and is as {"seen":1}.',
    ]);
  });

  it('fail, and do not stop the others, where they cannot run', async () => {
    const made = await createUser(ctx, {
      connection: defaultConnection,
      email: 'gone@example.com',
      password: 'Correct-horse-9',
    });
    const { user_id } = made.user;
    await createRuleTest(ctx, id, { name: 'Gone', user_id, expect: { result: 'continue' } });
    ctx.clock.advance(1);
    await createRuleTest(ctx, id, unverified);
    await deleteUser(ctx, user_id);
    const run = await runRuleTests(ctx, id);
    expect(run.results[0]?.failures[0]).toMatch(/^It could not run: /);
    expect(run.passed).toBe(1);
  });
});

describe('a deployment', () => {
  const worse = planToToken.replace('!user.email_verified', 'false');

  it('does not happen while a test fails, unless somebody insists', async () => {
    await createRuleTest(ctx, id, unverified);
    await saveRuleDraft(ctx, id, { script: worse });
    expect(await deployRule(ctx, id)).toMatchObject({ deployed: false, tests: { failed: 1 } });
    expect((await getRule(ctx, id)).rule.script).toBe(planToToken);
    expect(await deployRule(ctx, id, { force: true })).toMatchObject({
      deployed: true,
      rule: { version: 2, rule: { script: worse } },
    });
    expect(await getRuleDraft(ctx, id)).toBeNull();
  });

  it('happens when all tests pass; without a draft there is nothing to deploy', async () => {
    await createRuleTest(ctx, id, gold);
    await saveRuleDraft(ctx, id, { script: `${planToToken} // again` });
    expect(await deployRule(ctx, id)).toMatchObject({ deployed: true, tests: { passed: 1, failed: 0 } });
    await expect(deployRule(ctx, id)).rejects.toBeInstanceOf(NotFound);
  });
});
