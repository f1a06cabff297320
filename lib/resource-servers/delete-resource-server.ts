import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Invalid, NotFound } from '@/lib/errors';
import { recordChange } from '@/lib/logs';
import { announceResourceServers } from './find-resource-server';
import { fetchResourceServer, lockAccess, presentResourceServer } from './internal';
import { withdrawApi } from './withdraw';

/**
 * Deletes an API, by id or identifier, with every grant, role's and user's permission of it. Silent when there is none
 * (`reference/management-api.md` 1.1). Throws Invalid for the Management API.
 */
export async function deleteResourceServer(ctx: Context, idOrIdentifier: string): Promise<void> {
  authorize(ctx, 'delete:resource_servers');
  await withTransaction(ctx, async (tx) => {
    await lockAccess(tx, 'change');
    const stored = await fetchResourceServer(tx, idOrIdentifier).catch((error: unknown) => {
      if (error instanceof NotFound) return null;
      throw error;
    });
    if (!stored) return;
    if (stored.isSystem) {
      throw new Invalid(`${stored.name} cannot be deleted`, { errorCode: 'operation_not_supported' });
    }
    await withdrawApi(tx, stored.identifier);
    const before = presentResourceServer(stored);
    await recordChange(tx, { kind: 'resource_server', id: stored.identifier, before, after: null });
    await announceResourceServers(tx);
  });
}
