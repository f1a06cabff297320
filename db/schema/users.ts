import { bigint, boolean, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { type JsonObject, moment } from './columns';

/** One row a user. No index but the key: uniqueness lives in `login_keys`, search in `user_search`. */
export const users = pgTable('users', {
  userId: text('user_id').primaryKey(),
  /** Name of the connection of the primary identity. */
  connection: text('connection').notNull(),
  email: text('email'),
  emailVerified: boolean('email_verified'),
  username: text('username'),
  phoneNumber: text('phone_number'),
  phoneVerified: boolean('phone_verified'),
  name: text('name'),
  nickname: text('nickname'),
  givenName: text('given_name'),
  familyName: text('family_name'),
  picture: text('picture'),
  /** Set by administrators only. */
  blocked: boolean('blocked'),
  lastPasswordReset: moment('last_password_reset'),
  /** The user may write it. Null until the first write, which the API shows as an absent key. */
  userMetadata: jsonb('user_metadata').$type<JsonObject>(),
  /** Only administrators, machine clients and rules may write it. */
  appMetadata: jsonb('app_metadata').$type<JsonObject>(),
  createdAt: moment('created_at').notNull(),
  /** Grows by one with each recorded change; the ETag. A login does not move it. */
  version: bigint('version', { mode: 'number' }).notNull(),
});

/**
 * Facts that each login moves. Apart from `user_search`, so that a login re-indexes these three small orders and no
 * terms. Without them a sort by last login reads everybody.
 */
export const userActivity = pgTable(
  'user_activity',
  {
    userId: text('user_id').primaryKey(),
    updatedAt: moment('updated_at').notNull(),
    lastLogin: moment('last_login'),
    loginsCount: bigint('logins_count', { mode: 'number' }),
    lastIp: text('last_ip'),
  },
  (t) => [
    index('user_activity_updated_at').on(t.updatedAt, t.userId),
    index('user_activity_last_login').on(t.lastLogin, t.userId),
    index('user_activity_logins_count').on(t.loginsCount, t.userId),
  ],
);
