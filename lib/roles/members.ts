import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { userRoles, users } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { afterOf, offsetOf, type Part, partOf, type Slice } from '@/lib/paging';
import { lockAccess } from '@/lib/resource-servers';
import { assertUserExists } from '@/lib/users';
import { assertDecides, assertRoles, assertWithin, fetchRole, limits, lockUsers } from './internal';
import { type RoleUser, roleIds, userIds } from './schemas';

type Pair = { user_id: string; role_id: string };

/** Who has a role, by user id, as deep as the list goes. Throws NotFound. */
export async function listRoleUsers(ctx: Context, roleId: string, slice: Slice): Promise<Part<RoleUser>> {
  authorize(ctx, 'read:users', 'read:role_members');
  await fetchRole(ctx, roleId);
  const has = eq(userRoles.roleId, roleId);
  const after = afterOf(slice);
  // The page is cut from the index before any user is read.
  const page = ctx.db
    .select({ userId: userRoles.userId })
    .from(userRoles)
    .where(and(has, after === null ? undefined : gt(userRoles.userId, after)))
    .orderBy(asc(userRoles.userId))
    .limit(slice.limit)
    .offset(offsetOf(slice))
    .as('page');
  const rows = ctx.db
    .select({ user_id: users.userId, email: users.email, name: users.name, picture: users.picture })
    .from(page)
    .innerJoin(users, eq(users.userId, page.userId))
    .orderBy(asc(users.userId));
  const { items, total } = await partOf(slice, rows, () => ctx.db.$count(userRoles, has));
  return { items: items.map(present), total };
}

function present(row: { [K in keyof Required<RoleUser>]: string | null }): RoleUser {
  const kept = Object.entries(row).filter(([, value]) => value !== null);
  return Object.fromEntries(kept) as RoleUser;
}

/** Gives every one of the users every one of the roles. All exist and stay while this runs. */
async function give(ctx: Context, userList: readonly string[], roleList: readonly string[]): Promise<Pair[]> {
  const given = await ctx.db.execute<Pair>(sql`
    insert into user_roles (user_id, role_id, created_at)
    select u.id, r.id, ${ctx.now().toISOString()}::timestamptz
    from jsonb_array_elements_text(${JSON.stringify(userList)}::text::jsonb) u(id),
      jsonb_array_elements_text(${JSON.stringify(roleList)}::text::jsonb) r(id)
    on conflict do nothing returning user_id, role_id`);
  if (given.length === 0) return [];
  const [fullest] = await ctx.db
    .select({ count: sql<number>`count(*)::int` })
    .from(userRoles)
    .where(inArray(userRoles.userId, [...userList]))
    .groupBy(userRoles.userId)
    .orderBy(sql`count(*) desc`)
    .limit(1);
  assertWithin(fullest?.count ?? 0, limits.rolesPerUser, 'roles per user');
  return given;
}

/** Gives a role to users; who has it already keeps it. Throws NotFound, Forbidden beyond 50 roles of a user. */
export async function assignUsers(ctx: Context, roleId: string, input: { users: string[] }): Promise<void> {
  authorize(ctx, 'update:users', 'create:role_members');
  assertDecides(ctx);
  const { users: list } = parseInput(userIds, input);
  await withTransaction(ctx, async (tx) => {
    await lockAccess(tx, 'use');
    await fetchRole(tx, roleId);
    await lockUsers(tx, list);
    const given = (await give(tx, list, [roleId])).map(({ user_id }) => user_id).toSorted();
    if (given.length === 0) return;
    await recordChange(tx, { kind: 'role_users', id: roleId, before: null, after: { users: given } });
  });
}

const rolesOf = (pairs: readonly Pair[]): JsonObject => ({
  roles: pairs.map(({ role_id }) => role_id).toSorted(),
});

/** Gives a user roles. Throws NotFound for the user or a role, Forbidden beyond 50 roles. */
export async function assignRoles(ctx: Context, userId: string, input: { roles: string[] }): Promise<void> {
  authorize(ctx, 'update:users', 'create:role_members');
  assertDecides(ctx);
  const { roles: list } = parseInput(roleIds, input);
  await withTransaction(ctx, async (tx) => {
    await lockAccess(tx, 'use');
    await lockUsers(tx, [userId]);
    await assertRoles(tx, list);
    const given = await give(tx, [userId], list);
    if (given.length === 0) return;
    await recordChange(tx, { kind: 'user_roles', id: userId, before: null, after: rolesOf(given) });
  });
}

const removeScopes = ['update:users', 'delete:role_members'] as const;

/** Takes roles from a user; what they do not have is passed over. Throws NotFound for the user. */
export async function removeRoles(ctx: Context, userId: string, input: { roles: string[] }): Promise<void> {
  authorize(ctx, ...removeScopes);
  assertDecides(ctx);
  const { roles: list } = parseInput(roleIds, input);
  await withTransaction(ctx, async (tx) => {
    await assertUserExists(tx, userId, ...removeScopes);
    const taken = await tx.db
      .delete(userRoles)
      .where(and(eq(userRoles.userId, userId), inArray(userRoles.roleId, list)))
      .returning({ user_id: userRoles.userId, role_id: userRoles.roleId });
    if (taken.length === 0) return;
    await recordChange(tx, { kind: 'user_roles', id: userId, before: rolesOf(taken), after: null });
  });
}
