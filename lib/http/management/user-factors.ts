import { z } from 'zod';
import type { Scope } from '@/lib/access';
import { NotFound } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { assertUserExists } from '@/lib/users';
import { listBody, listSchemas } from './lists';
import { type Declaration, declare, type ManagementApp } from './operation';
import { paging } from './query';

/** What a factor would be, if there were one. */
const factor = z.strictObject({ id: z.string(), type: z.string() });

type Removal = Pick<Declaration, 'path' | 'summary'> & {
  method?: 'post';
  scope: Scope;
  /** Of the path's parameters beside the id. */
  params?: z.ZodObject;
};

/** A request to remove factors of a user, which is fulfilled as soon as there is such a user: they have none. */
function declareRemoval(app: ManagementApp, { path, summary, method, scope, params: schema }: Removal): void {
  declare(app, {
    method: method ?? 'delete',
    path,
    summary,
    scopes: [scope],
    responses: { 204: null },
    handle: async (ctx, { id, params }) => {
      if (schema) parseInput(schema, params, 'path');
      await assertUserExists(ctx, id, scope);
      return { status: 204 };
    },
  });
}

/** `/users/{id}/enrollments`, `…/multifactor`, `…/authenticators` and `…/recovery-code-regeneration`. */
function mountEnrollments(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/users/{id}/enrollments',
    summary: 'List the MFA enrollments of a user',
    scopes: ['read:users'],
    responses: { 200: z.array(factor) },
    handle: async (ctx, { id }) => {
      await assertUserExists(ctx, id, 'read:users');
      return { body: [] };
    },
  });
  declareRemoval(app, {
    path: '/users/{id}/multifactor/{provider}',
    summary: 'Remove the factor of a provider',
    scope: 'update:users',
    params: z.object({ id: z.string(), provider: z.enum(['duo', 'google-authenticator']) }),
  });
  declareRemoval(app, {
    method: 'post',
    path: '/users/{id}/multifactor/actions/invalidate-remember-browser',
    summary: 'Ask for the second factor again in every browser',
    scope: 'update:users',
  });
  declareRemoval(app, {
    path: '/users/{id}/authenticators',
    summary: 'Remove all authenticators of a user',
    scope: 'delete:guardian_enrollments',
  });
  declare(app, {
    method: 'post',
    path: '/users/{id}/recovery-code-regeneration',
    summary: 'Replace the recovery code of a user',
    scopes: ['update:users'],
    responses: { 200: z.strictObject({ recovery_code: z.string() }) },
    handle: async (ctx, { id }) => {
      await assertUserExists(ctx, id, 'update:users');
      throw new NotFound('The enrollment does not exist.', { errorCode: 'enrollment_not_found' });
    },
  });
}

/** `/users/{id}/authentication-methods`. */
function mountAuthenticationMethods(app: ManagementApp): void {
  const missing = () =>
    new NotFound('The authentication method does not exist.', {
      errorCode: 'inexistent_authentication_method',
    });
  declare(app, {
    method: 'get',
    path: '/users/{id}/authentication-methods',
    summary: 'List the authentication methods of a user',
    scopes: ['read:authentication_methods'],
    query: z.strictObject(paging),
    responses: { 200: listSchemas('authenticators', factor) },
    handle: async (ctx, { id, query }) => {
      await assertUserExists(ctx, id, 'read:authentication_methods');
      return {
        body: await listBody(query, { key: 'authenticators', load: async () => ({ items: [], total: 0 }) }),
      };
    },
  });
  declareRemoval(app, {
    path: '/users/{id}/authentication-methods',
    summary: 'Remove all authentication methods of a user',
    scope: 'delete:authentication_methods',
  });
  declare(app, {
    method: 'get',
    path: '/users/{id}/authentication-methods/{method_id}',
    summary: 'Get an authentication method of a user',
    scopes: ['read:authentication_methods'],
    responses: { 200: factor },
    handle: async (ctx, { id }) => {
      await assertUserExists(ctx, id, 'read:authentication_methods');
      throw missing();
    },
  });
  declare(app, {
    method: 'delete',
    path: '/users/{id}/authentication-methods/{method_id}',
    summary: 'Remove an authentication method of a user',
    scopes: ['delete:authentication_methods'],
    responses: { 204: null },
    handle: async (ctx, { id }) => {
      await assertUserExists(ctx, id, 'delete:authentication_methods');
      throw missing();
    },
  });
}

/**
 * The second factors of a user (`reference/management-api.md` 2.9). This version enrolls none, so every answer is that
 * of a user who has none; whoever does not exist is not found.
 */
export function mountUserFactors(app: ManagementApp): void {
  mountEnrollments(app);
  mountAuthenticationMethods(app);
}
