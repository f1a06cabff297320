import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { type JsonObject, moment } from './columns';

/** Where users sign in. In this version every connection is a database connection (`strategy` `auth0`). */
export const connections = pgTable('connections', {
  name: text('name').primaryKey(),
  /** `con_` + 16 alphanumerics. */
  id: text('id').notNull(),
  strategy: text('strategy').notNull(),
  options: jsonb('options').$type<JsonObject>().notNull(),
  metadata: jsonb('metadata').$type<Record<string, string>>().notNull(),
  createdAt: moment('created_at').notNull(),
});
