import { eq, sql } from 'drizzle-orm';
import { clients } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { randomAlphanumeric } from '@/lib/ids';
import { contractDefaults } from './defaults';
import { recordClientChange } from './internal';

/**
 * Makes the client that stands for all applications, where there is none (`reference/management-api.md` 8.1);
 * processes that come together make one. It has no secret, no callback and no way to a token.
 */
export async function ensureGlobalClient(ctx: Context): Promise<void> {
  authorize(ctx, 'create:clients');
  await withTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('annex.global-client'))`);
    const [found] = await tx.db
      .select({ id: clients.clientId })
      .from(clients)
      .where(eq(clients.global, true));
    if (found) return;
    const [row] = await tx.db
      .insert(clients)
      .values({
        ...contractDefaults,
        clientId: randomAlphanumeric(32),
        name: 'All Applications',
        grantTypes: [],
        global: true,
        internal: false,
        createdAt: tx.now(),
      })
      .returning();
    await recordClientChange(tx, null, row ?? null);
  });
}
