import { sql } from 'drizzle-orm';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { recordChange } from '@/lib/logs';
import { lockAccess } from '@/lib/resource-servers';
import { assertDecides, fetchRole, presentRole } from './internal';

/** Deletes a role and takes it from everybody who has it. Throws NotFound, the second time too. */
export async function deleteRole(ctx: Context, id: string): Promise<void> {
  authorize(ctx, 'delete:roles');
  assertDecides(ctx);
  await withTransaction(ctx, async (tx) => {
    await lockAccess(tx, 'change');
    const stored = await fetchRole(tx, id);
    await tx.db.execute(sql`
      with p as (delete from role_permissions where role_id = ${id}),
        u as (delete from user_roles where role_id = ${id})
      delete from roles where id = ${id}`);
    await recordChange(tx, { kind: 'role', id, before: presentRole(stored), after: null });
  });
}
