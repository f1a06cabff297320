import { z } from 'zod';
import type { Scope } from '@/lib/access';
import type { Context } from '@/lib/context';
import {
  createFactor,
  type Factor,
  factorsInput,
  factorUpdate,
  forgetBrowsers,
  getFactor,
  listFactors,
  newFactorInput,
  regenerateRecoveryCode,
  resetFactors,
  setFactors,
  updateFactor,
} from '@/lib/factors';
import { parseInput } from '@/lib/input';
import { offsetOf } from '@/lib/paging';
import { assertUserExists } from '@/lib/users';
import { listBody, listSchemas } from './lists';
import { type Declaration, declare, type ManagementApp } from './operation';
import { paging } from './query';

const enrollment = z.strictObject({
  id: z.string(),
  status: z.literal('confirmed'),
  type: z.literal('authenticator'),
  auth_method: z.literal('authenticator'),
  enrolled_at: z.string(),
  last_auth: z.string().optional(),
});

/** An app as an enrollment; a recovery code is none. */
function enrollments({ id, type, enrolledAt, lastUsedAt }: Factor): z.infer<typeof enrollment>[] {
  if (type !== 'otp') return [];
  const last = lastUsedAt === null ? {} : { last_auth: lastUsedAt };
  const kind = { type: 'authenticator', auth_method: 'authenticator' } as const;
  return [{ id: id.replace(/^.*\|/, ''), status: 'confirmed', ...kind, enrolled_at: enrolledAt, ...last }];
}

const method = z.strictObject({
  id: z.string(),
  type: z.enum(['totp', 'recovery-code']),
  name: z.string().optional(),
  confirmed: z.literal(true),
  created_at: z.string(),
  enrolled_at: z.string(),
  last_auth_at: z.string().optional(),
});

function presentMethod({ id, type, name, enrolledAt, lastUsedAt }: Factor): z.infer<typeof method> {
  return {
    id,
    type: type === 'otp' ? 'totp' : type,
    ...(name === null ? {} : { name }),
    confirmed: true,
    created_at: enrolledAt,
    enrolled_at: enrolledAt,
    ...(lastUsedAt === null ? {} : { last_auth_at: lastUsedAt }),
  };
}

/** A method in the answer to the call that made or named it. */
const written = method.pick({ id: true, type: true, name: true, confirmed: true, created_at: true });

function presentWritten(factor: Factor): z.infer<typeof written> {
  const { enrolled_at: _, last_auth_at: __, ...shown } = presentMethod(factor);
  return shown;
}

type Removal = Pick<Declaration, 'path' | 'summary'> & {
  method?: 'post';
  scope: Scope;
  handle: (ctx: Context, userId: string, params: Record<string, string>) => Promise<void>;
};

/** Removes something of a user, and answers the same when there was nothing. */
function declareRemoval(app: ManagementApp, { path, summary, method, scope, handle }: Removal): void {
  declare(app, {
    method: method ?? 'delete',
    path,
    summary,
    scopes: [scope],
    responses: { 204: null },
    handle: async (ctx, { id, params }) => {
      await handle(ctx, id, params);
      return { status: 204 };
    },
  });
}

const ofProvider = z.object({ id: z.string(), provider: z.enum(['duo', 'google-authenticator']) });

