import { eq } from 'drizzle-orm';
import { roles } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { lockAccess } from '@/lib/resource-servers';
import { assertDecides, assertNameFree, fetchRole, presentRole } from './internal';
import { type RoleView, type UpdateRoleInput, updateRoleInput } from './schemas';

/** Renames or describes a role; the next sign-in of a member shows rules the new name. Throws NotFound, Conflict. */
export async function updateRole(ctx: Context, id: string, input: UpdateRoleInput): Promise<RoleView> {
  authorize(ctx, 'update:roles');
  assertDecides(ctx);
  const patch = parseInput(updateRoleInput, input);
  return withTransaction(ctx, async (tx) => {
    await lockAccess(tx, 'change');
    const stored = await fetchRole(tx, id);
    if (patch.name !== undefined) await assertNameFree(tx, patch.name, id);
    const row = { ...stored, ...patch };
    await tx.db.update(roles).set(row).where(eq(roles.id, id));
    const after = presentRole(row);
    await recordChange(tx, { kind: 'role', id, before: presentRole(stored), after });
    return after;
  });
}
