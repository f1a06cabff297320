import { z } from 'zod';
import { printable } from '@/lib/printable';
import {
  addUserPermissions,
  assignRoles,
  type EffectivePermission,
  type EffectiveRole,
  effectivePermission,
  effectiveRole,
  listEffectivePermissions,
  listEffectiveRoles,
  listUserPermissions,
  listUserRoles,
  permissionList,
  removeRoles,
  removeUserPermissions,
  roleIds,
  roleView,
  userPermissionView,
} from '@/lib/roles';
import { checkpoint, listBody, listSchemas } from './lists';
import { declare, type ManagementApp } from './operation';
import { paging } from './query';
import { nothing } from './roles';

/** Lists that can be paged by checkpoint only answer so unasked. */
const alwaysByCheckpoint = <T extends { from?: string | undefined; take?: number | undefined }>(
  query: T,
) => ({
  take: 50,
  ...query,
});

/** `/users/{id}/roles` and `/users/{id}/permissions`: `reference/management-api.md` 2.8. */
export function mountUserAccess(app: ManagementApp): void {
  mountUserRoles(app);
  mountUserPermissions(app);
}

function mountUserRoles(app: ManagementApp): void {
  const path = '/users/{id}/roles';
  declare(app, {
    method: 'get',
    path,
    summary: 'List the roles of a user',
    scopes: ['read:users', 'read:roles', 'read:role_members'],
    query: z.strictObject(paging),
    responses: { 200: listSchemas('roles', roleView) },
    handle: async (ctx, { id, query }) => ({
      body: await listBody(query, { key: 'roles', load: (slice) => listUserRoles(ctx, id, slice) }),
    }),
  });
  declare(app, {
    method: 'post',
    path,
    summary: 'Give roles to a user',
    scopes: ['update:users', 'create:role_members'],
    body: roleIds,
    responses: { 204: null },
    handle: async (ctx, { id, body }) => {
      await assignRoles(ctx, id, body);
      return { status: 204 };
    },
  });
  declare(app, {
    method: 'delete',
    path,
    summary: 'Take roles from a user',
    scopes: ['update:users', 'delete:role_members'],
    body: roleIds,
    responses: { 204: null },
    handle: async (ctx, { id, body }) => {
      await removeRoles(ctx, id, body);
      return { status: 204 };
    },
  });
  declare(app, {
    method: 'get',
    path: '/users/{id}/effective-roles',
    summary: 'List the roles of a user and where they come from',
    scopes: ['read:users', 'read:roles', 'read:role_members'],
    query: z.strictObject(checkpoint),
    responses: { 200: z.strictObject({ roles: z.array(effectiveRole), next: z.string().optional() }) },
    handle: async (ctx, { id, query }) => ({
      body: await listBody(alwaysByCheckpoint(query), {
        key: 'roles',
        load: (slice) => listEffectiveRoles(ctx, id, slice),
        idOf: (role: EffectiveRole) => role.id,
      }),
    }),
  });
}

function mountUserPermissions(app: ManagementApp): void {
  const path = '/users/{id}/permissions';
  declare(app, {
    method: 'get',
    path,
    summary: 'List the permissions of a user',
    scopes: ['read:users'],
    query: z.strictObject(paging),
    responses: { 200: listSchemas('permissions', userPermissionView) },
    handle: async (ctx, { id, query }) => ({
      body: await listBody(query, {
        key: 'permissions',
        load: (slice) => listUserPermissions(ctx, id, slice),
      }),
    }),
  });
  declare(app, {
    method: 'post',
    path,
    summary: 'Give permissions to a user',
    scopes: ['update:users'],
    body: permissionList,
    responses: { 201: nothing },
    handle: async (ctx, { id, body }) => {
      await addUserPermissions(ctx, id, body);
      return { status: 201, body: {} };
    },
  });
  declare(app, {
    method: 'delete',
    path,
    summary: 'Take permissions from a user',
    scopes: ['update:users'],
    body: permissionList,
    responses: { 204: null },
    handle: async (ctx, { id, body }) => {
      await removeUserPermissions(ctx, id, body);
      return { status: 204 };
    },
  });
  declare(app, {
    method: 'get',
    path: '/users/{id}/effective-permissions',
    summary: 'List the permissions of a user at an API and where they come from',
    scopes: ['read:users'],
    query: z.strictObject({ ...checkpoint, resource_server_identifier: printable(600) }),
    responses: {
      200: z.strictObject({ permissions: z.array(effectivePermission), next: z.string().optional() }),
    },
    handle: async (ctx, { id, query }) => ({
      body: await listBody(alwaysByCheckpoint(query), {
        key: 'permissions',
        load: (slice) => listEffectivePermissions(ctx, id, query.resource_server_identifier, slice),
        idOf: (permission: EffectivePermission) => permission.permission_name,
      }),
    }),
  });
}
