import { bigint, boolean, index, integer, json, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Cause, RecordedActor } from '@/lib/actor';
import { type JsonObject, moment, sealed } from './columns';

/** A live rule. `version` grows with each save; the saved states are in `rule_versions`. */
export const rules = pgTable('rules', {
  /** `rul_` + 16 alphanumerics. */
  id: text('id').primaryKey(),
  name: text('name').notNull().unique(),
  script: text('script').notNull(),
  /** Ascending; unique in the tenant, checked by the verb under a lock so that a reorder is one statement. */
  order: integer('order').notNull(),
  enabled: boolean('enabled').notNull(),
  stage: text('stage').notNull(),
  version: bigint('version', { mode: 'number' }).notNull(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

/** Every state a rule was ever in, kept after the rule is deleted. */
export const ruleVersions = pgTable(
  'rule_versions',
  {
    ruleId: text('rule_id').notNull(),
    version: bigint('version', { mode: 'number' }).notNull(),
    at: moment('at').notNull(),
    actor: jsonb('actor').$type<RecordedActor>().notNull(),
    cause: text('cause').$type<Cause>().notNull(),
    /** Null after a delete. */
    state: jsonb('state').$type<{ name: string; script: string; order: number; enabled: boolean } | null>(),
  },
  (t) => [primaryKey({ columns: [t.ruleId, t.version] })],
);

/** Code of a rule that is being worked on. Nothing runs it but trials. */
export const ruleDrafts = pgTable('rule_drafts', {
  ruleId: text('rule_id').primaryKey(),
  script: text('script').notNull(),
  /** The version of the rule that the work began from. */
  baseVersion: bigint('base_version', { mode: 'number' }).notNull(),
  actor: jsonb('actor').$type<RecordedActor>().notNull(),
  updatedAt: moment('updated_at').notNull(),
});

/**
 * A saved sign-in that a rule or an Action is tested with, and what is to come of it; `lib/trials` holds the schema of
 * both. The names of table and index are from the time when there were tests of rules alone.
 */
export const ruleTests = pgTable(
  'rule_tests',
  {
    /** `tst_` + 16 alphanumerics. */
    id: text('id').primaryKey(),
    kind: text('kind').$type<'rule' | 'action'>().notNull().default('rule'),
    /** The rule or Action. */
    ownerId: text('rule_id').notNull(),
    /** Whose profile the definition holds a copy of: the test goes with the user. Null for a reference or nobody. */
    userId: text('user_id'),
    name: text('name').notNull(),
    /** Text, since it holds any JSON that a rule may be given. */
    definition: json('definition').$type<JsonObject>().notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [index('rule_tests_rule').on(t.ownerId, t.createdAt), index('rule_tests_user').on(t.userId)],
);

/** What a replay found to be different with a draft, sign-in by sign-in. Goes with its job, or with the user. */
export const replayCases = pgTable(
  'replay_cases',
  {
    /** The id of the job. */
    replayId: text('replay_id').notNull(),
    position: integer('position').notNull(),
    userId: text('user_id').notNull(),
    userName: text('user_name'),
    /** Of the recorded sign-in; null where a stored user was tried. */
    signInId: text('sign_in_id'),
    changes: jsonb('changes').$type<string[]>().notNull(),
    /** With the rules as they are, and with the draft. */
    before: json('before').$type<JsonObject>().notNull(),
    after: json('after').$type<JsonObject>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.replayId, t.position] }), index('replay_cases_user').on(t.userId)],
);

/** Values of the `configuration` object of rules. Write-only through every door. */
export const ruleConfigs = pgTable('rule_configs', {
  key: text('key').primaryKey(),
  value: sealed('value').notNull(),
  updatedAt: moment('updated_at').notNull(),
});
