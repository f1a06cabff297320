import { and, eq } from 'drizzle-orm';
import { ruleVersions } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { fetchRule } from './internal';
import type { RuleVersion } from './list-rules';
import { type RuleDraft, saveRuleDraft } from './rule-drafts';
import type { VersionedRule } from './schemas';
import { updateRule } from './update-rule';

/** One saved state of a rule, also of one that is deleted. One statement. Throws NotFound. */
export async function getRuleVersion(ctx: Context, id: string, version: number): Promise<RuleVersion> {
  authorize(ctx, 'read:rules');
  const [row] = await ctx.db
    .select()
    .from(ruleVersions)
    .where(and(eq(ruleVersions.ruleId, id), eq(ruleVersions.version, version)));
  if (!row) throw new NotFound('The rule has no such version.');
  const { at, actor, cause, state } = row;
  return { version, at: at.toISOString(), actor, cause, state: state ?? null };
}

/** The code of an old version. Throws NotFound, also for the version that records a delete. */
async function scriptOf(ctx: Context, id: string, version: number): Promise<string> {
  const { state } = await getRuleVersion(ctx, id, version);
  if (!state) throw new NotFound('The rule was deleted in this version.');
  return state.script;
}

/** Makes the code of an old version what sign-ins run, as a new version. Name, place and switch stay. As `updateRule`. */
export async function restoreRuleVersion(
  ctx: Context,
  id: string,
  version: number,
  options: { expectedVersion?: number | undefined } = {},
): Promise<VersionedRule> {
  authorize(ctx, 'update:rules');
  return updateRule(ctx, id, { script: await scriptOf(ctx, id, version) }, options);
}

/** Puts the code of an old version into the draft, to go on from there. As `saveRuleDraft`. */
export async function draftRuleVersion(ctx: Context, id: string, version: number): Promise<RuleDraft> {
  authorize(ctx, 'update:rules');
  const { version: live } = await fetchRule(ctx, id);
  return saveRuleDraft(ctx, id, { script: await scriptOf(ctx, id, version), base_version: live });
}
