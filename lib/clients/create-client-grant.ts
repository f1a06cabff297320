import { clientGrants } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { newId } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { lockAccess } from '@/lib/resource-servers';
import { assertGrantable, presentClientGrant } from './grant-internal';
import { type ClientGrantView, type CreateClientGrantInput, createClientGrantInput } from './grant-schemas';
import { fetchApplication } from './internal';
import { announceClients } from './known-client';

/**
 * Lets an application get scopes of an API by client credentials. Throws NotFound `inexistent_client` or
 * `inexistent_resource_server`, Invalid for a scope that the API lacks, Conflict when there is a grant of it already.
 */
export async function createClientGrant(
  ctx: Context,
  input: CreateClientGrantInput,
): Promise<ClientGrantView> {
  authorize(ctx, 'create:client_grants');
  const parsed = parseInput(createClientGrantInput, input);
  return withTransaction(ctx, async (tx) => {
    await lockAccess(tx, 'use');
    // Held, so that a client that is being deleted takes this grant along.
    const { clientId } = await fetchApplication(tx, parsed.client_id, { lock: true });
    const row = {
      id: newId('cgr'),
      clientId,
      audience: parsed.audience,
      scope: parsed.scope ?? [],
      allowAllScopes: parsed.allow_all_scopes ?? false,
      createdAt: tx.now(),
    };
    await assertGrantable(tx, row);
    const made = await tx.db
      .insert(clientGrants)
      .values(row)
      .onConflictDoNothing()
      .returning({ id: clientGrants.id });
    if (made.length === 0) {
      throw new Conflict('A client grant of this client for this audience already exists');
    }
    const view = presentClientGrant(row);
    await recordChange(tx, { kind: 'client_grant', id: row.id, before: null, after: view });
    await announceClients(tx);
    return view;
  });
}
