import { z } from 'zod';
import {
  type ClientView,
  clientView,
  createClient,
  createClientInput,
  deleteClient,
  getVisibleClient,
  listVisibleClients,
  rotateSecret,
  updateClient,
  updateClientInput,
} from '@/lib/clients';
import { refused } from '@/lib/clients/text';
import { chosenOf, fieldFilter, filterFields } from './fields';
import { anyPaging, listBody, listSchemas } from './lists';
import { declare, type ManagementApp } from './operation';
import { flag } from './query';

const listQuery = z.strictObject({
  ...anyPaging,
  ...fieldFilter,
  is_global: flag.optional(),
  is_first_party: flag.optional(),
  /** Kinds with commas. */
  app_type: z
    .string()
    .regex(/^\w+(,\w+)*$/, 'A list of application types with commas is needed')
    .transform((value) => value.split(','))
    .optional(),
  external_client_id: refused('Annex registers no clients by metadata documents'),
  q: refused('Queries are about organizations, which Annex does not have'),
});

const partialClient = chosenOf(clientView);
const readScopes = [
  'read:clients',
  'read:client_keys',
  'read:client_credentials',
  'read:client_summary',
] as const;

/** `/clients`: `reference/management-api.md` 8.1. */
export function mountClients(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/clients',
    summary: 'List clients',
    scopes: [...readScopes],
    query: listQuery,
    responses: { 200: listSchemas('clients', partialClient, { checkpoint: true }) },
    handle: async (ctx, { query }) => {
      const { is_global, is_first_party, app_type } = query;
      const filter = { isGlobal: is_global, isFirstParty: is_first_party, appTypes: app_type };
      const body = await listBody<Partial<ClientView>>(query, {
        key: 'clients',
        load: (slice) => listVisibleClients(ctx, filter, slice),
        idOf: (client) => client.client_id ?? '',
        show: (client) => filterFields(client, query),
      });
      return { body };
    },
  });
  declare(app, {
    method: 'post',
    path: '/clients',
    summary: 'Create a client',
    scopes: ['create:clients'],
    body: createClientInput,
    responses: { 201: clientView },
    handle: async (ctx, { body }) => ({
      status: 201,
      body: await createClient(ctx, body, { defaults: 'contract' }),
    }),
  });
  declare(app, {
    method: 'get',
    path: '/clients/{id}',
    summary: 'Get a client',
    scopes: [...readScopes],
    query: z.strictObject(fieldFilter),
    responses: { 200: partialClient },
    handle: async (ctx, { id, query }) => ({ body: filterFields(await getVisibleClient(ctx, id), query) }),
  });
  declare(app, {
    method: 'patch',
    path: '/clients/{id}',
    summary: 'Update a client',
    scopes: ['update:clients'],
    body: updateClientInput,
    responses: { 200: clientView },
    handle: async (ctx, { id, body }) => ({ body: await updateClient(ctx, id, body) }),
  });
  declare(app, {
    method: 'delete',
    path: '/clients/{id}',
    summary: 'Delete a client',
    scopes: ['delete:clients'],
    responses: { 204: null },
    handle: async (ctx, { id }) => {
      await deleteClient(ctx, id);
      return { status: 204 };
    },
  });
  declare(app, {
    method: 'post',
    path: '/clients/{id}/rotate-secret',
    summary: 'Rotate the secret of a client',
    scopes: ['update:client_keys'],
    // go-auth0 sends null.
    body: z.strictObject({}).nullish(),
    responses: { 200: clientView },
    handle: async (ctx, { id }) => ({ body: await rotateSecret(ctx, id) }),
  });
}
