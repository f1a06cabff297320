import { bigint, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Cause, RecordedActor } from '@/lib/actor';
import { type Json, moment } from './columns';

/** Before and after of one key. An absent side was an absent key. */
export type Change = { before?: Json; after?: Json };

/** Keys are root fields (`email`), or `user_metadata.<key>` / `app_metadata.<key>` for the first level of a bag. */
export type Changes = { [key: string]: Change };

/** One row a recorded change of a user, kept after the user is deleted. Holds no password. */
export const userVersions = pgTable(
  'user_versions',
  {
    userId: text('user_id').notNull(),
    version: bigint('version', { mode: 'number' }).notNull(),
    at: moment('at').notNull(),
    actor: jsonb('actor').$type<RecordedActor>().notNull(),
    cause: text('cause').$type<Cause>().notNull(),
    requestId: text('request_id').notNull(),
    changes: jsonb('changes').$type<Changes>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.version] })],
);
