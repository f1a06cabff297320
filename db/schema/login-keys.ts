import { pgTable, text } from 'drizzle-orm/pg-core';

/**
 * Who a name signs in. `key` is `<connection>\x1f<kind>\x1f<lowered value>` with kind `email`, `username`, `phone`
 * or `sub` (provider identity). Uniqueness of names lives here, so that it can be sharded by key.
 */
export const loginKeys = pgTable('login_keys', {
  key: text('key').primaryKey(),
  userId: text('user_id').notNull(),
});
