import { boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { JsonObject } from './columns';

/** The accounts that are one user. `position` 0 is the primary. */
export const identities = pgTable(
  'identities',
  {
    userId: text('user_id').notNull(),
    provider: text('provider').notNull(),
    /** The id at the provider, without prefix. */
    identityUserId: text('identity_user_id').notNull(),
    connection: text('connection').notNull(),
    isSocial: boolean('is_social').notNull(),
    position: integer('position').notNull(),
    profileData: jsonb('profile_data').$type<JsonObject>(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.provider, t.identityUserId] })],
);
