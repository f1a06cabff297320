import { clientCredentials } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { recordChange } from '@/lib/logs';
import { fetchCredential, ownCredential, presentCredential } from './credential';
import { fetchClient } from './internal';
import { refuseOperation } from './refuse';

/** Takes a public key from an application that does not prove itself by it. Throws NotFound, Invalid. */
export async function deleteCredential(ctx: Context, clientId: string, id: string): Promise<void> {
  authorize(ctx, 'delete:client_credentials');
  await withTransaction(ctx, async (tx) => {
    const client = await fetchClient(tx, clientId, { lock: true });
    const stored = await fetchCredential(tx, clientId, id);
    const inUse = client.authenticationMethods?.private_key_jwt.credentials ?? [];
    if (inUse.some((credential) => credential.id === id)) {
      refuseOperation('The client authenticates by this credential. Take it out of its methods first.');
    }
    await tx.db.delete(clientCredentials).where(ownCredential(clientId, id));
    await recordChange(tx, {
      kind: 'client_credential',
      id: `${clientId} ${id}`,
      before: { ...presentCredential(stored) },
      after: null,
    });
  });
}
