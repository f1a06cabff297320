import { pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/**
 * Who may use the console. Apart from metadata and from the tenant's own roles, so that nothing a rule, an import or
 * a Management API client may write can make an administrator.
 */
export const admins = pgTable('admins', {
  userId: text('user_id').primaryKey(),
  role: text('role').$type<'admin'>().notNull(),
  createdAt: moment('created_at').notNull(),
});
