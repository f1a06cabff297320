import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { fetchClient } from './internal';
import { presentClient, visiblePresenter } from './present-client';
import type { ClientView } from './schemas';

/** One application; the global client is none. Throws NotFound `inexistent_client`. */
export async function getClient(ctx: Context, clientId: string): Promise<ClientView> {
  authorize(ctx, 'read:clients');
  const row = await fetchClient(ctx, clientId);
  if (row.global) throw new NotFound('The client does not exist', { errorCode: 'inexistent_client' });
  return presentClient(row);
}

/** One application or the global client, as far as the caller's scopes show it. Throws NotFound. */
export async function getVisibleClient(ctx: Context, clientId: string): Promise<Partial<ClientView>> {
  authorize(ctx, 'read:clients', 'read:client_keys', 'read:client_credentials', 'read:client_summary');
  const present = await visiblePresenter(ctx);
  return present(await fetchClient(ctx, clientId));
}
