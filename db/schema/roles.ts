import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** A role of the tenant's own applications. Has nothing to do with `admins`, who use the console. */
export const roles = pgTable('roles', {
  /** `rol_` + 16 alphanumerics. */
  id: text('id').primaryKey(),
  name: text('name').notNull().unique(),
  description: text('description'),
  createdAt: moment('created_at').notNull(),
});

/** What a role allows: scopes of APIs. Every row's scope exists; a scope's end ends its rows. */
export const rolePermissions = pgTable(
  'role_permissions',
  {
    roleId: text('role_id').notNull(),
    /** Identifier of the API. */
    audience: text('audience').notNull(),
    permission: text('permission').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.roleId, t.audience, t.permission] }),
    index('role_permissions_scope').on(t.audience, t.permission),
  ],
);

/** Who has which role. */
export const userRoles = pgTable(
  'user_roles',
  {
    userId: text('user_id').notNull(),
    roleId: text('role_id').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.roleId] }), index('user_roles_members').on(t.roleId, t.userId)],
);

/** What a user may do beside their roles. Every row's scope exists. */
export const userPermissions = pgTable(
  'user_permissions',
  {
    userId: text('user_id').notNull(),
    audience: text('audience').notNull(),
    permission: text('permission').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.audience, t.permission] }),
    index('user_permissions_scope').on(t.audience, t.permission),
  ],
);
