import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** Public keys that applications keep for a user's device (`reference/management-api.md` 8.3). */
export const deviceCredentials = pgTable(
  'device_credentials',
  {
    /** `dcr_` + 16 alphanumerics. */
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    clientId: text('client_id').notNull(),
    deviceId: text('device_id').notNull(),
    deviceName: text('device_name').notNull(),
    value: text('value').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [index('device_credentials_user').on(t.userId)],
);
