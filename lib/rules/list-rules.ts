import { asc, desc, eq } from 'drizzle-orm';
import { rules, ruleVersions } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Cause, RecordedActor } from '@/lib/actor';
import type { Context } from '@/lib/context';
import { fetchRule, presentRule } from './internal';
import type { VersionedRule } from './schemas';

/** All rules in the order they run; there are at most a few dozen. One statement. */
export async function listRules(ctx: Context): Promise<VersionedRule[]> {
  authorize(ctx, 'read:rules');
  const rows = await ctx.db.select().from(rules).orderBy(asc(rules.order), asc(rules.id));
  return rows.map(presentRule);
}

/** One rule. Throws NotFound `inexistent_rule`. */
export async function getRule(ctx: Context, id: string): Promise<VersionedRule> {
  authorize(ctx, 'read:rules');
  return presentRule(await fetchRule(ctx, id));
}

export type RuleVersion = {
  version: number;
  at: string;
  actor: RecordedActor;
  cause: Cause;
  /** Null in the row that records a delete. */
  state: { name: string; script: string; order: number; enabled: boolean } | null;
};

/** The newest 100 states that a rule was saved in, newest first. */
export async function listRuleVersions(ctx: Context, id: string): Promise<RuleVersion[]> {
  authorize(ctx, 'read:rules');
  const rows = await ctx.db
    .select()
    .from(ruleVersions)
    .where(eq(ruleVersions.ruleId, id))
    .orderBy(desc(ruleVersions.version))
    .limit(100);
  return rows.map(({ version, at, actor, cause, state }) => ({
    version,
    at: at.toISOString(),
    actor,
    cause,
    state: state ?? null,
  }));
}
