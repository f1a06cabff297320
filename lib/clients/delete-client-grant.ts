import { eq } from 'drizzle-orm';
import { clientGrants } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { recordChange } from '@/lib/logs';
import { presentClientGrant } from './grant-internal';
import { announceClients } from './known-client';

/** Deletes a grant; no new token comes of it. Silent when there is none. */
export async function deleteClientGrant(ctx: Context, id: string): Promise<void> {
  authorize(ctx, 'delete:client_grants');
  await withTransaction(ctx, async (tx) => {
    const [gone] = await tx.db.delete(clientGrants).where(eq(clientGrants.id, id)).returning();
    if (!gone) return;
    await recordChange(tx, { kind: 'client_grant', id, before: presentClientGrant(gone), after: null });
    await announceClients(tx);
  });
}
