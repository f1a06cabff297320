import { pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** Links that the command line prints: making the first administrator. Only the hash is kept. */
export const oneTimeLinks = pgTable('one_time_links', {
  tokenHash: text('token_hash').primaryKey(),
  purpose: text('purpose').$type<'setup'>().notNull(),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
});
