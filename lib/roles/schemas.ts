import { z } from 'zod';
import { only } from '@/lib/only';
import { printable } from '@/lib/printable';
import { audienceName, scopeValue } from '@/lib/resource-servers/schemas';

export const createRoleInput = z.strictObject({
  name: printable(255).min(1),
  description: printable(1000).optional(),
  type: only('tenant', 'roles of organizations').optional(),
});

export const updateRoleInput = z
  .strictObject({ name: printable(255).min(1).optional(), description: printable(1000).optional() })
  .refine((patch) => Object.keys(patch).length > 0, 'At least one property is needed');

/** Most ids or permissions that one call may name. */
const mostAtOnce = 1000;
const ids = z
  .array(printable(300).min(1))
  .min(1)
  .max(mostAtOnce)
  .transform((list) => [...new Set(list)]);

export const roleIds = z.strictObject({ roles: ids });
export const userIds = z.strictObject({ users: ids });

const permission = z.strictObject({ resource_server_identifier: audienceName, permission_name: scopeValue });
export const permissionList = z.strictObject({ permissions: z.array(permission).min(1).max(mostAtOnce) });

/** `reference/management-api.md` 8.3. */
export const roleView = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
});

export const roleUser = z.strictObject({
  user_id: z.string(),
  email: z.string().optional(),
  name: z.string().optional(),
  picture: z.string().optional(),
});

export const permissionView = z.strictObject({
  permission_name: z.string(),
  description: z.string().optional(),
  resource_server_name: z.string(),
  resource_server_identifier: z.string(),
});

/** 2.8. A direct grant has an empty id and name. */
export const userPermissionView = permissionView.extend({
  sources: z.array(
    z.strictObject({
      source_id: z.string(),
      source_name: z.string(),
      source_type: z.enum(['DIRECT', 'ROLE']),
    }),
  ),
});

export const effectiveRole = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  sources: z.array(z.literal('direct')),
});

export const effectivePermission = permissionView.extend({
  sources: z.array(z.enum(['direct', 'roles'])),
});

export type CreateRoleInput = z.input<typeof createRoleInput>;
export type UpdateRoleInput = z.input<typeof updateRoleInput>;
export type PermissionList = z.input<typeof permissionList>;
export type RoleView = z.infer<typeof roleView>;
export type RoleUser = z.infer<typeof roleUser>;
export type PermissionView = z.infer<typeof permissionView>;
export type UserPermissionView = z.infer<typeof userPermissionView>;
export type EffectiveRole = z.infer<typeof effectiveRole>;
export type EffectivePermission = z.infer<typeof effectivePermission>;
