import { eq, sql } from 'drizzle-orm';
import { rolePermissions } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { offsetOf, type Part, partOf, type Slice } from '@/lib/paging';
import { lockAccess } from '@/lib/resource-servers';
import { assertDecides, assertWithin, fetchRole, limits } from './internal';
import {
  assertPermissions,
  namePermissions,
  type PermissionRow,
  permissionColumns,
  presentPermission,
  wantedRows,
} from './permissions';
import { type PermissionList, type PermissionView, permissionList } from './schemas';

type Named = { audience: string; permission: string };
const kind = 'role_permissions';

/** What a role allows, by API and name. Throws NotFound. */
export async function listRolePermissions(
  ctx: Context,
  roleId: string,
  slice: Slice,
): Promise<Part<PermissionView>> {
  authorize(ctx, 'read:roles');
  await fetchRole(ctx, roleId);
  const rows = ctx.db.execute<PermissionRow>(sql`
    select ${permissionColumns} from role_permissions p join resource_servers a on a.identifier = p.audience
    where p.role_id = ${roleId} order by p.audience, p.permission limit ${slice.limit} offset ${offsetOf(slice)}`);
  const count = () => ctx.db.$count(rolePermissions, eq(rolePermissions.roleId, roleId));
  const { items, total } = await partOf(slice, rows, count);
  return { items: items.map(presentPermission), total };
}

/**
 * Lets a role allow more; what it allows already is passed over. Members have it from their next token on. Throws
 * NotFound, with `inexistent_resource_server_permission` for a scope that its API lacks; Forbidden beyond 1,000.
 */
export async function addRolePermissions(ctx: Context, roleId: string, input: PermissionList): Promise<void> {
  authorize(ctx, 'update:roles');
  assertDecides(ctx);
  const { permissions } = parseInput(permissionList, input);
  await withTransaction(ctx, async (tx) => {
    await lockAccess(tx, 'change');
    await fetchRole(tx, roleId);
    await assertPermissions(tx, permissions);
    const added = await tx.db.execute<Named>(sql`
      insert into role_permissions (role_id, audience, permission)
      select ${roleId}, audience, permission from ${wantedRows(permissions)}
      on conflict do nothing returning audience, permission`);
    if (added.length === 0) return;
    const count = await tx.db.$count(rolePermissions, eq(rolePermissions.roleId, roleId));
    assertWithin(count, limits.permissionsPerRole, 'permissions per role');
    const after = { permissions: namePermissions(added) };
    await recordChange(tx, { kind, id: roleId, before: null, after });
  });
}

/** Lets a role allow less; what it does not allow anyhow is passed over. Throws NotFound. */
export async function removeRolePermissions(
  ctx: Context,
  roleId: string,
  input: PermissionList,
): Promise<void> {
  authorize(ctx, 'update:roles');
  assertDecides(ctx);
  const { permissions } = parseInput(permissionList, input);
  await withTransaction(ctx, async (tx) => {
    await lockAccess(tx, 'change');
    await fetchRole(tx, roleId);
    const removed = await tx.db.execute<Named>(sql`
      delete from role_permissions p using ${wantedRows(permissions)}
      where p.role_id = ${roleId} and p.audience = w.audience and p.permission = w.permission
      returning p.audience, p.permission`);
    if (removed.length === 0) return;
    const before = { permissions: namePermissions(removed) };
    await recordChange(tx, { kind, id: roleId, before, after: null });
  });
}
