import { and, asc, eq, gt } from 'drizzle-orm';
import { roles, userRoles } from '@/db/schema';
import type { Context } from '@/lib/context';
import { afterOf, offsetOf, type Part, partOf, type Slice } from '@/lib/paging';
import { assertUserExists } from '@/lib/users';
import { presentRole } from './internal';
import type { EffectiveRole, RoleView } from './schemas';

/** The roles of a user: by name, or by id for a slice by id. Throws NotFound `inexistent_user`. */
export async function listUserRoles(ctx: Context, userId: string, slice: Slice): Promise<Part<RoleView>> {
  await assertUserExists(ctx, userId, 'read:users', 'read:roles', 'read:role_members');
  const has = eq(userRoles.userId, userId);
  const after = afterOf(slice);
  const rows = ctx.db
    .select({ role: roles })
    .from(userRoles)
    .innerJoin(roles, eq(roles.id, userRoles.roleId))
    .where(and(has, after === null ? undefined : gt(roles.id, after)))
    .orderBy(asc(slice.by === 'id' ? roles.id : roles.name))
    .limit(slice.limit)
    .offset(offsetOf(slice));
  const { items, total } = await partOf(slice, rows, () => ctx.db.$count(userRoles, has));
  return { items: items.map(({ role }) => presentRole(role)), total };
}

/** The same with where each comes from: without groups, always the user's own (`reference/management-api.md` 2.8). */
export async function listEffectiveRoles(
  ctx: Context,
  userId: string,
  slice: Slice,
): Promise<Part<EffectiveRole>> {
  const { items, total } = await listUserRoles(ctx, userId, slice);
  return { items: items.map((role) => ({ description: '', ...role, sources: ['direct' as const] })), total };
}
