import { z } from 'zod';
import { liftUserBlocks, listUserBlocks } from '@/lib/users';
import { declare, type ManagementApp } from './operation';
import { flag } from './query';

const identifier = z
  .string()
  .min(1)
  .max(320)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'Control characters are not allowed');

const considered = { consider_brute_force_enablement: flag.optional() };

const blocked = z.strictObject({
  blocked_for: z.array(z.strictObject({ identifier: z.string(), ip: z.string(), connection: z.string() })),
});

/** `/user-blocks`: who may not sign in for now, after too many wrong passwords (`reference/management-api.md` 8.3). */
export function mountUserBlocks(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/user-blocks',
    summary: 'List the brute-force blocks of a name',
    scopes: ['read:users'],
    query: z.strictObject({ identifier, ...considered }),
    responses: { 200: blocked },
    handle: async (ctx, { query }) => {
      const options = { onlyProtected: query.consider_brute_force_enablement ?? false };
      return { body: { blocked_for: await listUserBlocks(ctx, { identifier: query.identifier }, options) } };
    },
  });
  declare(app, {
    method: 'delete',
    path: '/user-blocks',
    summary: 'Lift the brute-force blocks of a name',
    scopes: ['update:users'],
    query: z.strictObject({ identifier }),
    responses: { 204: null },
    handle: async (ctx, { query }) => {
      await liftUserBlocks(ctx, { identifier: query.identifier });
      return { status: 204 };
    },
  });
  declare(app, {
    method: 'get',
    path: '/user-blocks/{id}',
    summary: 'List the brute-force blocks of a user',
    scopes: ['read:users'],
    query: z.strictObject(considered),
    responses: { 200: blocked },
    handle: async (ctx, { id, query }) => {
      const options = { onlyProtected: query.consider_brute_force_enablement ?? false };
      return { body: { blocked_for: await listUserBlocks(ctx, { userId: id }, options) } };
    },
  });
  declare(app, {
    method: 'delete',
    path: '/user-blocks/{id}',
    summary: 'Lift the brute-force blocks of a user',
    scopes: ['update:users'],
    responses: { 204: null },
    handle: async (ctx, { id }) => {
      await liftUserBlocks(ctx, { userId: id });
      return { status: 204 };
    },
  });
}
