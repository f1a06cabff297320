import { z } from 'zod';
import type { Slice } from '@/lib/paging';
import {
  deleteSession,
  deleteUserSessions,
  getSession,
  listUserSessions,
  revokeAccessInput,
  revokeSession,
  revokeUserAccess,
  sessionView,
  updateSession,
  updateSessionInput,
} from '@/lib/sessions';
import { checkpointOnly, listBody } from './lists';
import { declare, type ManagementApp } from './operation';

const paging = z.strictObject(checkpointOnly);

/** Lists that have no other form than the checkpoint's. */
export const byId = (slice: Slice): Extract<Slice, { by: 'id' }> =>
  slice.by === 'id' ? slice : { by: 'id', after: null, limit: slice.limit };

const done = (status: number) => ({ status, body: {} });
const nothing = z.strictObject({});

/** `/sessions` and what is open of a user: `reference/management-api.md` 2.9. */
export function mountSessions(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/users/{id}/sessions',
    summary: 'List the sessions of a user',
    scopes: ['read:sessions'],
    query: paging,
    responses: { 200: z.strictObject({ sessions: z.array(sessionView), next: z.string().optional() }) },
    handle: async (ctx, { id, query }) => ({
      body: await listBody(
        { ...query, take: query.take ?? 50 },
        {
          key: 'sessions',
          load: (slice) => listUserSessions(ctx, id, byId(slice)),
          idOf: (session) => session.id,
        },
      ),
    }),
  });
  declare(app, {
    method: 'delete',
    path: '/users/{id}/sessions',
    summary: 'End every session of a user',
    scopes: ['delete:sessions'],
    responses: { 202: nothing },
    handle: async (ctx, { id }) => {
      await deleteUserSessions(ctx, id);
      return done(202);
    },
  });
  declare(app, {
    method: 'post',
    path: '/users/{id}/revoke-access',
    summary: 'End what a user has open',
    scopes: ['delete:sessions', 'delete:refresh_tokens'],
    body: revokeAccessInput,
    responses: { 202: nothing },
    handle: async (ctx, { id, body }) => {
      await revokeUserAccess(ctx, id, body);
      return done(202);
    },
  });
  declare(app, {
    method: 'get',
    path: '/sessions/{id}',
    summary: 'Get a session',
    scopes: ['read:sessions'],
    responses: { 200: sessionView },
    handle: async (ctx, { id }) => ({ body: await getSession(ctx, id) }),
  });
  declare(app, {
    method: 'patch',
    path: '/sessions/{id}',
    summary: 'Update a session',
    scopes: ['update:sessions'],
    body: updateSessionInput,
    responses: { 200: sessionView },
    handle: async (ctx, { id, body }) => ({ body: await updateSession(ctx, id, body) }),
  });
  declare(app, {
    method: 'delete',
    path: '/sessions/{id}',
    summary: 'End a session',
    scopes: ['delete:sessions'],
    responses: { 202: nothing },
    handle: async (ctx, { id }) => {
      await deleteSession(ctx, id);
      return done(202);
    },
  });
  declare(app, {
    method: 'post',
    path: '/sessions/{id}/revoke',
    summary: 'End a session and revoke its tokens',
    scopes: ['delete:sessions'],
    responses: { 202: nothing },
    handle: async (ctx, { id }) => {
      await revokeSession(ctx, id);
      return done(202);
    },
  });
}
