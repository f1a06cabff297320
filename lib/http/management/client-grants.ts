import { z } from 'zod';
import {
  type ClientGrantView,
  clientGrantView,
  createClientGrant,
  createClientGrantInput,
  deleteClientGrant,
  getClientGrantById,
  listClientGrants,
  updateClientGrant,
  updateClientGrantInput,
} from '@/lib/clients';
import { only } from '@/lib/only';
import { printable } from '@/lib/printable';
import { anyPaging, listBody, listSchemas } from './lists';
import { declare, type ManagementApp } from './operation';

const listQuery = z.strictObject({
  ...anyPaging,
  audience: printable(600).optional(),
  client_id: printable(128).optional(),
  subject_type: only('client', 'client grants for users').optional(),
  allow_any_organization: only('false', 'organizations').optional(),
});

/** `/client-grants`: `reference/management-api.md` 8.3. */
export function mountClientGrants(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/client-grants',
    summary: 'List client grants',
    scopes: ['read:client_grants'],
    query: listQuery,
    responses: { 200: listSchemas('client_grants', clientGrantView, { checkpoint: true }) },
    handle: async (ctx, { query }) => ({
      body: await listBody(query, {
        key: 'client_grants',
        load: (slice) =>
          listClientGrants(ctx, slice, { audience: query.audience, clientId: query.client_id }),
        idOf: (grant: ClientGrantView) => grant.id,
      }),
    }),
  });
  declare(app, {
    method: 'post',
    path: '/client-grants',
    summary: 'Create a client grant',
    scopes: ['create:client_grants'],
    body: createClientGrantInput,
    responses: { 201: clientGrantView },
    handle: async (ctx, { body }) => ({ status: 201, body: await createClientGrant(ctx, body) }),
  });
  declare(app, {
    method: 'get',
    path: '/client-grants/{id}',
    summary: 'Get a client grant',
    scopes: ['read:client_grants'],
    responses: { 200: clientGrantView },
    handle: async (ctx, { id }) => ({ body: await getClientGrantById(ctx, id) }),
  });
  declare(app, {
    method: 'patch',
    path: '/client-grants/{id}',
    summary: 'Update a client grant',
    scopes: ['update:client_grants'],
    body: updateClientGrantInput,
    responses: { 200: clientGrantView },
    handle: async (ctx, { id, body }) => ({ body: await updateClientGrant(ctx, id, body) }),
  });
  declare(app, {
    method: 'delete',
    path: '/client-grants/{id}',
    summary: 'Delete a client grant',
    scopes: ['delete:client_grants'],
    responses: { 204: null },
    handle: async (ctx, { id }) => {
      await deleteClientGrant(ctx, id);
      return { status: 204 };
    },
  });
}
