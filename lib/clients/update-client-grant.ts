import { eq } from 'drizzle-orm';
import { clientGrants } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { lockAccess } from '@/lib/resource-servers';
import { assertGrantable, fetchClientGrant, presentClientGrant } from './grant-internal';
import { type ClientGrantView, type UpdateClientGrantInput, updateClientGrantInput } from './grant-schemas';
import { announceClients } from './known-client';

/**
 * Replaces the scopes of a grant; the next token has the new ones. `allow_all_scopes` alone empties them. Throws
 * NotFound `inexistent_client_grant`, and Invalid for a scope that the API lacks.
 */
export async function updateClientGrant(
  ctx: Context,
  id: string,
  input: UpdateClientGrantInput,
): Promise<ClientGrantView> {
  authorize(ctx, 'update:client_grants');
  const patch = parseInput(updateClientGrantInput, input);
  return withTransaction(ctx, async (tx) => {
    await lockAccess(tx, 'use');
    const stored = await fetchClientGrant(tx, id);
    const allowAllScopes = patch.allow_all_scopes ?? stored.allowAllScopes;
    const kept = patch.allow_all_scopes ? [] : stored.scope;
    const row = { ...stored, allowAllScopes, scope: patch.scope === undefined ? kept : (patch.scope ?? []) };
    await assertGrantable(tx, row);
    const { scope } = row;
    await tx.db.update(clientGrants).set({ scope, allowAllScopes }).where(eq(clientGrants.id, id));
    const after = presentClientGrant(row);
    await recordChange(tx, { kind: 'client_grant', id, before: presentClientGrant(stored), after });
    await announceClients(tx);
    return after;
  });
}
