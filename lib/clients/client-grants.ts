import { and, eq } from 'drizzle-orm';
import { clientGrants } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { newId } from '@/lib/ids';
import { recordChange } from '@/lib/logs';
import { announceClients } from './known-client';

/** Lets an application get these scopes of an API by client credentials; replaces what it had there. */
export async function setClientGrant(
  ctx: Context,
  clientId: string,
  audience: string,
  scope: readonly string[],
): Promise<void> {
  authorize(ctx, 'update:clients');
  await withTransaction(ctx, async (tx) => {
    const before = await getClientGrant(tx, clientId, audience);
    const granted = [...scope];
    await tx.db
      .insert(clientGrants)
      .values({ clientId, audience, id: newId('cgr'), scope: granted, createdAt: tx.now() })
      .onConflictDoUpdate({
        target: [clientGrants.clientId, clientGrants.audience],
        set: { scope: granted },
      });
    await recordChange(tx, {
      kind: 'client_grant',
      id: `${clientId} ${audience}`,
      before: before && { scope: before },
      after: { scope: granted },
    });
    await announceClients(tx);
  });
}

/** The scopes that an application may get of an API; none when it has no grant. */
export async function getClientGrant(
  ctx: Context,
  clientId: string,
  audience: string,
): Promise<string[] | null> {
  authorize(ctx, 'read:clients');
  const [row] = await ctx.db
    .select({ scope: clientGrants.scope })
    .from(clientGrants)
    .where(and(eq(clientGrants.clientId, clientId), eq(clientGrants.audience, audience)));
  return row?.scope ?? null;
}
