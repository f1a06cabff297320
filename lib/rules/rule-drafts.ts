import { asc, eq } from 'drizzle-orm';
import { ruleDrafts } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type RecordedActor, recordedActor } from '@/lib/actor';
import type { Context } from '@/lib/context';
import { Conflict, Invalid, NotFound, PreconditionFailed } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { assertCodeFits } from './authoring-limits';
import { fetchRule } from './internal';
import { type SaveDraftInput, saveDraftInput, type VersionedRule } from './schemas';
import { updateRule } from './update-rule';
import { changeRules } from './write';

export type RuleDraft = {
  rule_id: string;
  script: string;
  /** The version of the rule that the work began from; deploying on another one is refused. */
  base_version: number;
  updated_at: string;
  actor: RecordedActor;
};

type Row = typeof ruleDrafts.$inferSelect;

const present = ({ ruleId, script, baseVersion, updatedAt, actor }: Row): RuleDraft => ({
  rule_id: ruleId,
  script,
  base_version: baseVersion,
  updated_at: updatedAt.toISOString(),
  actor,
});

async function findDraft(ctx: Context, ruleId: string): Promise<Row | undefined> {
  const [row] = await ctx.db.select().from(ruleDrafts).where(eq(ruleDrafts.ruleId, ruleId));
  return row;
}

/** Refuses to go over a draft that somebody else saved meanwhile; one that is gone is no loss. */
function assertDraft(stored: Row | undefined, expected: string | null | undefined): void {
  if (!stored || expected === undefined || stored.script === expected) return;
  const { script, base_version, updated_at } = present(stored);
  throw new PreconditionFailed('Somebody else saved another draft of this rule meanwhile.', {
    data: { draft: { script, base_version, updated_at } },
  });
}

/** The code that is being worked on, or null: then the rule as it is live is all there is. One statement. */
export async function getRuleDraft(ctx: Context, ruleId: string): Promise<RuleDraft | null> {
  authorize(ctx, 'read:rules', 'update:rules');
  const row = await findDraft(ctx, ruleId);
  return row ? present(row) : null;
}

/** Ids of the rules that have a draft which is not live. One statement. */
export async function listDraftedRules(ctx: Context): Promise<string[]> {
  authorize(ctx, 'read:rules', 'update:rules');
  const rows = await ctx.db
    .select({ id: ruleDrafts.ruleId })
    .from(ruleDrafts)
    .orderBy(asc(ruleDrafts.ruleId));
  return rows.map(({ id }) => id);
}

/**
 * Keeps code of a rule without running it: sign-ins go on as before. It need not be a whole function yet. With
 * `base_version` the work goes on from that version of the rule; else from that of the draft there is, or of now.
 * Throws NotFound `inexistent_rule`, and PreconditionFailed with the draft there is where it is not `expected_script`.
 */
export async function saveRuleDraft(ctx: Context, ruleId: string, input: SaveDraftInput): Promise<RuleDraft> {
  authorize(ctx, 'update:rules');
  const { script, base_version, expected_script } = parseInput(saveDraftInput, input);
  assertCodeFits('script', script);
  return changeRules(ctx, async (tx) => {
    const rule = await fetchRule(tx, ruleId);
    const old = await findDraft(tx, ruleId);
    assertDraft(old, expected_script);
    const baseVersion = base_version ?? old?.baseVersion ?? rule.version;
    if (baseVersion > rule.version) {
      throw new Invalid(`The rule is at version ${rule.version}.`, {
        fields: { base_version: 'There is no such version yet.' },
      });
    }
    const row = { ruleId, script, baseVersion, actor: recordedActor(tx.actor), updatedAt: tx.now() };
    await tx.db.insert(ruleDrafts).values(row).onConflictDoUpdate({ target: ruleDrafts.ruleId, set: row });
    await noteDraft(tx, ruleId, { before: old, after: row });
    return present(row);
  });
}

/** Says that a draft was changed, and not to what: code may hold secrets. */
function noteDraft(ctx: Context, id: string, { before, after }: { before?: Row | undefined; after?: Row }) {
  const shape = (row: Row | undefined) => (row ? { base_version: row.baseVersion } : null);
  return recordChange(ctx, { kind: 'rule_draft', id, before: shape(before), after: shape(after) });
}

/** Drops the draft of a rule. Silent when there is none. Throws PreconditionFailed where it is not `expectedScript`. */
export async function discardRuleDraft(
  ctx: Context,
  ruleId: string,
  { expectedScript }: { expectedScript?: string | null | undefined } = {},
): Promise<void> {
  authorize(ctx, 'update:rules');
  await changeRules(ctx, async (tx) => {
    const [gone] = await tx.db.delete(ruleDrafts).where(eq(ruleDrafts.ruleId, ruleId)).returning();
    assertDraft(gone, expectedScript);
    if (gone) await noteDraft(tx, ruleId, { before: gone });
  });
}

/**
 * Makes the draft what sign-ins run, as the next version, and drops the draft. Throws NotFound when there is none,
 * Invalid for code that is not one function, and PreconditionFailed when the rule has another version than the draft
 * began from, unless `expectedVersion` says that this one is known; Conflict when the draft is not `expectedScript`.
 */
export async function deployRuleDraft(
  ctx: Context,
  ruleId: string,
  options: { expectedVersion?: number | undefined; expectedScript?: string } = {},
): Promise<VersionedRule> {
  authorize(ctx, 'update:rules');
  return changeRules(ctx, async (tx) => {
    const [draft] = await tx.db.delete(ruleDrafts).where(eq(ruleDrafts.ruleId, ruleId)).returning();
    if (!draft) throw new NotFound('The rule has no draft.');
    await noteDraft(tx, ruleId, { before: draft });
    const { script, baseVersion } = draft;
    const { expectedVersion = baseVersion, expectedScript = script } = options;
    if (expectedScript !== script) throw new Conflict('The draft was changed meanwhile. Look at it again.');
    return updateRule(tx, ruleId, { script }, { expectedVersion });
  });
}
