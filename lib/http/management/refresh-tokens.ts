import { z } from 'zod';
import {
  deleteRefreshToken,
  deleteUserRefreshTokens,
  getRefreshToken,
  listRefreshTokens,
  refreshTokenView,
  revokeRefreshTokens,
  revokeRefreshTokensInput,
  updateRefreshToken,
  updateRefreshTokenInput,
} from '@/lib/sessions';
import { chosenOf, fieldFilter, filterFields } from './fields';
import { checkpointOnly, listBody } from './lists';
import { declare, type ManagementApp } from './operation';
import { byId } from './sessions';

const tokenList = z.strictObject({
  tokens: z.array(chosenOf(refreshTokenView)),
  next: z.string().optional(),
});
const listQuery = z.strictObject({
  user_id: z.string().min(1).max(1024),
  client_id: z.string().max(255).optional(),
  ...checkpointOnly,
  ...fieldFilter,
});

/** `/refresh-tokens` and those of a user: `reference/management-api.md` 2.9. */
export function mountRefreshTokens(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/users/{id}/refresh-tokens',
    summary: 'List the refresh tokens of a user',
    scopes: ['read:refresh_tokens'],
    query: z.strictObject({ ...checkpointOnly, ...fieldFilter }),
    responses: { 200: tokenList },
    handle: async (ctx, { id, query }) => ({
      body: await listBody(
        { ...query, take: query.take ?? 50 },
        {
          key: 'tokens',
          load: (slice) => listRefreshTokens(ctx, { userId: id }, byId(slice)),
          idOf: (token) => token.id,
          show: (token) => filterFields(token, query),
        },
      ),
    }),
  });
  declare(app, {
    method: 'delete',
    path: '/users/{id}/refresh-tokens',
    summary: 'Revoke every refresh token of a user',
    scopes: ['delete:refresh_tokens'],
    responses: { 202: z.strictObject({}) },
    handle: async (ctx, { id }) => {
      await deleteUserRefreshTokens(ctx, id);
      return { status: 202, body: {} };
    },
  });
  declare(app, {
    method: 'get',
    path: '/refresh-tokens',
    summary: 'List refresh tokens',
    scopes: ['read:refresh_tokens'],
    query: listQuery,
    responses: { 200: tokenList },
    handle: async (ctx, { query }) => ({
      body: await listBody(
        { ...query, take: query.take ?? 50 },
        {
          key: 'tokens',
          load: (slice) =>
            listRefreshTokens(ctx, { userId: query.user_id, clientId: query.client_id }, byId(slice)),
          idOf: (token) => token.id,
          show: (token) => filterFields(token, query),
        },
      ),
    }),
  });
  declare(app, {
    method: 'post',
    path: '/refresh-tokens/revoke',
    summary: 'Revoke refresh tokens',
    scopes: ['delete:refresh_tokens'],
    body: revokeRefreshTokensInput,
    responses: { 202: z.strictObject({}) },
    handle: async (ctx, { body }) => {
      await revokeRefreshTokens(ctx, body);
      return { status: 202, body: {} };
    },
  });
  declare(app, {
    method: 'get',
    path: '/refresh-tokens/{id}',
    summary: 'Get a refresh token',
    scopes: ['read:refresh_tokens'],
    responses: { 200: refreshTokenView },
    handle: async (ctx, { id }) => ({ body: await getRefreshToken(ctx, id) }),
  });
  declare(app, {
    method: 'patch',
    path: '/refresh-tokens/{id}',
    summary: 'Update a refresh token',
    scopes: ['update:refresh_tokens'],
    body: updateRefreshTokenInput,
    responses: { 200: refreshTokenView },
    handle: async (ctx, { id, body }) => ({ body: await updateRefreshToken(ctx, id, body) }),
  });
  declare(app, {
    method: 'delete',
    path: '/refresh-tokens/{id}',
    summary: 'Revoke a refresh token',
    scopes: ['delete:refresh_tokens'],
    responses: { 202: z.strictObject({}) },
    handle: async (ctx, { id }) => {
      await deleteRefreshToken(ctx, id);
      return { status: 202, body: {} };
    },
  });
}
