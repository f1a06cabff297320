import { asc, sql } from 'drizzle-orm';
import { roles } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { offsetOf, type Part, partOf, type Slice } from '@/lib/paging';
import { fetchRole, presentRole } from './internal';
import type { RoleView } from './schemas';

/** One role. Throws NotFound. */
export async function getRole(ctx: Context, id: string): Promise<RoleView> {
  authorize(ctx, 'read:roles');
  return presentRole(await fetchRole(ctx, id));
}

/** Roles by name; `nameFilter` is any part of it, in whichever case. */
export async function listRoles(
  ctx: Context,
  slice: Slice,
  filter: { nameFilter?: string | undefined } = {},
): Promise<Part<RoleView>> {
  authorize(ctx, 'read:roles');
  const { nameFilter } = filter;
  const wanted =
    nameFilter === undefined ? undefined : sql`position(lower(${nameFilter}) in lower(${roles.name})) > 0`;
  const rows = ctx.db
    .select()
    .from(roles)
    .where(wanted)
    .orderBy(asc(roles.name))
    .limit(slice.limit)
    .offset(offsetOf(slice));
  const { items, total } = await partOf(slice, rows, () => ctx.db.$count(roles, wanted));
  return { items: items.map(presentRole), total };
}
