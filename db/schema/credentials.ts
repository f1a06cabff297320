import { pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** The password of a database user. Read by sign-in only; never presented, exported or put into history. */
export const credentials = pgTable('credentials', {
  userId: text('user_id').primaryKey(),
  /** A PHC string (argon2id for ours) or, for an imported hash, `$annex-import$` and its JSON description. */
  passwordHash: text('password_hash').notNull(),
  updatedAt: moment('updated_at').notNull(),
});
