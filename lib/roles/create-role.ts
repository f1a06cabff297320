import { roles } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { newId } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { lockAccess } from '@/lib/resource-servers';
import { assertDecides, assertNameFree, assertWithin, limits, presentRole } from './internal';
import { type CreateRoleInput, createRoleInput, type RoleView } from './schemas';

/** Makes a role that allows nothing yet. Throws Conflict for a taken name, Forbidden beyond 1,000 roles. */
export async function createRole(ctx: Context, input: CreateRoleInput): Promise<RoleView> {
  authorize(ctx, 'create:roles');
  assertDecides(ctx);
  const { name, description = null } = parseInput(createRoleInput, input);
  return withTransaction(ctx, async (tx) => {
    await lockAccess(tx, 'change');
    await assertNameFree(tx, name);
    assertWithin((await tx.db.$count(roles)) + 1, limits.rolesPerTenant, 'roles per tenant');
    const row = { id: newId('rol'), name, description, createdAt: tx.now() };
    await tx.db.insert(roles).values(row);
    const view = presentRole(row);
    await recordChange(tx, { kind: 'role', id: row.id, before: null, after: view });
    return view;
  });
}
