import { eq, type SQL, sql } from 'drizzle-orm';
import { userPermissions } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { afterOf, offsetOf, type Part, partOf, type Slice } from '@/lib/paging';
import { fetchApi, lockAccess } from '@/lib/resource-servers';
import { assertUserExists } from '@/lib/users';
import { assertDecides, assertWithin, limits, lockUsers } from './internal';
import {
  assertPermissions,
  namePermissions,
  type PermissionRow,
  permissionColumns,
  presentPermission,
  wantedRows,
} from './permissions';
import {
  type EffectivePermission,
  type PermissionList,
  permissionList,
  type UserPermissionView,
} from './schemas';

type Named = { audience: string; permission: string };
type Sources = UserPermissionView['sources'];
const kind = 'user_permissions';

/** What a user may do, directly and by their roles: one row for each source. */
const heldBy = (userId: string): SQL => sql`
  select audience, permission, '' as source_id, '' as source_name, 'DIRECT' as source_type
  from user_permissions where user_id = ${userId}
  union all
  select rp.audience, rp.permission, r.id, r.name, 'ROLE'
  from user_roles ur join role_permissions rp on rp.role_id = ur.role_id join roles r on r.id = ur.role_id
  where ur.user_id = ${userId}`;

type Cut = { audience?: string; slice: Slice };

/** A page of them, one row a permission with its sources, by API and name. */
function heldPage(ctx: Context, userId: string, { audience, slice }: Cut) {
  const after = afterOf(slice);
  return ctx.db.execute<PermissionRow & { sources: Sources }>(sql`
    select ${permissionColumns}, p.sources
    from (
      select audience, permission, jsonb_agg(jsonb_build_object('source_id', source_id,
        'source_name', source_name, 'source_type', source_type) order by source_type, source_name) as sources
      from (${heldBy(userId)}) h
      where true ${audience === undefined ? sql`` : sql`and audience = ${audience}`}
        ${after === null ? sql`` : sql`and permission > ${after}`}
      group by audience, permission order by audience, permission
      limit ${slice.limit} offset ${offsetOf(slice)}
    ) p join resource_servers a on a.identifier = p.audience
    order by p.audience, p.permission`);
}

async function countHeld(ctx: Context, userId: string): Promise<number> {
  const [row] = await ctx.db.execute<{ count: number }>(sql`
    select count(distinct (audience, permission))::int as count from (${heldBy(userId)}) h`);
  return row?.count ?? 0;
}

/**
 * What a user may do and why: by themselves or by which roles (`reference/management-api.md` 2.8). Throws NotFound
 * `inexistent_user`.
 */
export async function listUserPermissions(
  ctx: Context,
  userId: string,
  slice: Slice,
): Promise<Part<UserPermissionView>> {
  await assertUserExists(ctx, userId, 'read:users');
  const { items, total } = await partOf(slice, heldPage(ctx, userId, { slice }), () =>
    countHeld(ctx, userId),
  );
  return { items: items.map((row) => ({ ...presentPermission(row), sources: row.sources })), total };
}

const sourceNames = { DIRECT: 'direct', ROLE: 'roles' } as const;

/** What a user may do at one API, by name. Throws NotFound for the user or the API. */
export async function listEffectivePermissions(
  ctx: Context,
  userId: string,
  audience: string,
  slice: Slice,
): Promise<Part<EffectivePermission>> {
  await assertUserExists(ctx, userId, 'read:users');
  await fetchApi(ctx, audience);
  const rows = await heldPage(ctx, userId, { audience, slice });
  const items = rows.map((row) => ({
    ...presentPermission(row),
    sources: [...new Set(row.sources.map(({ source_type }) => sourceNames[source_type]))],
  }));
  return { items };
}

/**
 * Lets a user do more, beside their roles. Throws NotFound for the user, or `inexistent_resource_server_permission`;
 * Forbidden beyond 1,000 permissions of their own.
 */
export async function addUserPermissions(ctx: Context, userId: string, input: PermissionList): Promise<void> {
  authorize(ctx, 'update:users');
  assertDecides(ctx);
  const { permissions } = parseInput(permissionList, input);
  await withTransaction(ctx, async (tx) => {
    await lockAccess(tx, 'use');
    await lockUsers(tx, [userId]);
    await assertPermissions(tx, permissions);
    const added = await tx.db.execute<Named>(sql`
      insert into user_permissions (user_id, audience, permission, created_at)
      select ${userId}, audience, permission, ${tx.now().toISOString()}::timestamptz
      from ${wantedRows(permissions)}
      on conflict do nothing returning audience, permission`);
    if (added.length === 0) return;
    const count = await tx.db.$count(userPermissions, eq(userPermissions.userId, userId));
    assertWithin(count, limits.permissionsPerUser, 'permissions per user');
    const after = { permissions: namePermissions(added) };
    await recordChange(tx, { kind, id: userId, before: null, after });
  });
}

/** Takes permissions from a user, unknown ones too; those by roles stay. Throws NotFound for the user. */
export async function removeUserPermissions(
  ctx: Context,
  userId: string,
  input: PermissionList,
): Promise<void> {
  authorize(ctx, 'update:users');
  assertDecides(ctx);
  const { permissions } = parseInput(permissionList, input);
  await withTransaction(ctx, async (tx) => {
    await assertUserExists(tx, userId, 'update:users');
    const removed = await tx.db.execute<Named>(sql`
      delete from user_permissions p using ${wantedRows(permissions)}
      where p.user_id = ${userId} and p.audience = w.audience and p.permission = w.permission
      returning p.audience, p.permission`);
    if (removed.length === 0) return;
    const before = { permissions: namePermissions(removed) };
    await recordChange(tx, { kind, id: userId, before, after: null });
  });
}
