import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Json } from './columns';

/** The tenant's settings by name; `lib/settings` holds the schema and defaults. */
export const settings = pgTable('settings', {
  key: text('key').primaryKey(),
  value: jsonb('value').$type<Json>().notNull(),
});
