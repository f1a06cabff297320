import { customType, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Actor } from '@/lib/actor';
import { type Json, type JsonObject, moment } from './columns';

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** Work of the background, as the contract shows it (`reference/management-api.md` 6). Only `lib/queue` writes it. */
export const jobs = pgTable(
  'jobs',
  {
    /** `job_` + 16 alphanumerics. */
    id: text('id').primaryKey(),
    /** The contract's `type`: `users_import`, `users_export` … */
    kind: text('kind').notNull(),
    /** `pending` until it has ended, also while it runs. */
    status: text('status').$type<'pending' | 'completed' | 'failed'>().notNull(),
    /** What is to be done, as the kind's schema has it. */
    payload: jsonb('payload').$type<JsonObject>().notNull(),
    /** Who asked for it. The work itself is done as actor `job`. */
    requestedBy: jsonb('requested_by').$type<Actor>().notNull(),
    createdAt: moment('created_at').notNull(),
    startedAt: moment('started_at'),
    endedAt: moment('ended_at'),
    /** Names the run that holds the job: no other one may write it any more. */
    run: text('run'),
    /** How often it was begun since it last got on. */
    attempts: integer('attempts').notNull(),
    percentageDone: integer('percentage_done').notNull(),
    /** Where the work stands, in the kind's own form: what the next run needs to go on. */
    state: jsonb('state').$type<Json>(),
    summary: jsonb('summary').$type<JsonObject>(),
    statusDetails: text('status_details'),
  },
  (t) => [
    index('jobs_status').on(t.status, t.createdAt),
    index('jobs_ended_at').on(t.endedAt),
    index('jobs_kind').on(t.kind, t.createdAt),
  ],
);

/** The file of a job in pieces: what was uploaded for it, or what it made. Streamed, never held whole. */
export const jobFiles = pgTable(
  'job_files',
  {
    jobId: text('job_id').notNull(),
    position: integer('position').notNull(),
    data: bytes('data').notNull(),
    storedAt: moment('stored_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.position] })],
);

/** What became of records that a job could not take as they were. Secrets are redacted before they come here. */
export const jobErrors = pgTable(
  'job_errors',
  {
    jobId: text('job_id').notNull(),
    position: integer('position').notNull(),
    report: jsonb('report').$type<JsonObject>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.position] })],
);
