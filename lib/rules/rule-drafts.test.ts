import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '@/lib/context';
import { Conflict, Forbidden, Invalid, NotFound, PreconditionFailed } from '@/lib/errors';
import { testDatabase } from '@/lib/testing';
import {
  createRule,
  deleteRule,
  deployRuleDraft,
  discardRuleDraft,
  draftRuleVersion,
  getRule,
  getRuleDraft,
  getRuleVersion,
  listDraftedRules,
  listRuleVersions,
  restoreRuleVersion,
  saveRuleDraft,
  updateRule,
} from '.';
import { liveRules } from './live-rules';

const database = testDatabase();
const script = (version: number) => `function (u, c, cb) { c.idToken.v = ${version}; cb(null, u, c); }`;
let ctx: Context;
let id: string;
let names = 0;
beforeAll(() => {
  ctx = database.context();
});
beforeEach(async () => {
  id = (await createRule(ctx, { name: `Rule ${++names}`, script: script(1) })).rule.id;
});

const live = async () => (await liveRules(ctx)).rules.find((rule) => rule.id === id)?.script;

describe('a draft of two administrators', () => {
  it('is not replaced or dropped by who has not seen it, who is told what it is', async () => {
    const theirs = await saveRuleDraft(ctx, id, { script: script(2), expected_script: null });
    const mine = saveRuleDraft(ctx, id, { script: script(3), expected_script: null });
    await expect(mine).rejects.toThrow(PreconditionFailed);
    const { script: code, base_version, updated_at } = theirs;
    await expect(mine).rejects.toMatchObject({ data: { draft: { script: code, base_version, updated_at } } });
    const drop = discardRuleDraft(ctx, id, { expectedScript: script(1) });
    await expect(drop).rejects.toThrow(PreconditionFailed);
    expect(await getRuleDraft(ctx, id)).toMatchObject({ script: script(2) });
  });

  it('is replaced by who has seen it, and of two at once by one', async () => {
    await saveRuleDraft(ctx, id, { script: script(2) });
    const both = [3, 4].map((n) => saveRuleDraft(ctx, id, { script: script(n), expected_script: script(2) }));
    const ends = (await Promise.allSettled(both)).map(({ status }) => status);
    expect(ends.sort()).toEqual(['fulfilled', 'rejected']);
  });

  it("that is gone meanwhile stands in nobody's way", async () => {
    await saveRuleDraft(ctx, id, { script: script(3), expected_script: script(2) });
    expect(await getRuleDraft(ctx, id)).toMatchObject({ script: script(3) });
  });
});

describe('a draft', () => {
  it('is kept without running: sign-ins go on with the version that is live', async () => {
    await saveRuleDraft(ctx, id, { script: 'function (u' });
    expect(await live()).toBe(script(1));
    expect((await getRule(ctx, id)).version).toBe(1);
    expect(await getRuleDraft(ctx, id)).toMatchObject({ script: 'function (u', base_version: 1 });
    await discardRuleDraft(ctx, id);
    expect(await getRuleDraft(ctx, id)).toBeNull();
  });

  it('becomes the next version when it is deployed, and is gone', async () => {
    await saveRuleDraft(ctx, id, { script: script(2) });
    expect(await listDraftedRules(ctx)).toContain(id);
    expect(await deployRuleDraft(ctx, id)).toMatchObject({ version: 2, rule: { script: script(2) } });
    expect(await live()).toBe(script(2));
    expect(await getRuleDraft(ctx, id)).toBeNull();
    expect(await listDraftedRules(ctx)).not.toContain(id);
    await expect(deployRuleDraft(ctx, id)).rejects.toBeInstanceOf(NotFound);
  });

  it('that began from another version than is live is deployed only by somebody who says which', async () => {
    await saveRuleDraft(ctx, id, { script: script(2) });
    await updateRule(ctx, id, { script: script(9) });
    await saveRuleDraft(ctx, id, { script: script(3) });
    await expect(deployRuleDraft(ctx, id)).rejects.toBeInstanceOf(PreconditionFailed);
    expect(await getRuleDraft(ctx, id)).toMatchObject({ script: script(3), base_version: 1 });
    expect((await deployRuleDraft(ctx, id, { expectedVersion: 2 })).version).toBe(3);
  });

  it('that is no function, or not the one that was tested, stays where it is', async () => {
    await saveRuleDraft(ctx, id, { script: 'function (u' });
    await expect(deployRuleDraft(ctx, id)).rejects.toBeInstanceOf(Invalid);
    const other = deployRuleDraft(ctx, id, { expectedScript: script(2) });
    await expect(other).rejects.toBeInstanceOf(Conflict);
    expect(await getRuleDraft(ctx, id)).not.toBeNull();
  });

  it('is of a rule that exists, and goes with it', async () => {
    await expect(saveRuleDraft(ctx, 'rul_x', { script: 'x' })).rejects.toBeInstanceOf(NotFound);
    const ahead = saveRuleDraft(ctx, id, { script: 'x', base_version: 2 });
    await expect(ahead).rejects.toBeInstanceOf(Invalid);
    await saveRuleDraft(ctx, id, { script: 'x' });
    await deleteRule(ctx, id);
    expect(await getRuleDraft(ctx, id)).toBeNull();
  });

  it('leaves audit rows that say who and not what', async () => {
    await saveRuleDraft(ctx, id, { script: 'const secret = 4711' });
    const rows = await database.sql`select description, details::text from logs order by log_id desc limit 1`;
    expect(rows[0]).toMatchObject({ description: `Create rule_draft ${id}` });
    expect(rows[0]?.details).not.toContain('4711');
  });

  it('is changed by those who may change rules and nobody else', async () => {
    const reader = database.context({ type: 'client', clientId: 'c', scopes: ['read:rules'] });
    const attempts = [
      saveRuleDraft(reader, id, { script: 'x' }),
      discardRuleDraft(reader, id),
      deployRuleDraft(reader, id),
      restoreRuleVersion(reader, id, 1),
      draftRuleVersion(reader, id, 1),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toBeInstanceOf(Forbidden);
    const nobody = database.context({ type: 'client', clientId: 'c', scopes: [] });
    await expect(getRuleDraft(nobody, id)).rejects.toBeInstanceOf(Forbidden);
    await expect(listDraftedRules(nobody)).rejects.toBeInstanceOf(Forbidden);
  });
});

describe('an old version', () => {
  it('comes back as a new version, or as a draft that runs nowhere', async () => {
    await updateRule(ctx, id, { script: script(2), name: `Renamed ${names}` });
    expect((await getRuleVersion(ctx, id, 1)).state).toMatchObject({ script: script(1) });
    await draftRuleVersion(ctx, id, 1);
    expect(await live()).toBe(script(2));
    expect(await getRuleDraft(ctx, id)).toMatchObject({ script: script(1), base_version: 2 });
    const restored = await restoreRuleVersion(ctx, id, 1, { expectedVersion: 2 });
    expect(restored).toMatchObject({ version: 3, rule: { script: script(1), name: `Renamed ${names}` } });
    expect(await live()).toBe(script(1));
    expect(await listRuleVersions(ctx, id)).toHaveLength(3);
  });

  it('is not found when there is none, or when it records a delete', async () => {
    await expect(restoreRuleVersion(ctx, id, 7)).rejects.toBeInstanceOf(NotFound);
    await deleteRule(ctx, id);
    await expect(draftRuleVersion(ctx, id, 2)).rejects.toBeInstanceOf(NotFound);
    expect((await getRuleVersion(ctx, id, 2)).state).toBeNull();
  });
});
