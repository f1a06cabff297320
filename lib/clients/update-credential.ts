import { clientCredentials } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { fetchCredential, ownCredential, presentCredential } from './credential';
import { fetchClient } from './internal';
import { announceClients } from './known-client';
import { type CredentialView, type UpdateCredentialInput, updateCredentialInput } from './schemas';

/** Sets when a public key stops to prove the application; null: never. Throws NotFound, Invalid. */
export async function updateCredential(
  ctx: Context,
  clientId: string,
  id: string,
  input: UpdateCredentialInput,
): Promise<CredentialView> {
  authorize(ctx, 'update:client_credentials');
  const { expires_at } = parseInput(updateCredentialInput, input);
  return withTransaction(ctx, async (tx) => {
    await fetchClient(tx, clientId, { lock: true });
    const stored = await fetchCredential(tx, clientId, id);
    const change = { expiresAt: expires_at === null ? null : new Date(expires_at), updatedAt: tx.now() };
    await tx.db.update(clientCredentials).set(change).where(ownCredential(clientId, id));
    const view = presentCredential({ ...stored, ...change });
    await recordChange(tx, {
      kind: 'client_credential',
      id: `${clientId} ${id}`,
      before: { expires_at: stored.expiresAt?.toISOString() ?? null },
      after: { expires_at: view.expires_at ?? null },
    });
    await announceClients(tx);
    return view;
  });
}
