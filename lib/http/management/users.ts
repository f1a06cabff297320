import { z } from 'zod';
import { createUserWithActions } from '@/lib/actions';
import {
  createUserInput,
  deleteUser,
  getUser,
  listUsers,
  type UserView,
  updateUser,
  updateUserInput,
  userView,
  type VersionedUser,
} from '@/lib/users';
import { chosenOf, fieldFilter, filterFields } from './fields';
import { checkpoint } from './lists';
import { declare, type ManagementApp } from './operation';
import { flag, paging } from './query';

const listQuery = z.strictObject({
  ...paging,
  sort: z.string().optional(),
  q: z.string().optional(),
  search_engine: z
    .literal('v3', 'Only search engine v3 works; its queries are described in the documentation')
    .optional(),
  primary_order: flag.optional(),
  from: z.string().min(1).max(8192).optional(),
  take: checkpoint.take,
  ...fieldFilter,
});

/** A user after a field filter. */
export const shownUser = chosenOf(userView);
const userList = z.array(shownUser);
const userTotals = z.strictObject({
  start: z.number(),
  limit: z.number(),
  length: z.number(),
  total: z.number(),
  users: userList,
});
const userWalk = z.strictObject({ users: userList, next: z.string().optional() });

const etag = (version: number) => ({ etag: `"${version}"` });
const answer = ({ user, version }: VersionedUser, status = 200) => ({
  status,
  body: user,
  headers: etag(version),
});

/** `/users`: `reference/management-api.md` 2.2 to 2.6. `ETag`, `If-Match`, `from` and `take` are our extensions. */
export function mountUsers(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/users',
    summary: 'List or search users',
    scopes: ['read:users'],
    query: listQuery,
    responses: { 200: z.union([userList, userTotals, userWalk]) },
    handle: async (ctx, { query }) => {
      const { fields, include_fields, search_engine, primary_order, ...search } = query;
      const walks = search.from !== undefined || search.take !== undefined;
      const { users, start, limit, length, total, next } = await listUsers(
        ctx,
        walks ? { ...search, include_totals: false } : search,
      );
      const shown = users.map((user: UserView) => filterFields(user, { fields, include_fields }));
      if (walks) return { body: { users: shown, ...(next === undefined ? {} : { next }) } };
      return { body: search.include_totals ? { start, limit, length, total, users: shown } : shown };
    },
  });
  declare(app, {
    method: 'post',
    path: '/users',
    summary: 'Create a user',
    scopes: ['create:users'],
    body: createUserInput,
    responses: { 201: userView },
    handle: async (ctx, { body }) => answer(await createUserWithActions(ctx, body), 201),
  });
  declare(app, {
    method: 'get',
    path: '/users/{id}',
    summary: 'Get a user',
    scopes: ['read:users', 'read:current_user'],
    query: z.strictObject(fieldFilter),
    responses: { 200: shownUser },
    handle: async (ctx, { id, query }) => {
      const { user, version } = await getUser(ctx, id);
      return { body: filterFields(user, query), headers: etag(version) };
    },
  });
  declare(app, {
    method: 'patch',
    path: '/users/{id}',
    summary: 'Update a user',
    scopes: [
      'update:users',
      'update:users_app_metadata',
      'update:current_user_metadata',
      'create:current_user_metadata',
    ],
    body: updateUserInput,
    conditional: true,
    responses: { 200: userView },
    handle: async (ctx, { id, body, ifMatch }) =>
      answer(await updateUser(ctx, id, body, { metadata: 'merge', expectedVersion: ifMatch })),
  });
  declare(app, {
    method: 'delete',
    path: '/users/{id}',
    summary: 'Delete a user',
    scopes: ['delete:users', 'delete:current_user'],
    responses: { 204: null },
    handle: async (ctx, { id }) => {
      await deleteUser(ctx, id);
      return { status: 204 };
    },
  });
}
