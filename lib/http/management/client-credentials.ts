import { z } from 'zod';
import {
  createCredential,
  createCredentialInput,
  credentialView,
  deleteCredential,
  getCredential,
  listCredentials,
  updateCredential,
  updateCredentialInput,
} from '@/lib/clients';
import { declare, type ManagementApp } from './operation';
import { paging } from './query';

/** SDKs send these along and get all of the few there are (recorded). */
const ignoredPaging = z.strictObject(paging);

const path = '/clients/{client_id}/credentials';

/** `/clients/{id}/credentials`: public keys for `private_key_jwt` (`reference/management-api.md` 8.1). */
export function mountClientCredentials(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path,
    summary: 'List the credentials of a client',
    scopes: ['read:client_credentials'],
    query: ignoredPaging,
    responses: { 200: z.array(credentialView) },
    handle: async (ctx, { id }) => ({ body: await listCredentials(ctx, id) }),
  });
  declare(app, {
    method: 'post',
    path,
    summary: 'Create a credential of a client',
    scopes: ['create:client_credentials'],
    body: createCredentialInput,
    responses: { 201: credentialView },
    handle: async (ctx, { id, body }) => ({ status: 201, body: await createCredential(ctx, id, body) }),
  });
  declare(app, {
    method: 'get',
    path: `${path}/{credential_id}`,
    summary: 'Get a credential of a client',
    scopes: ['read:client_credentials'],
    responses: { 200: credentialView },
    handle: async (ctx, { id, params }) => ({
      body: await getCredential(ctx, id, params.credential_id ?? ''),
    }),
  });
  declare(app, {
    method: 'patch',
    path: `${path}/{credential_id}`,
    summary: 'Update a credential of a client',
    scopes: ['update:client_credentials'],
    body: updateCredentialInput,
    responses: { 200: credentialView },
    handle: async (ctx, { id, params, body }) => ({
      body: await updateCredential(ctx, id, params.credential_id ?? '', body),
    }),
  });
  declare(app, {
    method: 'delete',
    path: `${path}/{credential_id}`,
    summary: 'Delete a credential of a client',
    scopes: ['delete:client_credentials'],
    responses: { 204: null },
    handle: async (ctx, { id, params }) => {
      await deleteCredential(ctx, id, params.credential_id ?? '');
      return { status: 204 };
    },
  });
}
