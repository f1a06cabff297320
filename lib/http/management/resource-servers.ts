import { z } from 'zod';
import { printable } from '@/lib/printable';
import {
  createResourceServer,
  createResourceServerInput,
  deleteResourceServer,
  getResourceServer,
  listResourceServers,
  type ResourceServerView,
  resourceServerView,
  updateResourceServer,
  updateResourceServerInput,
} from '@/lib/resource-servers';
import { anyPaging, listBody, listSchemas } from './lists';
import { declare, type ManagementApp } from './operation';
import { flag } from './query';

const identifiers = z.array(printable(600)).max(100);

const listQuery = z.strictObject({
  ...anyPaging,
  identifiers: identifiers.optional(),
  /** Sent by SDKs without `fields`, where it says nothing. */
  include_fields: flag.optional(),
});

/** `/resource-servers`: `reference/management-api.md` 8.3. The id in a path may be the API's identifier. */
export function mountResourceServers(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/resource-servers',
    summary: 'List APIs',
    scopes: ['read:resource_servers'],
    query: listQuery,
    responses: { 200: listSchemas('resource_servers', resourceServerView, { checkpoint: true }) },
    handle: async (ctx, { query }) => ({
      body: await listBody(query, {
        key: 'resource_servers',
        load: (slice) => listResourceServers(ctx, slice, { identifiers: query.identifiers }),
        idOf: (api: ResourceServerView) => api.id,
      }),
    }),
  });
  declare(app, {
    method: 'post',
    path: '/resource-servers',
    summary: 'Create an API',
    scopes: ['create:resource_servers'],
    body: createResourceServerInput,
    responses: { 201: resourceServerView },
    handle: async (ctx, { body }) => ({ status: 201, body: await createResourceServer(ctx, body) }),
  });
  declare(app, {
    method: 'get',
    path: '/resource-servers/{id}',
    summary: 'Get an API',
    scopes: ['read:resource_servers'],
    query: z.strictObject({ include_fields: flag.optional() }),
    responses: { 200: resourceServerView },
    handle: async (ctx, { id }) => ({ body: await getResourceServer(ctx, id) }),
  });
  declare(app, {
    method: 'patch',
    path: '/resource-servers/{id}',
    summary: 'Update an API',
    scopes: ['update:resource_servers'],
    body: updateResourceServerInput,
    responses: { 200: resourceServerView },
    handle: async (ctx, { id, body }) => ({ body: await updateResourceServer(ctx, id, body) }),
  });
  declare(app, {
    method: 'delete',
    path: '/resource-servers/{id}',
    summary: 'Delete an API',
    scopes: ['delete:resource_servers'],
    responses: { 204: null },
    handle: async (ctx, { id }) => {
      await deleteResourceServer(ctx, id);
      return { status: 204 };
    },
  });
}
