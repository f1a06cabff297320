import { z } from 'zod';
import {
  actionView,
  bindingsInput,
  bindingView,
  createAction,
  createActionInput,
  deleteAction,
  deployAction,
  deployVersion,
  deployVersionInput,
  executionView,
  getAction,
  getActionVersion,
  getExecution,
  type Listed,
  listActions,
  listActionVersions,
  listBindings,
  listTriggers,
  testAction,
  testActionInput,
  testReport,
  triggerView,
  updateAction,
  updateActionInput,
  updateBindings,
  versionView,
} from '@/lib/actions';
import { declare, type ManagementApp } from './operation';
import { count, flag } from './query';

/** Lists of this resource always have totals, and refuse `include_totals` (`reference/management-api.md` 1.5). */
const paging = { page: count(999_999).optional(), per_page: count(100).optional() };
const pagingQuery = z.strictObject(paging);

const text = z
  .string()
  .max(256)
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'Control characters are not allowed');

const listQuery = z.strictObject({
  triggerId: text.optional(),
  actionName: text.optional(),
  deployed: flag.optional(),
  installed: flag.optional(),
  ...paging,
});

type Paging = { page?: number | undefined; per_page?: number | undefined };

const pageOf = ({ page = 0, per_page: perPage = 20 }: Paging) => ({ page, perPage });

function listed<T>(key: string, { page, perPage }: ReturnType<typeof pageOf>, { total, items }: Listed<T>) {
  return { body: { total, page, per_page: perPage, [key]: items } };
}

function listSchema<T extends z.ZodType>(key: string, item: T) {
  const numbers = { total: z.number(), page: z.number(), per_page: z.number() };
  return z.strictObject({ ...numbers, [key]: z.array(item) });
}

function mountActionItems(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/actions/actions',
    summary: 'List actions',
    scopes: ['read:actions'],
    query: listQuery,
    responses: { 200: listSchema('actions', actionView) },
    handle: async (ctx, { query }) => {
      const page = pageOf(query);
      return listed('actions', page, await listActions(ctx, query, page));
    },
  });
  declare(app, {
    method: 'post',
    path: '/actions/actions',
    summary: 'Create an action',
    scopes: ['create:actions'],
    body: createActionInput,
    responses: { 201: actionView },
    handle: async (ctx, { body }) => ({ status: 201, body: await createAction(ctx, body) }),
  });
  declare(app, {
    method: 'get',
    path: '/actions/actions/{id}',
    summary: 'Get an action',
    scopes: ['read:actions'],
    responses: { 200: actionView },
    handle: async (ctx, { id }) => ({ body: await getAction(ctx, id) }),
  });
  declare(app, {
    method: 'patch',
    path: '/actions/actions/{id}',
    summary: "Update an action's draft",
    scopes: ['update:actions'],
    body: updateActionInput,
    responses: { 200: actionView },
    handle: async (ctx, { id, body }) => ({ body: await updateAction(ctx, id, body) }),
  });
  declare(app, {
    method: 'delete',
    path: '/actions/actions/{id}',
    summary: 'Delete an action',
    scopes: ['delete:actions'],
    query: z.strictObject({ force: flag.optional() }),
    responses: { 204: null },
    handle: async (ctx, { id, query }) => {
      await deleteAction(ctx, id, query);
      return { status: 204 };
    },
  });
  declare(app, {
    method: 'post',
    path: '/actions/actions/{id}/test',
    summary: "Run an action's draft on a made-up event",
    scopes: ['create:actions'],
    body: testActionInput,
    responses: { 200: z.strictObject({ payload: testReport }) },
    handle: async (ctx, { id, body }) => ({ body: { payload: await testAction(ctx, id, body) } }),
  });
}

function mountActionVersions(app: ManagementApp): void {
  declare(app, {
    method: 'post',
    path: '/actions/actions/{id}/deploy',
    summary: "Deploy an action's draft as its next version",
    scopes: ['create:actions'],
    responses: { 200: versionView },
    handle: async (ctx, { id }) => ({ body: await deployAction(ctx, id) }),
  });
  declare(app, {
    method: 'get',
    path: '/actions/actions/{id}/versions',
    summary: "List an action's versions",
    scopes: ['read:actions'],
    query: pagingQuery,
    responses: { 200: listSchema('versions', versionView) },
    handle: async (ctx, { id, query }) => {
      const page = pageOf(query);
      return listed('versions', page, await listActionVersions(ctx, id, page));
    },
  });
  declare(app, {
    method: 'get',
    path: '/actions/actions/{id}/versions/{version}',
    summary: "Get an action's version",
    scopes: ['read:actions'],
    responses: { 200: versionView },
    handle: async (ctx, { id, params }) => ({ body: await getActionVersion(ctx, id, params.version ?? '') }),
  });
  declare(app, {
    method: 'post',
    path: '/actions/actions/{id}/versions/{version}/deploy',
    summary: 'Roll an action back to a version',
    scopes: ['create:actions'],
    body: deployVersionInput,
    responses: { 200: versionView },
    handle: async (ctx, { id, params, body }) => ({
      body: await deployVersion(ctx, id, params.version ?? '', body),
    }),
  });
}

function mountTriggers(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/actions/triggers',
    summary: 'List triggers',
    scopes: ['read:actions'],
    responses: { 200: z.strictObject({ triggers: z.array(triggerView) }) },
    handle: async (ctx) => ({ body: { triggers: listTriggers(ctx) } }),
  });
  declare(app, {
    method: 'get',
    path: '/actions/triggers/{trigger}/bindings',
    summary: "List a trigger's actions in the order they run",
    scopes: ['read:actions'],
    query: pagingQuery,
    responses: { 200: listSchema('bindings', bindingView) },
    handle: async (ctx, { id, query }) => {
      const page = pageOf(query);
      return listed('bindings', page, await listBindings(ctx, id, page));
    },
  });
  declare(app, {
    method: 'patch',
    path: '/actions/triggers/{trigger}/bindings',
    summary: "Replace a trigger's actions",
    scopes: ['update:actions'],
    body: bindingsInput,
    responses: { 200: z.strictObject({ bindings: z.array(bindingView) }) },
    handle: async (ctx, { id, body }) => ({ body: { bindings: await updateBindings(ctx, id, body) } }),
  });
  declare(app, {
    method: 'get',
    path: '/actions/executions/{id}',
    summary: 'Get how an execution went',
    scopes: ['read:actions'],
    responses: { 200: executionView },
    handle: async (ctx, { id }) => ({ body: await getExecution(ctx, id) }),
  });
}

/** `/actions`: `reference/management-api.md` 5. */
export function mountActions(app: ManagementApp): void {
  mountActionItems(app);
  mountActionVersions(app);
  mountTriggers(app);
}
