import { z } from 'zod';
import { getSignIn, listSignIns, signInDetail, signInResults, signInSummary } from '@/lib/sign-ins';
import {
  createRuleTest,
  deleteRuleTest,
  explainSignIn,
  getRuleTest,
  listRuleTests,
  ruleTestInput,
  ruleTestRun,
  ruleTestView,
  runRuleTests,
  runRuleTestsInput,
  signInExplanation,
  testReport,
  testRule,
  testRuleInput,
  updateRuleTest,
} from '@/lib/trials';
import { checkpoint } from './lists';
import { declare, type ManagementApp } from './operation';

/** `/rules/test` and `/rules/{id}/tests`: ours. The console calls the same verbs. */
export function mountRuleTrials(app: ManagementApp): void {
  declare(app, {
    method: 'post',
    path: '/rules/test',
    summary: 'Run a rule or the pipeline without writing anything',
    scopes: ['update:rules'],
    body: testRuleInput,
    responses: { 200: testReport },
    handle: async (ctx, { body }) => ({ body: await testRule(ctx, body) }),
  });
  declare(app, {
    method: 'get',
    path: '/rules/{id}/tests',
    summary: 'List the saved tests of a rule',
    scopes: ['read:rules', 'update:rules'],
    responses: { 200: z.array(ruleTestView) },
    handle: async (ctx, { id }) => ({ body: await listRuleTests(ctx, id) }),
  });
  declare(app, {
    method: 'post',
    path: '/rules/{id}/tests',
    summary: 'Save a test of a rule',
    scopes: ['update:rules'],
    body: ruleTestInput,
    responses: { 201: ruleTestView },
    handle: async (ctx, { id, body }) => ({ status: 201, body: await createRuleTest(ctx, id, body) }),
  });
  declare(app, {
    method: 'post',
    path: '/rules/{id}/tests/run',
    summary: 'Run the saved tests of a rule',
    scopes: ['update:rules'],
    body: runRuleTestsInput.optional(),
    responses: { 200: ruleTestRun },
    handle: async (ctx, { id, body }) => ({ body: await runRuleTests(ctx, id, body) }),
  });
  declare(app, {
    method: 'get',
    path: '/rules/{id}/tests/{test}',
    summary: 'Get a saved test of a rule',
    scopes: ['read:rules'],
    responses: { 200: ruleTestView },
    handle: async (ctx, { id, params }) => ({ body: await getRuleTest(ctx, id, params.test ?? '') }),
  });
  declare(app, {
    method: 'put',
    path: '/rules/{id}/tests/{test}',
    summary: 'Replace a saved test of a rule',
    scopes: ['update:rules'],
    body: ruleTestInput,
    responses: { 200: ruleTestView },
    handle: async (ctx, { id, params, body }) => ({
      body: await updateRuleTest(ctx, id, params.test ?? '', body),
    }),
  });
  declare(app, {
    method: 'delete',
    path: '/rules/{id}/tests/{test}',
    summary: 'Delete a saved test of a rule',
    scopes: ['update:rules'],
    responses: { 204: null },
    handle: async (ctx, { id, params }) => {
      await deleteRuleTest(ctx, id, params.test ?? '');
      return { status: 204 };
    },
  });
}

const signInQuery = z.strictObject({
  user_id: z.string().max(1000).optional(),
  client_id: z.string().max(1000).optional(),
  rule_id: z.string().max(100).optional(),
  result: z.enum(signInResults).optional(),
  from: z.string().max(200).optional(),
  take: checkpoint.take,
});

/** `/sign-ins`: ours. What rules and Actions did in recent sign-ins; needs `read:rules` and `read:users`, both. */
export function mountSignIns(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/sign-ins',
    summary: 'List recorded sign-ins, newest first',
    scopes: ['read:rules'],
    query: signInQuery,
    responses: {
      200: z.strictObject({ sign_ins: z.array(signInSummary), next: z.string().optional() }),
    },
    handle: async (ctx, { query: { take, ...filter } }) => ({
      body: await listSignIns(ctx, take === undefined ? filter : { ...filter, take }),
    }),
  });
  declare(app, {
    method: 'get',
    path: '/sign-ins/{id}',
    summary: 'Get a recorded sign-in',
    scopes: ['read:rules'],
    responses: { 200: signInDetail },
    handle: async (ctx, { id }) => ({ body: await getSignIn(ctx, id) }),
  });
  declare(app, {
    method: 'get',
    path: '/sign-ins/{id}/explanation',
    summary: 'Tell which rule set which claim in a recorded sign-in',
    scopes: ['read:rules'],
    responses: { 200: signInExplanation },
    handle: async (ctx, { id }) => ({ body: await explainSignIn(ctx, id) }),
  });
}
