import { clients } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { newSecret } from '@/lib/ids';
import { seal } from '@/lib/secrets';
import { fetchApplication, own, recordClientChange } from './internal';
import { announceClients } from './known-client';
import { wholePresenter } from './present-client';
import type { ClientWithSecret } from './schemas';

/** Gives the application a new secret and shows it; the old one stops at once. Throws NotFound, Invalid. */
export async function rotateSecret(ctx: Context, clientId: string): Promise<ClientWithSecret> {
  authorize(ctx, 'update:client_keys');
  const secret = newSecret();
  return withTransaction(ctx, async (tx) => {
    const stored = await fetchApplication(tx, clientId, { lock: true });
    const row = { ...stored, clientSecret: seal(secret) };
    await tx.db.update(clients).set({ clientSecret: row.clientSecret }).where(own(clientId));
    await recordClientChange(tx, stored, row);
    await announceClients(tx);
    const present = await wholePresenter(tx);
    return { ...present(row), client_secret: secret };
  });
}
