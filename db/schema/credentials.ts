import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** The passwords of users of our own store. Read by sign-in only; never presented, exported or put into history. */
export const credentials = pgTable(
  'credentials',
  {
    userId: text('user_id').notNull(),
    /** Whose password: empty for the main identity, `auth0|<id>` for one that was linked to it. */
    identity: text('identity').notNull().default(''),
    /** A PHC string (argon2id for ours) or, for an imported hash, `$annex-import$` and its JSON description. */
    passwordHash: text('password_hash').notNull(),
    /** Hashes of the passwords before, newest first, as many as the connection's `password_history` asks for. */
    earlier: jsonb('earlier').$type<string[]>().notNull().default([]),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.identity] })],
);
