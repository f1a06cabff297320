import { z } from 'zod';
import { everything, type Slice } from '@/lib/paging';
import {
  createDeviceCredential,
  createDeviceCredentialInput,
  deleteDeviceCredential,
  deleteGrantsOfUser,
  deleteUserGrant,
  deviceCredentialView,
  deviceTypes,
  listDeviceCredentials,
  listUserGrants,
  userGrantView,
} from '@/lib/sessions';
import { chosenOf, fieldFilter, filterFields } from './fields';
import { listBody, listSchemas } from './lists';
import { declare, type ManagementApp } from './operation';
import { paging } from './query';

type ByNumber = Extract<Slice, { by: 'number' }>;

/** Lists that have no checkpoints. */
const byNumber = (slice: Slice): ByNumber => (slice.by === 'number' ? slice : (everything as ByNumber));

const id = z.string().min(1).max(1024);

/** `/grants`: `reference/management-api.md` 8.3. */
export function mountGrants(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/grants',
    summary: 'List what users let applications have',
    scopes: ['read:grants'],
    query: z.strictObject({
      ...paging,
      user_id: id.optional(),
      client_id: id.optional(),
      audience: id.optional(),
    }),
    responses: { 200: listSchemas('grants', userGrantView) },
    handle: async (ctx, { query }) => ({
      body: await listBody(query, {
        key: 'grants',
        load: (slice) => {
          const { user_id: userId, client_id: clientId, audience } = query;
          return listUserGrants(ctx, { userId, clientId, audience }, byNumber(slice));
        },
      }),
    }),
  });
  declare(app, {
    method: 'delete',
    path: '/grants',
    summary: 'End every grant of a user',
    scopes: ['delete:grants'],
    query: z.strictObject({ user_id: id }),
    responses: { 204: null },
    handle: async (ctx, { query }) => {
      await deleteGrantsOfUser(ctx, query.user_id);
      return { status: 204 };
    },
  });
  declare(app, {
    method: 'delete',
    path: '/grants/{id}',
    summary: 'End a grant',
    scopes: ['delete:grants'],
    responses: { 204: null },
    handle: async (ctx, input) => {
      await deleteUserGrant(ctx, input.id);
      return { status: 204 };
    },
  });
}

/** `/device-credentials`: `reference/management-api.md` 8.3. */
export function mountDeviceCredentials(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/device-credentials',
    summary: 'List device credentials',
    scopes: ['read:device_credentials'],
    query: z.strictObject({
      ...paging,
      ...fieldFilter,
      user_id: id.optional(),
      client_id: id.optional(),
      type: z.enum(deviceTypes).optional(),
    }),
    responses: { 200: listSchemas('device_credentials', chosenOf(deviceCredentialView)) },
    handle: async (ctx, { query }) => ({
      body: await listBody(query, {
        key: 'device_credentials',
        load: (slice) => {
          const { user_id: userId, client_id: clientId, type } = query;
          return listDeviceCredentials(ctx, { userId, clientId, type }, byNumber(slice));
        },
        show: (credential) => filterFields(credential, query),
      }),
    }),
  });
  declare(app, {
    method: 'post',
    path: '/device-credentials',
    summary: 'Keep a public key of the signed-in user’s device',
    scopes: ['create:current_user_device_credentials'],
    body: createDeviceCredentialInput,
    responses: { 201: z.strictObject({ id: z.string() }) },
    handle: async (ctx, { body }) => ({ status: 201, body: await createDeviceCredential(ctx, body) }),
  });
  declare(app, {
    method: 'delete',
    path: '/device-credentials/{id}',
    summary: 'Delete a device credential',
    scopes: ['delete:device_credentials', 'delete:current_user_device_credentials'],
    responses: { 204: null },
    handle: async (ctx, input) => {
      await deleteDeviceCredential(ctx, input.id);
      return { status: 204 };
    },
  });
}
