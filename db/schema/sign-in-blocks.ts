import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** Names that an address may not try passwords for at the moment, so that they can be shown and lifted. */
export const signInBlocks = pgTable(
  'sign_in_blocks',
  {
    /** Of the count in `rate_limits` that ran over; without it there is no block. */
    key: text('key').primaryKey(),
    /** As names are compared: NFC, lower case. */
    identifier: text('identifier').notNull(),
    connection: text('connection').notNull(),
    ip: text('ip').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [index('sign_in_blocks_identifier').on(t.identifier)],
);
