import { pgTable, text } from 'drizzle-orm/pg-core';

/**
 * Who a name signs in. `key` is `<connection>\x1f<kind>\x1f<lowered value>` with kind `email`, `username`, `phone`
 * or `sub` (provider identity); `\x1fid\x1f<user_id>` keeps the id that a linked account had for it. Uniqueness of names
 * lives here, so that it can be sharded by key.
 */
export const loginKeys = pgTable('login_keys', {
  key: text('key').primaryKey(),
  userId: text('user_id').notNull(),
  /** Which identity of the user has the name: empty for the main one, `<provider>|<id>` for one that was linked. */
  identity: text('identity').notNull().default(''),
});
