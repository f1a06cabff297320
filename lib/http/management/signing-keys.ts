import { z } from 'zod';
import {
  certifiedKey,
  getSigningKey,
  listSigningKeys,
  revokeSigningKey,
  rotateSigningKeys,
  signingKeyView,
} from '@/lib/keys';
import { declare, type ManagementApp } from './operation';

/** `/keys/signing`: `reference/management-api.md` 8.3. */
export function mountSigningKeys(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/keys/signing',
    summary: 'List signing keys',
    scopes: ['read:signing_keys'],
    responses: { 200: z.array(signingKeyView) },
    handle: async (ctx) => ({ body: await listSigningKeys(ctx) }),
  });
  declare(app, {
    method: 'get',
    path: '/keys/signing/{kid}',
    summary: 'Get a signing key',
    scopes: ['read:signing_keys'],
    responses: { 200: signingKeyView },
    handle: async (ctx, { id }) => ({ body: await getSigningKey(ctx, id) }),
  });
  declare(app, {
    method: 'post',
    path: '/keys/signing/rotate',
    summary: 'Rotate the signing keys',
    scopes: ['create:signing_keys'],
    responses: { 201: certifiedKey },
    handle: async (ctx) => ({ status: 201, body: await rotateSigningKeys(ctx) }),
  });
  declare(app, {
    method: 'put',
    path: '/keys/signing/{kid}/revoke',
    summary: 'Revoke a signing key',
    scopes: ['update:signing_keys'],
    responses: { 200: certifiedKey },
    handle: async (ctx, { id }) => ({ body: await revokeSigningKey(ctx, id) }),
  });
}
