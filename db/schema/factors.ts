import { sql } from 'drizzle-orm';
import { bigint, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { moment, sealed } from './columns';

/** What people prove themselves by besides a password. Never presented with its secret, exported or put into history. */
export const authenticators = pgTable(
  'authenticators',
  {
    /** `totp|dev_…` or `recovery-code|dev_…`. */
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    type: text('type').$type<'otp' | 'recovery-code'>().notNull(),
    /** What its owner's application calls it. */
    name: text('name'),
    /** The key of an `otp`, sealed; null for a recovery code. */
    secret: sealed('secret'),
    /** SHA-256 of a recovery code; of an unconfirmed `otp`, of the recovery code that begins with it, if it is known yet. */
    codeHash: text('code_hash'),
    createdAt: moment('created_at').notNull(),
    /** When its first code was right. Before that it is nobody's factor. */
    confirmedAt: moment('confirmed_at'),
    lastUsedAt: moment('last_used_at'),
    /** Number of the 30 seconds whose code was used last: a code is good once. */
    lastStep: bigint('last_step', { mode: 'number' }),
  },
  (t) => [
    index('authenticators_user').on(t.userId),
    // One of a kind a person, so that two who enrol at one time are not both let in.
    uniqueIndex('authenticators_confirmed').on(t.userId, t.type).where(sql`confirmed_at is not null`),
  ],
);

/** Browsers in which a person need not prove their second factor for a while; the cookie's SHA-256 is kept. */
export const rememberedBrowsers = pgTable(
  'remembered_browsers',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: text('user_id').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [index('remembered_browsers_user').on(t.userId)],
);
