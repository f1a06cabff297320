import { z } from 'zod';
import {
  createRule,
  createRuleInput,
  deleteRule,
  deleteRuleConfig,
  getRule,
  listRuleConfigs,
  listRules,
  type RuleView,
  ruleView,
  setRuleConfig,
  updateRule,
  updateRuleInput,
  type VersionedRule,
} from '@/lib/rules';
import { chosenOf, fieldFilter, filterFields } from './fields';
import { declare, type ManagementApp } from './operation';
import { flag, paging } from './query';

const listQuery = z.strictObject({
  ...paging,
  enabled: flag.optional(),
  ...fieldFilter,
});

const partialRules = z.array(chosenOf(ruleView));
const ruleTotals = z.strictObject({
  total: z.number(),
  start: z.number(),
  limit: z.number(),
  rules: partialRules,
});

function page(rules: RuleView[], query: z.output<typeof listQuery>) {
  const limit = query.per_page ?? 50;
  const start = (query.page ?? 0) * limit;
  const wanted = rules.filter((rule) => query.enabled === undefined || rule.enabled === query.enabled);
  const shown = wanted.slice(start, start + limit).map((rule) => filterFields(rule, query));
  return query.include_totals ? { total: wanted.length, start, limit, rules: shown } : shown;
}

const etag = (version: number) => ({ etag: `"${version}"` });
const answer = ({ rule, version }: VersionedRule, status = 200) => ({
  status,
  body: rule,
  headers: etag(version),
});

/** `/rules`: `reference/management-api.md` 4. `ETag` and `If-Match` are our extension. */
export function mountRules(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/rules',
    summary: 'List rules',
    scopes: ['read:rules'],
    query: listQuery,
    responses: { 200: z.union([partialRules, ruleTotals]) },
    handle: async (ctx, { query }) => {
      const rules = await listRules(ctx);
      return {
        body: page(
          rules.map(({ rule }) => rule),
          query,
        ),
      };
    },
  });
  declare(app, {
    method: 'post',
    path: '/rules',
    summary: 'Create a rule',
    scopes: ['create:rules'],
    body: createRuleInput,
    responses: { 201: ruleView },
    handle: async (ctx, { body }) => answer(await createRule(ctx, body), 201),
  });
  declare(app, {
    method: 'get',
    path: '/rules/{id}',
    summary: 'Get a rule',
    scopes: ['read:rules'],
    query: z.strictObject(fieldFilter),
    responses: { 200: chosenOf(ruleView) },
    handle: async (ctx, { id, query }) => {
      const { rule, version } = await getRule(ctx, id);
      return { body: filterFields(rule, query), headers: etag(version) };
    },
  });
  declare(app, {
    method: 'patch',
    path: '/rules/{id}',
    summary: 'Update a rule',
    scopes: ['update:rules'],
    body: updateRuleInput,
    conditional: true,
    responses: { 200: ruleView },
    handle: async (ctx, { id, body, ifMatch }) =>
      answer(await updateRule(ctx, id, body, { expectedVersion: ifMatch })),
  });
  declare(app, {
    method: 'delete',
    path: '/rules/{id}',
    summary: 'Delete a rule',
    scopes: ['delete:rules'],
    responses: { 204: null },
    handle: async (ctx, { id }) => {
      await deleteRule(ctx, id);
      return { status: 204 };
    },
  });
}

/** Clients send these along and get the whole list all the same (1.1). */
const ignoredPaging = z.strictObject(paging);
const configValue = z.strictObject({ value: z.string() });

/** `/rules-configs`: values go in and never come out, but for the echo that the contract gives to the writer. */
export function mountRulesConfigs(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/rules-configs',
    summary: 'List configuration keys',
    scopes: ['read:rules_configs'],
    query: ignoredPaging,
    responses: { 200: z.array(z.strictObject({ key: z.string() })) },
    handle: async (ctx) => ({ body: await listRuleConfigs(ctx) }),
  });
  declare(app, {
    method: 'put',
    path: '/rules-configs/{key}',
    summary: 'Set a configuration value',
    scopes: ['update:rules_configs'],
    body: configValue,
    responses: { 200: z.strictObject({ key: z.string(), value: z.string() }) },
    handle: async (ctx, { id, body }) => {
      await setRuleConfig(ctx, id, body.value);
      return { body: { key: id, value: body.value } };
    },
  });
  declare(app, {
    method: 'delete',
    path: '/rules-configs/{key}',
    summary: 'Delete a configuration value',
    scopes: ['delete:rules_configs'],
    responses: { 204: null },
    handle: async (ctx, { id }) => {
      await deleteRuleConfig(ctx, id);
      return { status: 204 };
    },
  });
}
