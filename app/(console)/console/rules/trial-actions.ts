'use server';

import { z } from 'zod';
import { action } from '@/lib/http/action';
import { draftAuthor } from '@/lib/http/rule-drafts';
import { adminContext } from '@/lib/http/session';
import { discardRuleDraft, saveRuleDraft } from '@/lib/rules';
import { saveDraftInput } from '@/lib/rules/schemas';
import {
  cancelReplay,
  createRuleTest,
  deleteRuleTest,
  deployRule,
  findReplay,
  getReplayCase,
  listReplayCases,
  listReplays,
  startReplay,
  updateRuleTest,
} from '@/lib/trials';
import {
  findReplayInput,
  replayCaseFilter,
  replayFilter,
  replayInput,
  ruleTestInput,
} from '@/lib/trials/schemas';

const id = z.string().min(1).max(100);

export const saveDraftAction = action({
  name: 'save draft of rule',
  schema: saveDraftInput.extend({ id }),
  guard: adminContext,
  handle: async (ctx, { id, ...input }) => draftAuthor(ctx, await saveRuleDraft(ctx, id, input)),
});

export const discardDraftAction = action({
  name: 'discard draft of rule',
  schema: saveDraftInput.pick({ expected_script: true }).extend({ id }),
  guard: adminContext,
  handle: async (ctx, { id, expected_script: expectedScript }) => {
    await discardRuleDraft(ctx, id, { expectedScript });
    return null;
  },
});

export const deployRuleAction = action({
  name: 'deploy rule',
  schema: z.strictObject({ id, force: z.boolean(), expectedVersion: z.number().int().min(1).optional() }),
  guard: adminContext,
  handle: (ctx, { id, ...options }) => deployRule(ctx, id, options),
});

export const createRuleTestAction = action({
  name: 'create rule test',
  schema: z.strictObject({ ruleId: id, test: ruleTestInput }),
  guard: adminContext,
  handle: (ctx, { ruleId, test }) => createRuleTest(ctx, ruleId, test),
});

export const updateRuleTestAction = action({
  name: 'update rule test',
  schema: z.strictObject({ ruleId: id, id, test: ruleTestInput }),
  guard: adminContext,
  handle: (ctx, { ruleId, id, test }) => updateRuleTest(ctx, ruleId, id, test),
});

export const deleteRuleTestAction = action({
  name: 'delete rule test',
  schema: z.strictObject({ ruleId: id, id }),
  guard: adminContext,
  handle: async (ctx, { ruleId, id }) => {
    await deleteRuleTest(ctx, ruleId, id);
    return null;
  },
});

export const startReplayAction = action({
  name: 'start replay',
  schema: replayInput,
  guard: adminContext,
  handle: startReplay,
});

export const listReplaysAction = action({
  name: 'list replays',
  schema: replayFilter,
  guard: adminContext,
  handle: listReplays,
});

export const findReplayAction = action({
  name: 'find replay',
  schema: findReplayInput,
  guard: adminContext,
  handle: findReplay,
});

export const cancelReplayAction = action({
  name: 'cancel replay',
  schema: z.strictObject({ id }),
  guard: adminContext,
  handle: (ctx, { id }) => cancelReplay(ctx, id),
});

export const listReplayCasesAction = action({
  name: 'list replay cases',
  schema: z.strictObject({ id, filter: replayCaseFilter }),
  guard: adminContext,
  handle: (ctx, { id, filter }) => listReplayCases(ctx, id, filter),
});

export const getReplayCaseAction = action({
  name: 'get replay case',
  schema: z.strictObject({ id, position: z.number().int().min(0) }),
  guard: adminContext,
  handle: (ctx, { id, position }) => getReplayCase(ctx, id, position),
});
