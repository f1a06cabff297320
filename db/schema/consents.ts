import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** What people let applications of others have. Deleting a row has them asked again. */
export const consents = pgTable(
  'consents',
  {
    userId: text('user_id').notNull(),
    clientId: text('client_id').notNull(),
    /** Empty where the application asked for no API. */
    audience: text('audience').notNull(),
    id: text('id').notNull(),
    /** With spaces between. */
    scope: text('scope').notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.clientId, t.audience] }),
    index('consents_client').on(t.clientId),
    index('consents_id').on(t.id),
  ],
);
