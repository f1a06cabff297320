import { z } from 'zod';
import { only } from '@/lib/only';
import { printable } from '@/lib/printable';
import {
  addRolePermissions,
  assignUsers,
  createRole,
  createRoleInput,
  deleteRole,
  getRole,
  listRolePermissions,
  listRoles,
  listRoleUsers,
  permissionList,
  permissionView,
  type RoleUser,
  removeRolePermissions,
  roleUser,
  roleView,
  updateRole,
  updateRoleInput,
  userIds,
} from '@/lib/roles';
import { anyPaging, listBody, listSchemas } from './lists';
import { declare, type ManagementApp } from './operation';
import { paging } from './query';

const listQuery = z.strictObject({
  ...paging,
  name_filter: printable(255).optional(),
  type: only('tenant', 'roles of organizations').optional(),
});

/** What the contract answers where there is nothing to say. */
export const nothing = z.strictObject({});

/** `/roles`: `reference/management-api.md` 8.3, statuses as recorded there. */
export function mountRoles(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/roles',
    summary: 'List roles',
    scopes: ['read:roles'],
    query: listQuery,
    responses: { 200: listSchemas('roles', roleView) },
    handle: async (ctx, { query }) => ({
      body: await listBody(query, {
        key: 'roles',
        load: (slice) => listRoles(ctx, slice, { nameFilter: query.name_filter }),
      }),
    }),
  });
  declare(app, {
    method: 'post',
    path: '/roles',
    summary: 'Create a role',
    scopes: ['create:roles'],
    body: createRoleInput,
    responses: { 200: roleView },
    handle: async (ctx, { body }) => ({ body: await createRole(ctx, body) }),
  });
  declare(app, {
    method: 'get',
    path: '/roles/{id}',
    summary: 'Get a role',
    scopes: ['read:roles'],
    responses: { 200: roleView },
    handle: async (ctx, { id }) => ({ body: await getRole(ctx, id) }),
  });
  declare(app, {
    method: 'patch',
    path: '/roles/{id}',
    summary: 'Update a role',
    scopes: ['update:roles'],
    body: updateRoleInput,
    responses: { 200: roleView },
    handle: async (ctx, { id, body }) => ({ body: await updateRole(ctx, id, body) }),
  });
  declare(app, {
    method: 'delete',
    path: '/roles/{id}',
    summary: 'Delete a role',
    scopes: ['delete:roles'],
    responses: { 200: nothing },
    handle: async (ctx, { id }) => {
      await deleteRole(ctx, id);
      return { body: {} };
    },
  });
  mountRolePermissions(app);
  mountRoleUsers(app);
}

function mountRolePermissions(app: ManagementApp): void {
  const path = '/roles/{id}/permissions';
  declare(app, {
    method: 'get',
    path,
    summary: 'List the permissions of a role',
    scopes: ['read:roles'],
    query: z.strictObject(paging),
    responses: { 200: listSchemas('permissions', permissionView) },
    handle: async (ctx, { id, query }) => ({
      body: await listBody(query, {
        key: 'permissions',
        load: (slice) => listRolePermissions(ctx, id, slice),
      }),
    }),
  });
  declare(app, {
    method: 'post',
    path,
    summary: 'Add permissions to a role',
    scopes: ['update:roles'],
    body: permissionList,
    responses: { 201: nothing },
    handle: async (ctx, { id, body }) => {
      await addRolePermissions(ctx, id, body);
      return { status: 201, body: {} };
    },
  });
  declare(app, {
    method: 'delete',
    path,
    summary: 'Remove permissions from a role',
    scopes: ['update:roles'],
    body: permissionList,
    responses: { 204: null },
    handle: async (ctx, { id, body }) => {
      await removeRolePermissions(ctx, id, body);
      return { status: 204 };
    },
  });
}

function mountRoleUsers(app: ManagementApp): void {
  const path = '/roles/{id}/users';
  declare(app, {
    method: 'get',
    path,
    summary: 'List the users of a role',
    scopes: ['read:users', 'read:role_members'],
    query: z.strictObject(anyPaging),
    responses: { 200: listSchemas('users', roleUser, { checkpoint: true }) },
    handle: async (ctx, { id, query }) => ({
      body: await listBody(query, {
        key: 'users',
        load: (slice) => listRoleUsers(ctx, id, slice),
        idOf: (user: RoleUser) => user.user_id,
      }),
    }),
  });
  declare(app, {
    method: 'post',
    path,
    summary: 'Give a role to users',
    scopes: ['update:users', 'create:role_members'],
    body: userIds,
    responses: { 200: nothing },
    handle: async (ctx, { id, body }) => {
      await assignUsers(ctx, id, body);
      return { body: {} };
    },
  });
}
