import { z } from 'zod';
import {
  actionReport,
  actionTestInput,
  actionTestRun,
  actionTestView,
  createActionTest,
  deleteActionTest,
  getActionTest,
  listActionTests,
  runActionTests,
  runActionTestsInput,
  tryAction,
  tryActionInput,
  updateActionTest,
} from '@/lib/trials';
import { declare, type ManagementApp } from './operation';

/** `/actions/test` and `/actions/actions/{id}/tests`: ours, for Actions of every trigger that runs. The console calls the same verbs. */
export function mountActionTrials(app: ManagementApp): void {
  declare(app, {
    method: 'post',
    path: '/actions/test',
    summary: 'Run an action or the pipeline of a trigger without writing anything',
    scopes: ['update:actions'],
    body: tryActionInput,
    responses: { 200: actionReport },
    handle: async (ctx, { body }) => ({ body: await tryAction(ctx, body) }),
  });
  declare(app, {
    method: 'get',
    path: '/actions/actions/{id}/tests',
    summary: 'List the saved tests of an action',
    scopes: ['read:actions', 'update:actions'],
    responses: { 200: z.array(actionTestView) },
    handle: async (ctx, { id }) => ({ body: await listActionTests(ctx, id) }),
  });
  declare(app, {
    method: 'post',
    path: '/actions/actions/{id}/tests',
    summary: 'Save a test of an action',
    scopes: ['update:actions'],
    body: actionTestInput,
    responses: { 201: actionTestView },
    handle: async (ctx, { id, body }) => ({ status: 201, body: await createActionTest(ctx, id, body) }),
  });
  declare(app, {
    method: 'post',
    path: '/actions/actions/{id}/tests/run',
    summary: 'Run the saved tests of an action',
    scopes: ['update:actions'],
    body: runActionTestsInput.optional(),
    responses: { 200: actionTestRun },
    handle: async (ctx, { id, body }) => ({ body: await runActionTests(ctx, id, body) }),
  });
  declare(app, {
    method: 'get',
    path: '/actions/actions/{id}/tests/{test}',
    summary: 'Get a saved test of an action',
    scopes: ['read:actions'],
    responses: { 200: actionTestView },
    handle: async (ctx, { id, params }) => ({ body: await getActionTest(ctx, id, params.test ?? '') }),
  });
  declare(app, {
    method: 'put',
    path: '/actions/actions/{id}/tests/{test}',
    summary: 'Replace a saved test of an action',
    scopes: ['update:actions'],
    body: actionTestInput,
    responses: { 200: actionTestView },
    handle: async (ctx, { id, params, body }) => ({
      body: await updateActionTest(ctx, id, params.test ?? '', body),
    }),
  });
  declare(app, {
    method: 'delete',
    path: '/actions/actions/{id}/tests/{test}',
    summary: 'Delete a saved test of an action',
    scopes: ['update:actions'],
    responses: { 204: null },
    handle: async (ctx, { id, params }) => {
      await deleteActionTest(ctx, id, params.test ?? '');
      return { status: 204 };
    },
  });
}
