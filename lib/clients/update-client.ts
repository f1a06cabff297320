import { and, eq } from 'drizzle-orm';
import { clients } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { newSecret } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { seal } from '@/lib/secrets';
import { fetchClient, presentClient } from './internal';
import { announceClients } from './known-client';
import { type ClientView, type ClientWithSecret, type UpdateClientInput, updateClientInput } from './schemas';

const own = (clientId: string) => and(eq(clients.clientId, clientId), eq(clients.internal, false));

/** Changes the named fields of an application. Throws NotFound, Invalid. */
export async function updateClient(
  ctx: Context,
  clientId: string,
  input: UpdateClientInput,
): Promise<ClientView> {
  authorize(ctx, 'update:clients');
  const patch = parseInput(updateClientInput, input);
  return withTransaction(ctx, async (tx) => {
    const stored = await fetchClient(tx, clientId);
    if (Object.keys(patch).length === 0) return presentClient(stored);
    const [row] = await tx.db
      .update(clients)
      .set({
        name: patch.name,
        tokenEndpointAuthMethod: patch.token_endpoint_auth_method,
        grantTypes: patch.grant_types,
        callbacks: patch.callbacks,
        allowedLogoutUrls: patch.allowed_logout_urls,
        allowedOrigins: patch.allowed_origins,
        webOrigins: patch.web_origins,
        clientMetadata: patch.client_metadata,
        refreshToken: patch.refresh_token,
        idTokenLifetime: patch.id_token_lifetime,
      })
      .where(own(clientId))
      .returning();
    const after = presentClient(row ?? stored);
    await recordChange(tx, { kind: 'client', id: clientId, before: presentClient(stored), after });
    await announceClients(tx);
    return after;
  });
}

/** Gives the application a new secret and shows it once; the old one stops at once. */
export async function rotateSecret(ctx: Context, clientId: string): Promise<ClientWithSecret> {
  authorize(ctx, 'update:clients');
  const secret = newSecret();
  return withTransaction(ctx, async (tx) => {
    const view = presentClient(await fetchClient(tx, clientId));
    await tx.db
      .update(clients)
      .set({ clientSecret: seal(secret) })
      .where(own(clientId));
    const before = { client_secret: '*****' };
    await recordChange(tx, { kind: 'client', id: clientId, before, after: { client_secret: '***** (new)' } });
    await announceClients(tx);
    return { ...view, client_secret: secret };
  });
}
