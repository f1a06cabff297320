'use server';

import { z } from 'zod';
import { userQuery } from '@/components/rules/test-request';
import { describeActor } from '@/components/users/history';
import { withTransaction } from '@/lib/context';
import { action } from '@/lib/http/action';
import { actorNames } from '@/lib/http/actor-names';
import { adminContext } from '@/lib/http/session';
import {
  createRule,
  deleteRule,
  deleteRuleConfig,
  listRuleVersions,
  reorderRules,
  setRuleConfig,
  updateRule,
} from '@/lib/rules';
import { createRuleInput, ruleConfigKey, ruleConfigValue, updateRuleInput } from '@/lib/rules/schemas';
import { getSignIn, listSignIns } from '@/lib/sign-ins';
import { createRuleTest } from '@/lib/trials';
import { ruleTestInput } from '@/lib/trials/schemas';
import { listUsers } from '@/lib/users';

const ruleId = z.string().min(1).max(100);

export const createRuleAction = action({
  name: 'create rule',
  schema: createRuleInput
    .pick({ name: true, script: true, enabled: true })
    .extend({ test: ruleTestInput.optional() }),
  guard: adminContext,
  handle: (ctx, { test, ...input }) =>
    withTransaction(ctx, async (tx) => {
      const { rule } = await createRule(tx, input);
      if (test) await createRuleTest(tx, rule.id, test);
      return { id: rule.id };
    }),
});

export const saveRuleAction = action({
  name: 'save rule',
  schema: z.strictObject({
    id: ruleId,
    expectedVersion: z.number().int().min(1).optional(),
    patch: updateRuleInput,
  }),
  guard: adminContext,
  handle: (ctx, { id, expectedVersion, patch }) => updateRule(ctx, id, patch, { expectedVersion }),
});

export const deleteRuleAction = action({
  name: 'delete rule',
  schema: z.strictObject({ id: ruleId }),
  guard: adminContext,
  handle: async (ctx, { id }) => {
    await deleteRule(ctx, id);
    return null;
  },
});

export const reorderRulesAction = action({
  name: 'reorder rules',
  schema: z.strictObject({ ids: z.array(ruleId).max(1000) }),
  guard: adminContext,
  handle: async (ctx, { ids }) => {
    await reorderRules(ctx, ids);
    return null;
  },
});

export const listRuleVersionsAction = action({
  name: 'list rule versions',
  schema: z.strictObject({ id: ruleId }),
  guard: adminContext,
  handle: async (ctx, { id }) => {
    const versions = await listRuleVersions(ctx, id);
    const names = await actorNames(
      ctx,
      versions.map(({ actor }) => actor),
    );
    return versions.map((version) => ({ ...version, by: describeActor(version.actor, names).name }));
  },
});

export const setRuleConfigAction = action({
  name: 'set rule configuration',
  schema: z.strictObject({ key: ruleConfigKey, value: ruleConfigValue }),
  guard: adminContext,
  handle: async (ctx, { key, value }) => {
    await setRuleConfig(ctx, key, value);
    return null;
  },
});

export const deleteRuleConfigAction = action({
  name: 'delete rule configuration',
  schema: z.strictObject({ key: ruleConfigKey }),
  guard: adminContext,
  handle: async (ctx, { key }) => {
    await deleteRuleConfig(ctx, key);
    return null;
  },
});

export const findUsersAction = action({
  name: 'find users',
  schema: z.strictObject({ typed: z.string().max(200) }),
  guard: adminContext,
  handle: async (ctx, { typed }) => {
    const q = userQuery(typed);
    const { users } = await listUsers(ctx, { per_page: 10, ...(q === null ? {} : { q }) });
    return users;
  },
});

export const recentSignInsAction = action({
  name: 'recent sign-ins',
  schema: z.strictObject({}),
  guard: adminContext,
  handle: async (ctx) => (await listSignIns(ctx, { take: 50 })).sign_ins,
});

export const getSignInAction = action({
  name: 'get sign-in',
  schema: z.strictObject({ id: z.string().max(100) }),
  guard: adminContext,
  handle: (ctx, { id }) => getSignIn(ctx, id),
});
