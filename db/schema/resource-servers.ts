import { boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** An API that access tokens are for. `identifier` is the audience. */
export const resourceServers = pgTable('resource_servers', {
  identifier: text('identifier').primaryKey(),
  /** 24 hex. */
  id: text('id').notNull(),
  name: text('name').notNull(),
  scopes: jsonb('scopes').$type<{ value: string; description?: string }[]>().notNull(),
  /** Seconds; at most 2,592,000. */
  tokenLifetime: integer('token_lifetime').notNull(),
  allowOfflineAccess: boolean('allow_offline_access').notNull(),
  /** The Management API itself; cannot be changed or deleted. */
  isSystem: boolean('is_system').notNull(),
  createdAt: moment('created_at').notNull(),
});
