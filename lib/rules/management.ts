import { z } from 'zod';
import type { Context } from '@/lib/context';
import { AppError, Invalid, statusOf } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { everything } from '@/lib/paging';
import { assignRoles, listUserRoles, removeRoles } from '@/lib/roles';
import {
  getUser,
  linkIdentity,
  linkInput,
  listUsers,
  listUsersByEmail,
  listUsersInput,
  unlinkIdentity,
  updateUser,
  updateUserInput,
} from '@/lib/users';
import type { Json, JsonObject, ManagementOperation } from './runner';

const id = z.string().min(1).max(1_000);
const byId = z.object({ id });
const rolesOfUser = z.object({ id, roles: z.array(z.string()).min(1).max(50) });
/** The options of the SDK's list; what Annex's own list does not know is left out. */
const usersQuery = listUsersInput
  .strip()
  .extend({ fields: z.string().optional(), include_fields: z.boolean().default(true) });

type Verb = (ctx: Context, args: JsonObject) => Promise<unknown>;

const verbs: Record<ManagementOperation, Verb> = {
  getUser: async (ctx, args) => (await getUser(ctx, parseInput(byId, args).id)).user,
  getUsers: async (ctx, args) => {
    const { fields, include_fields, ...query } = parseInput(usersQuery, args, 'query');
    const { users, start, limit, length, total } = await listUsers(ctx, query);
    const names = fields?.split(',').map((name) => name.trim());
    const shown = users.map((user) => {
      const entries = Object.entries(user);
      return names
        ? Object.fromEntries(entries.filter(([name]) => names.includes(name) === include_fields))
        : user;
    });
    return query.include_totals ? { start, limit, length, total, users: shown } : shown;
  },
  getUsersByEmail: async (ctx, args) =>
    listUsersByEmail(ctx, parseInput(z.object({ email: z.string().min(1).max(320) }), args).email),
  updateUser: async (ctx, args) => {
    const input = parseInput(z.object({ id, patch: updateUserInput }), args);
    return (await updateUser(ctx, input.id, input.patch, { metadata: 'merge' })).user;
  },
  linkUsers: async (ctx, args) => {
    const { id: userId, body } = parseInput(z.object({ id, body: linkInput }), args);
    const { link_with, provider = '', user_id = '', connection_id } = body;
    if (link_with !== undefined)
      throw new Invalid('A rule links accounts by provider and user_id; link_with is for people.', {
        errorCode: 'invalid_body',
      });
    const secondary = user_id.startsWith(`${provider}|`) ? user_id : `${provider}|${user_id}`;
    return linkIdentity(ctx, userId, { userId: secondary, connectionId: connection_id });
  },
  unlinkUsers: async (ctx, args) => {
    const named = parseInput(z.object({ id, provider: z.string(), user_id: z.string() }), args);
    return unlinkIdentity(ctx, named.id, { provider: named.provider, identityUserId: named.user_id });
  },
  getUserRoles: async (ctx, args) => (await listUserRoles(ctx, parseInput(byId, args).id, everything)).items,
  assignRoles: async (ctx, args) => {
    const { id: userId, roles } = parseInput(rolesOfUser, args);
    await assignRoles(ctx, userId, { roles });
  },
  removeRoles: async (ctx, args) => {
    const { id: userId, roles } = parseInput(rolesOfUser, args);
    await removeRoles(ctx, userId, { roles });
  },
};

/** Those that change nothing: what a test run may do for real. */
export const readingOperations: readonly ManagementOperation[] = [
  'getUser',
  'getUsers',
  'getUsersByEmail',
  'getUserRoles',
];

/** Throws `error` with the status that the API would have, for scripts to read. */
export function rethrowWithStatus(error: unknown): never {
  if (error instanceof AppError) Object.assign(error, { status: statusOf(error) });
  throw error;
}

/**
 * What the Management API would answer, under the rights of `ctx`. Throws as the verbs do, with the status that the API
 * would have.
 */
export async function manage(ctx: Context, operation: ManagementOperation, args: JsonObject): Promise<Json> {
  const value: unknown = await verbs[operation](ctx, args).catch(rethrowWithStatus);
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
