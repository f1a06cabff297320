import { boolean, index, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** Links that change a password or prove an e-mail address: single use by one atomic UPDATE; only the hash is kept. */
export const tickets = pgTable(
  'tickets',
  {
    tokenHash: text('token_hash').primaryKey(),
    kind: text('kind').$type<'password' | 'email'>().notNull(),
    userId: text('user_id').notNull(),
    /** The address of the user when it was made: with another one it opens nothing any more. */
    email: text('email'),
    clientId: text('client_id'),
    resultUrl: text('result_url'),
    marksEmailAsVerified: boolean('marks_email_as_verified').notNull(),
    includesEmail: boolean('includes_email').notNull(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (t) => [index('tickets_user').on(t.userId)],
);
