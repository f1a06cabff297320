import { z } from 'zod';
import { listUsersByEmail } from '@/lib/users';
import { fieldFilter, filterFields } from './fields';
import { declare, type ManagementApp } from './operation';
import { shownUser } from './users';

/** `/users-by-email`: `reference/management-api.md` 2.4. */
export function mountUsersByEmail(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/users-by-email',
    summary: 'Find users by their e-mail address',
    scopes: ['read:users'],
    query: z.strictObject({
      email: z
        .string()
        .min(1)
        .max(320)
        .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'Control characters are not allowed'),
      ...fieldFilter,
    }),
    responses: { 200: z.array(shownUser) },
    handle: async (ctx, { query: { email, ...filter } }) => {
      const found = await listUsersByEmail(ctx, email);
      return { body: found.map((user) => filterFields(user, filter)) };
    },
  });
}
