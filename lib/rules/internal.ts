import { eq, sql } from 'drizzle-orm';
import { notifiedCache } from '@/db/notified-cache';
import { rules, ruleVersions } from '@/db/schema';
import { recordedActor } from '@/lib/actor';
import { announce, announcement } from '@/lib/announce';
import type { Context } from '@/lib/context';
import { Conflict, NotFound, PreconditionFailed } from '@/lib/errors';
import { invalidProperty } from '@/lib/input';
import { changeInsert } from '@/lib/logs';
import { assertCodeFits } from './authoring-limits';
import { checkRule } from './runner';
import type { VersionedRule } from './schemas';

export type RuleRow = typeof rules.$inferSelect;

/** What every sign-in reads: the enabled rules in order and the configuration values. */
export const liveRulesCache = notifiedCache<LiveRules>('rules');
export type LiveRules = {
  rules: { id: string; name: string; script: string; version: number }[];
  configuration: Record<string, string>;
};

export function presentRule(row: RuleRow): VersionedRule {
  const { id, name, script, order, enabled, stage } = row;
  return {
    rule: { id, name, script, order, enabled, stage },
    version: row.version,
    updatedAt: row.updatedAt.toISOString(),
  };
}

export async function fetchRule(
  ctx: Context,
  id: string,
  options: { lock?: boolean } = {},
): Promise<RuleRow> {
  const query = ctx.db.select().from(rules).where(eq(rules.id, id));
  const [row] = await (options.lock ? query.for('update') : query);
  if (!row) throw new NotFound('The rule does not exist', { errorCode: 'inexistent_rule' });
  return row;
}

export function assertRuleVersion(row: RuleRow, expected: number | undefined): void {
  if (expected === undefined || expected === row.version) return;
  throw new PreconditionFailed(
    `The rule is at version ${row.version} now; your change was made on version ${expected}.`,
    { data: presentRule(row) },
  );
}

/** Refuses a script that is too large, or not one function expression: with its line and column in the rule's source. */
export function assertRuns(script: string): void {
  assertCodeFits('script', script);
  const parsed = checkRule(script);
  if (parsed.ok) return;
  const { message, line, column } = parsed;
  throw invalidProperty('script', `${message} (line ${line})`, {
    fields: { script: `Line ${line}: ${message}` },
    data: { line, column },
  });
}

/** One writer of rules at a time, so that orders stay unique through any change. */
export async function lockRules(ctx: Context): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtext('annex.rules'))`);
}

export async function assertOrderFree(ctx: Context, order: number, self?: string): Promise<void> {
  const [clash] = await ctx.db.select({ id: rules.id }).from(rules).where(eq(rules.order, order));
  if (clash && clash.id !== self) throw new Conflict('A rule with the same order already exists');
}

export async function assertNameFree(ctx: Context, name: string, self?: string): Promise<void> {
  const [clash] = await ctx.db.select({ id: rules.id }).from(rules).where(eq(rules.name, name));
  if (clash && clash.id !== self) throw new Conflict('A rule with the same name already exists');
}

/** The version row and the log row of a saved (or deleted) state; they ride in the caller's transaction. */
export async function recordRuleVersion(ctx: Context, row: RuleRow, deleted = false): Promise<void> {
  const { name, script, order, enabled } = row;
  await ctx.db.insert(ruleVersions).values({
    ruleId: row.id,
    version: row.version,
    at: ctx.now(),
    actor: recordedActor(ctx.actor),
    cause: ctx.cause,
    state: deleted ? null : { name, script, order, enabled },
  });
  const version = (number: number) => ({ name, version: number });
  const log = changeInsert(ctx, {
    kind: 'rule',
    id: row.id,
    before: row.version === 1 ? null : version(row.version - 1),
    after: deleted ? null : version(row.version),
  });
  await ctx.db.execute(sql`with l as (${log}) ${announcement(ctx, 'rules')}`);
}

/** Tells every process, when the transaction commits, that sign-ins must read rules and configuration anew. */
export async function announceRules(ctx: Context): Promise<void> {
  await announce(ctx, 'rules');
}