/** `/users/{id}/enrollments`, `…/multifactor`, `…/authenticators` and `…/recovery-code-regeneration`. */
function mountEnrollments(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/users/{id}/enrollments',
    summary: 'List the MFA enrollments of a user',
    scopes: ['read:users'],
    responses: { 200: z.array(enrollment) },
    handle: async (ctx, { id }) => ({
      body: (await listFactors(ctx, id, 'read:users')).flatMap(enrollments),
    }),
  });
  declareRemoval(app, {
    path: '/users/{id}/multifactor/{provider}',
    summary: 'Remove the factor of a provider',
    scope: 'update:users',
    handle: async (ctx, id, params) => {
      const { provider } = parseInput(ofProvider, params, 'path');
      // Nobody can have enrolled with Duo.
      if (provider === 'duo') return assertUserExists(ctx, id, 'update:users');
      return resetFactors(ctx, id, { scope: 'update:users' });
    },
  });
  declareRemoval(app, {
    method: 'post',
    path: '/users/{id}/multifactor/actions/invalidate-remember-browser',
    summary: 'Ask for the second factor again in every browser',
    scope: 'update:users',
    handle: forgetBrowsers,
  });
  declareRemoval(app, {
    path: '/users/{id}/authenticators',
    summary: 'Remove all authenticators of a user',
    scope: 'delete:guardian_enrollments',
    handle: (ctx, id) => resetFactors(ctx, id, { scope: 'delete:guardian_enrollments' }),
  });
  declare(app, {
    method: 'post',
    path: '/users/{id}/recovery-code-regeneration',
    summary: 'Replace the recovery code of a user',
    scopes: ['update:users'],
    responses: { 200: z.strictObject({ recovery_code: z.string() }) },
    handle: async (ctx, { id }) => ({ body: await regenerateRecoveryCode(ctx, id) }),
  });
}

/** `/users/{id}/authentication-methods`. */
function mountAuthenticationMethods(app: ManagementApp): void {
  const path = '/users/{id}/authentication-methods';
  declare(app, {
    method: 'get',
    path,
    summary: 'List the authentication methods of a user',
    scopes: ['read:authentication_methods'],
    query: z.strictObject(paging),
    responses: { 200: listSchemas('authenticators', method) },
    handle: async (ctx, { id, query }) => {
      // Two at most, so the page is cut here.
      const all = (await listFactors(ctx, id, 'read:authentication_methods')).map(presentMethod);
      return {
        body: await listBody(query, {
          key: 'authenticators',
          load: async (slice) => {
            const from = offsetOf(slice);
            return { items: all.slice(from, from + slice.limit), total: all.length };
          },
        }),
      };
    },
  });
  declare(app, {
    method: 'post',
    path,
    summary: 'Give a user an authentication method',
    scopes: ['create:authentication_methods'],
    body: newFactorInput,
    responses: { 201: written },
    handle: async (ctx, { id, body }) => ({
      status: 201,
      body: presentWritten(await createFactor(ctx, id, body)),
    }),
  });
  declare(app, {
    method: 'put',
    path,
    summary: 'Replace all authentication methods of a user',
    scopes: ['update:authentication_methods'],
    body: factorsInput,
    responses: { 200: z.array(written) },
    handle: async (ctx, { id, body }) => ({ body: (await setFactors(ctx, id, body)).map(presentWritten) }),
  });
  declareRemoval(app, {
    path,
    summary: 'Remove all authentication methods of a user',
    scope: 'delete:authentication_methods',
    handle: (ctx, id) => resetFactors(ctx, id, { scope: 'delete:authentication_methods' }),
  });
  declare(app, {
    method: 'get',
    path: `${path}/{method_id}`,
    summary: 'Get an authentication method of a user',
    scopes: ['read:authentication_methods'],
    responses: { 200: method },
    handle: async (ctx, { id, params }) => ({
      body: presentMethod(await getFactor(ctx, id, params.method_id ?? '')),
    }),
  });
  declare(app, {
    method: 'patch',
    path: `${path}/{method_id}`,
    summary: 'Name an authentication method of a user',
    scopes: ['update:authentication_methods'],
    body: factorUpdate,
    responses: { 200: written },
    handle: async (ctx, { id, params, body }) => ({
      body: presentWritten(await updateFactor(ctx, id, { id: params.method_id ?? '', input: body })),
    }),
  });
  declareRemoval(app, {
    path: `${path}/{method_id}`,
    summary: 'Remove an authentication method of a user',
    scope: 'delete:authentication_methods',
    handle: (ctx, id, params) =>
      resetFactors(ctx, id, { scope: 'delete:authentication_methods', id: params.method_id ?? '' }),
  });
}

/** The second factors of a user (`reference/management-api.md` 2.9); whoever does not exist is not found. */
export function mountUserFactors(app: ManagementApp): void {
  mountEnrollments(app);
  mountAuthenticationMethods(app);
}
