import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';

/** How far `user_search` has been brought to the form that this version writes. One row. */
export const searchState = pgTable('search_state', {
  one: boolean('one').primaryKey().default(true),
  /** `searchFormat` of lib/search that every row is known to have. */
  format: integer('format').notNull(),
  /** The last user that a rebuild under way has done; null when none is. */
  rebuiltTo: text('rebuilt_to'),
});
