import { z } from 'zod';
import { getLog, listLogs } from '@/lib/logs';
import { logView } from '@/lib/logs/schemas';
import { issuer } from '@/lib/oidc';
import { chosenOf, fieldFilter, filterFields } from './fields';
import { checkpoint } from './lists';
import { declare, type ManagementApp } from './operation';
import { paging } from './query';

const filter = { q: z.string().optional(), search: z.string().optional(), sort: z.string().optional() };

const listQuery = z.strictObject({
  ...paging,
  ...filter,
  ...fieldFilter,
  take: checkpoint.take,
  from: z
    .string()
    .regex(/^\d{1,64}$/, 'The id of a log event is needed')
    .optional(),
});
type ListQuery = z.output<typeof listQuery>;

const userLogsQuery = z.strictObject({ ...paging, sort: filter.sort });

const partialLogs = z.array(chosenOf(logView));
const logTotals = z.strictObject({
  start: z.number(),
  limit: z.number(),
  length: z.number(),
  total: z.number(),
  logs: partialLogs,
});

function sliceOf({ page = 0, per_page: limit = 50 }: Pick<ListQuery, 'page' | 'per_page'>) {
  return { by: 'number', offset: page * limit, limit, withTotal: false } as const;
}

function inForm<T>(query: Pick<ListQuery, 'page' | 'per_page' | 'include_totals'>, logs: T[]) {
  if (!query.include_totals) return logs;
  const { offset: start, limit } = sliceOf(query);
  // As at Auth0 now, the total is that of the page (7).
  return { start, limit, length: logs.length, total: logs.length, logs };
}

/** The address of what follows `last`: where a page is empty, of this page again. */
function linkTo(last: string | undefined, take: number): string {
  const from = last === undefined ? '' : `from=${last}&`;
  return `<${issuer()}api/v2/logs?${from}take=${take}>; rel="next"`;
}

/** `/logs` and `/users/{id}/logs`: `reference/management-api.md` 7. */
export function mountLogs(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/logs',
    summary: 'Search log events, or read them by checkpoint',
    scopes: ['read:logs', 'read:logs_users'],
    query: listQuery,
    responses: { 200: z.union([partialLogs, logTotals]) },
    handle: async (ctx, { query }) => {
      const { from, take = 50, q, search, sort } = query;
      if (from !== undefined || query.take !== undefined) {
        const { items } = await listLogs(ctx, {}, { by: 'id', after: from ?? null, limit: take });
        return { body: items, headers: { link: linkTo(items.at(-1)?.log_id ?? from, take) } };
      }
      const { items } = await listLogs(ctx, { q, search, sort }, sliceOf(query));
      const shown = items.map((item) => filterFields(item, query));
      return { body: inForm(query, shown) };
    },
  });
  declare(app, {
    method: 'get',
    path: '/logs/{id}',
    summary: 'Get a log event',
    scopes: ['read:logs', 'read:logs_users'],
    responses: { 200: logView },
    handle: async (ctx, { id }) => ({ body: await getLog(ctx, id) }),
  });
  declare(app, {
    method: 'get',
    path: '/users/{id}/logs',
    summary: 'List the log events of a user',
    scopes: ['read:logs', 'read:logs_users'],
    query: userLogsQuery,
    responses: { 200: z.union([partialLogs, logTotals]) },
    handle: async (ctx, { id, query }) => {
      const { items } = await listLogs(ctx, { sort: query.sort }, sliceOf(query), id);
      return { body: inForm(query, items) };
    },
  });
}
