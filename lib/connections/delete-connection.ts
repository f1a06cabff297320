import { eq, sql } from 'drizzle-orm';
import { connections } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { recordChange } from '@/lib/logs';
import { announceConnections, auditView, fetchConnection, hasUsers } from './internal';

/**
 * Deletes a connection that has no users; `deleteConnectionWithUsers` of lib/users first sees to those.
 * Throws NotFound, Conflict.
 */
export async function deleteEmptyConnection(ctx: Context, id: string): Promise<void> {
  authorize(ctx, 'delete:connections');
  await withTransaction(ctx, async (tx) => {
    const row = await fetchConnection(tx, id, { lock: true });
    const [found] = await tx.db.execute<{ used: boolean }>(sql`select ${hasUsers(row.name)} as used`);
    if (found?.used) throw new Conflict('The connection still has users.');
    await tx.db.delete(connections).where(eq(connections.id, id));
    await tx.db.execute(sql`delete from connection_clients where connection_id = ${id}`);
    await recordChange(tx, { kind: 'connection', id, before: auditView(row), after: null });
    await announceConnections(tx);
  });
}
