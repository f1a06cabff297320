import { bigint, boolean, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** Searches of users that administrators keep, for all of them or for one. Only `lib/saved-searches` writes it. */
export const savedSearches = pgTable(
  'saved_searches',
  {
    /** `sav_` + 16 alphanumerics. */
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    q: text('q').notNull(),
    /** `field:1` or `field:-1`; null for the list's own. */
    sort: text('sort'),
    /** Columns of the list, in order; null for those of whoever opens it. */
    columns: jsonb('columns').$type<string[]>(),
    /** The administrator who made it. */
    ownerId: text('owner_id').notNull(),
    isShared: boolean('is_shared').notNull(),
    /** Among whom the name is taken: empty for shared ones, else the owner's id. */
    space: text('space').notNull(),
    version: bigint('version', { mode: 'number' }).notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [uniqueIndex('saved_searches_name').on(t.space, t.name)],
);
