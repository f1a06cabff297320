import { sql } from 'drizzle-orm';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { fetchApplication, recordClientChange } from './internal';
import { announceClients } from './known-client';

/**
 * Deletes an application with its credentials, its grants and every token made for it. Silent when there is none.
 * Throws Invalid for the global client.
 */
export async function deleteClient(ctx: Context, clientId: string): Promise<void> {
  authorize(ctx, 'delete:clients');
  await withTransaction(ctx, async (tx) => {
    const stored = await fetchApplication(tx, clientId, { lock: true }).catch((error: unknown) => {
      if (error instanceof NotFound) return null;
      throw error;
    });
    if (!stored) return;
    await recordClientChange(tx, stored, null);
    await tx.db.execute(sql`
    with c as (delete from clients where client_id = ${clientId} and not internal and not global
        returning client_id),
      cc as (delete from client_credentials where client_id in (select client_id from c)),
      ec as (delete from connection_clients where client_id in (select client_id from c)),
      co as (delete from consents where client_id in (select client_id from c)),
      cg as (delete from client_grants where client_id in (select client_id from c)),
      g as (delete from oidc_grants where client_id in (select client_id from c) returning id),
      t as (delete from oidc_access_tokens where grant_id in (select id from g)),
      k as (delete from oidc_codes where client_id in (select client_id from c)),
      r as (delete from oidc_refresh_tokens where client_id in (select client_id from c))
    delete from oidc_transactions where client_id in (select client_id from c)`);
    await announceClients(tx);
  });
}
