import { z } from 'zod';
import { getClient } from '@/lib/clients';
import {
  assertOnline,
  type ConnectionView,
  connectionClientsInput,
  connectionView,
  createConnection,
  createConnectionInput,
  getConnectionById,
  listConnectionClients,
  listConnectionPage,
  strategies,
  updateConnection,
  updateConnectionClients,
  updateConnectionInput,
} from '@/lib/connections';
import type { Slice } from '@/lib/paging';
import { deleteConnectionWithUsers, deleteUserOfConnection } from '@/lib/users';
import { emailAddress } from '@/lib/users/schemas';
import { chosenOf, fieldFilter, filterFields } from './fields';
import { anyPaging, checkpoint, listBody, listSchemas } from './lists';
import { declare, type ManagementApp } from './operation';
import { count } from './query';

const strategy = z.array(z.enum(strategies)).optional();
const partialView = chosenOf(connectionView);
const listed = { key: 'connections', idOf: ({ id }: ConnectionView) => id };

const listQuery = z.strictObject({
  ...anyPaging,
  ...fieldFilter,
  strategy,
  name: z.string().max(128).optional(),
});

function mountList(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/connections',
    summary: 'List connections',
    scopes: ['read:connections'],
    query: listQuery,
    responses: { 200: listSchemas('connections', partialView, { checkpoint: true }) },
    handle: async (ctx, { query }) => ({
      body: await listBody(query, {
        ...listed,
        perPage: 100,
        load: (slice) => listConnectionPage(ctx, { strategies: query.strategy, name: query.name }, slice),
        show: (connection) => filterFields(connection, query),
      }),
    }),
  });
  declare(app, {
    method: 'get',
    path: '/clients/{id}/connections',
    summary: 'List the connections of a client',
    scopes: ['read:connections'],
    query: z.strictObject({ ...checkpoint, ...fieldFilter, strategy }),
    responses: {
      200: z.strictObject({ connections: z.array(partialView), next: z.string().optional() }),
    },
    handle: async (ctx, { id, query }) => {
      const { client_id: clientId } = await getClient(ctx, id);
      const { take = 50, strategy: strategies } = query;
      const body = await listBody(
        { ...query, take },
        {
          ...listed,
          load: (slice) => listConnectionPage(ctx, { strategies, clientId }, slice),
          show: (connection) => filterFields(connection, query),
        },
      );
      return { body };
    },
  });
}

function mountOne(app: ManagementApp): void {
  declare(app, {
    method: 'post',
    path: '/connections',
    summary: 'Create a connection',
    scopes: ['create:connections'],
    body: createConnectionInput,
    responses: { 201: connectionView },
    handle: async (ctx, { body }) => ({ status: 201, body: await createConnection(ctx, body) }),
  });
  declare(app, {
    method: 'get',
    path: '/connections/{id}',
    summary: 'Get a connection',
    scopes: ['read:connections'],
    query: z.strictObject(fieldFilter),
    responses: { 200: partialView },
    handle: async (ctx, { id, query }) => ({ body: filterFields(await getConnectionById(ctx, id), query) }),
  });
  declare(app, {
    method: 'patch',
    path: '/connections/{id}',
    summary: 'Update a connection',
    scopes: ['update:connections'],
    body: updateConnectionInput,
    responses: { 200: connectionView },
    handle: async (ctx, { id, body }) => ({ body: await updateConnection(ctx, id, body) }),
  });
  declare(app, {
    method: 'delete',
    path: '/connections/{id}',
    summary: 'Delete a connection with its users',
    scopes: ['delete:connections'],
    responses: { 202: z.strictObject({ deleted_at: z.string() }), 204: null },
    handle: async (ctx, { id }) => {
      const deleted = await deleteConnectionWithUsers(ctx, id);
      return deleted ? { status: 202, body: deleted } : { status: 204 };
    },
  });
  declare(app, {
    method: 'get',
    path: '/connections/{id}/status',
    summary: 'Ask whether users can sign in through a connection',
    scopes: ['read:connections'],
    responses: { 200: null },
    handle: async (ctx, { id }) => {
      await assertOnline(ctx, id);
      return {};
    },
  });
}

/** `take` goes further here than in other lists (`reference/management-api.md` 1.5). */
const takeMany = count(1000).refine((value) => value > 0, 'Value 0 is less than minimum 1');
const clientsQuery = z.strictObject({ from: checkpoint.from, take: takeMany.optional() });

function mountMembers(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/connections/{id}/clients',
    summary: 'List the clients that may use a connection',
    scopes: ['read:connections'],
    query: clientsQuery,
    responses: {
      200: z.strictObject({
        clients: z.array(z.strictObject({ client_id: z.string() })),
        next: z.string().optional(),
      }),
    },
    handle: async (ctx, { id, query }) => ({
      body: await listBody(
        { ...query, take: query.take ?? 50 },
        {
          key: 'clients',
          idOf: ({ client_id }) => client_id,
          load: (slice: Slice) => listConnectionClients(ctx, id, slice),
        },
      ),
    }),
  });
  declare(app, {
    method: 'patch',
    path: '/connections/{id}/clients',
    summary: 'Let clients use a connection or stop them',
    scopes: ['update:connections'],
    body: connectionClientsInput,
    responses: { 204: null },
    handle: async (ctx, { id, body }) => {
      await updateConnectionClients(ctx, id, body);
      return { status: 204 };
    },
  });
  declare(app, {
    method: 'delete',
    path: '/connections/{id}/users',
    summary: 'Delete a user of a database connection by e-mail address',
    scopes: ['delete:users'],
    query: z.strictObject({ email: emailAddress }),
    responses: { 204: null },
    handle: async (ctx, { id, query }) => {
      await deleteUserOfConnection(ctx, id, query.email);
      return { status: 204 };
    },
  });
}

/** `/connections` and what hangs on them: `reference/management-api.md` 8.2. */
export function mountConnections(app: ManagementApp): void {
  mountList(app);
  mountOne(app);
  mountMembers(app);
}
