import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { RecordedActor } from '@/lib/actor';
import { moment, sealed } from './columns';

export type ActionDependency = { name: string; version: string; registry_url?: string | undefined };

/** What one Action of an execution did; `started_at` and `ended_at` as ISO 8601. */
export type ActionExecutionResult = {
  action_id: string;
  action_name: string;
  version_id: string;
  started_at: string;
  ended_at: string;
  error?: { id: string; msg: string };
  /** Console output, cut. */
  logs?: { level: string; text: string }[];
};

/** An Action with its draft. What runs is the deployed version, never this. */
export const actions = pgTable('actions', {
  /** UUID. */
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  triggerId: text('trigger_id').notNull(),
  triggerVersion: text('trigger_version').notNull(),
  code: text('code').notNull(),
  dependencies: jsonb('dependencies').$type<ActionDependency[]>().notNull(),
  runtime: text('runtime').notNull(),
  /** Whether the draft is what the deployed version is. */
  allChangesDeployed: boolean('all_changes_deployed').notNull(),
  deployedVersionId: text('deployed_version_id'),
  /** Of the newest version; 0 before the first. */
  lastNumber: integer('last_number').notNull(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
  builtAt: moment('built_at').notNull(),
});

/** What was deployed once. Rows are never changed. */
export const actionVersions = pgTable(
  'action_versions',
  {
    id: text('id').primaryKey(),
    actionId: text('action_id').notNull(),
    /** From 1, in the order of deployments. */
    number: integer('number').notNull(),
    code: text('code').notNull(),
    dependencies: jsonb('dependencies').$type<ActionDependency[]>().notNull(),
    runtime: text('runtime').notNull(),
    triggerId: text('trigger_id').notNull(),
    triggerVersion: text('trigger_version').notNull(),
    createdAt: moment('created_at').notNull(),
    builtAt: moment('built_at').notNull(),
    /** Who deployed it; null where that was before Annex kept it. */
    actor: jsonb('actor').$type<RecordedActor>(),
  },
  (t) => [index('action_versions_action').on(t.actionId, t.number)],
);

/** Secrets of a draft, under the id of its Action, and of a version, under its own. Values never leave the server. */
export const actionSecrets = pgTable(
  'action_secrets',
  {
    ownerId: text('owner_id').notNull(),
    name: text('name').notNull(),
    value: sealed('value').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.ownerId, t.name] })],
);

/** Which Actions a trigger runs, in which order. */
export const actionBindings = pgTable(
  'action_bindings',
  {
    id: text('id').primaryKey(),
    triggerId: text('trigger_id').notNull(),
    actionId: text('action_id').notNull(),
    displayName: text('display_name').notNull(),
    /** From 0. */
    position: integer('position').notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [index('action_bindings_trigger').on(t.triggerId, t.position)],
);

/** One run of the Actions of a trigger, over a redirect and back. */
export const actionExecutions = pgTable(
  'action_executions',
  {
    id: text('id').primaryKey(),
    triggerId: text('trigger_id').notNull(),
    /** `final`, `partial` when an Action failed, `suspended` while the person is away. */
    status: text('status').notNull(),
    results: jsonb('results').$type<ActionExecutionResult[]>().notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [index('action_executions_created').on(t.createdAt)],
);
