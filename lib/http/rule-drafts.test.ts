import { expect, it } from 'vitest';
import { createRule, getRule, getRuleDraft, saveRuleDraft, updateRule } from '@/lib/rules';
import { testDatabase } from '@/lib/testing';
import { openRule } from './rule-drafts';

const database = testDatabase();
const script = (value: number) => `function (u, c, cb) { c.idToken.v = ${value}; cb(null, u, c); }`;

async function opened(id: string) {
  const ctx = database.context();
  return openRule(ctx, await getRule(ctx, id), await getRuleDraft(ctx, id));
}

it('opens a rule without a draft as it is live', async () => {
  const made = await createRule(database.context(), { name: 'plain', script: script(1) });
  expect(await opened(made.rule.id)).toEqual({ live: made, draft: null, draftBase: null });
});

it('tells a draft whose live code was changed since from one whose name or switch was', async () => {
  const ctx = database.context();
  const { rule } = await createRule(ctx, { name: 'drafted', script: script(1) });
  await saveRuleDraft(ctx, rule.id, { script: script(2) });
  expect(await opened(rule.id)).toMatchObject({
    draft: { script: script(2), base_version: 1 },
    draftBase: null,
  });

  await updateRule(ctx, rule.id, { enabled: false });
  expect(await opened(rule.id)).toMatchObject({ live: { version: 2 }, draftBase: null });

  await updateRule(ctx, rule.id, { script: script(3) });
  expect(await opened(rule.id)).toMatchObject({
    live: { version: 3, rule: { script: script(3) } },
    draft: { script: script(2) },
    draftBase: { version: 1, rule: { script: script(1), name: 'drafted' } },
  });
});
