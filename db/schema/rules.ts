import { bigint, boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Actor, Cause } from '@/lib/actor';
import { moment, sealed } from './columns';

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
    actor: jsonb('actor').$type<Actor>().notNull(),
    cause: text('cause').$type<Cause>().notNull(),
    /** Null after a delete. */
    state: jsonb('state').$type<{ name: string; script: string; order: number; enabled: boolean } | null>(),
  },
  (t) => [primaryKey({ columns: [t.ruleId, t.version] })],
);

/** Values of the `configuration` object of rules. Write-only through every door. */
export const ruleConfigs = pgTable('rule_configs', {
  key: text('key').primaryKey(),
  value: sealed('value').notNull(),
  updatedAt: moment('updated_at').notNull(),
});
