import { asc, eq, inArray } from 'drizzle-orm';
import { roles, users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { Conflict, Forbidden, NotFound } from '@/lib/errors';
import type { RoleView } from './schemas';

export type RoleRow = typeof roles.$inferSelect;

/** `reference/management-api.md` 11. */
export const limits = {
  rolesPerTenant: 1000,
  rolesPerUser: 50,
  permissionsPerRole: 1000,
  permissionsPerUser: 1000,
};

/** Throws Forbidden, as Auth0 answers to what is beyond a limit of its entities. */
export function assertWithin(count: number, limit: number, what: string): void {
  if (count <= limit) return;
  throw new Forbidden(`The limit of ${limit} ${what} is reached.`, { errorCode: 'too_many_entities' });
}

/**
 * What decides over people is decided by people and machine clients with the scope: never by what runs for a sign-in,
 * nor by a job, nor by users for themselves, whatever else they may write.
 */
export function assertDecides({ actor }: Context): void {
  if (actor.type === 'admin' || actor.type === 'client' || actor.type === 'system') return;
  throw new Forbidden('You may not decide what a user is allowed.', { errorCode: 'insufficient_scope' });
}

/** The contract's shape. */
export function presentRole({ id, name, description }: RoleRow): RoleView {
  return { id, name, ...(description === null ? {} : { description }) };
}

/** The 404 has no code (`reference/management-api.md` 1.4). */
const missing = () => new NotFound('The role does not exist.');

export async function fetchRole(ctx: Context, id: string): Promise<RoleRow> {
  const [row] = await ctx.db.select().from(roles).where(eq(roles.id, id));
  if (!row) throw missing();
  return row;
}

export async function assertRoles(ctx: Context, ids: readonly string[]): Promise<void> {
  const found = await ctx.db.$count(roles, inArray(roles.id, [...ids]));
  if (found < ids.length) throw missing();
}

export async function assertNameFree(ctx: Context, name: string, self?: string): Promise<void> {
  const [clash] = await ctx.db.select({ id: roles.id }).from(roles).where(eq(roles.name, name));
  if (clash && clash.id !== self) throw new Conflict('A role with the same name already exists');
}

/** Holds the users until the end of the transaction, in one order, so that none is deleted or overfilled meanwhile. */
export async function lockUsers(ctx: Context, userIds: readonly string[]): Promise<void> {
  const rows = await ctx.db
    .select({ userId: users.userId })
    .from(users)
    .where(inArray(users.userId, [...userIds]))
    .orderBy(asc(users.userId))
    .for('update');
  if (rows.length === userIds.length) return;
  throw new NotFound('The user does not exist.', { errorCode: 'inexistent_user' });
}
