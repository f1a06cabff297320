import { clients } from '@/db/schema';
import { authorize } from '@/lib/access';
import { enableConnectionsFor } from '@/lib/connections';
import { type Context, withTransaction } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { newSecret, randomAlphanumeric } from '@/lib/ids';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { seal } from '@/lib/secrets';
import { presentClient } from './internal';
import { announceClients } from './known-client';
import { type ClientWithSecret, type CreateClientInput, createClientInput } from './schemas';

type AppType = ClientWithSecret['app_type'];

const defaultGrants: Record<AppType, ClientWithSecret['grant_types']> = {
  regular_web: ['authorization_code', 'refresh_token'],
  spa: ['authorization_code', 'refresh_token'],
  native: ['authorization_code', 'refresh_token'],
  non_interactive: ['client_credentials'],
};

const isPublic = (type: AppType) => type === 'spa' || type === 'native';

/**
 * Makes an application and, unless it is public, its secret, which only this answer shows. Public applications
 * rotate refresh tokens by default. `internal` is for Annex's own client and comes from setup alone.
 */
export async function createClient(
  ctx: Context,
  input: CreateClientInput,
  options: { internal?: boolean } = {},
): Promise<ClientWithSecret> {
  authorize(ctx, 'create:clients');
  const parsed = parseInput(createClientInput, input);
  const authMethod =
    parsed.token_endpoint_auth_method ?? (isPublic(parsed.app_type) ? 'none' : 'client_secret_post');
  const secret = authMethod === 'none' ? null : newSecret();
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(clients)
      .values({
        clientId: parsed.client_id ?? randomAlphanumeric(32),
        name: parsed.name,
        clientSecret: secret === null ? null : seal(secret),
        appType: parsed.app_type,
        tokenEndpointAuthMethod: authMethod,
        grantTypes: parsed.grant_types ?? defaultGrants[parsed.app_type],
        callbacks: parsed.callbacks ?? [],
        allowedLogoutUrls: parsed.allowed_logout_urls ?? [],
        allowedOrigins: parsed.allowed_origins ?? [],
        webOrigins: parsed.web_origins ?? [],
        clientMetadata: parsed.client_metadata ?? {},
        refreshToken: parsed.refresh_token ?? {
          rotation_type: isPublic(parsed.app_type) ? 'rotating' : 'non-rotating',
          expiration_type: 'expiring',
          token_lifetime: 2_592_000,
          leeway: 0,
        },
        idTokenLifetime: parsed.id_token_lifetime ?? 36_000,
        internal: options.internal ?? false,
        createdAt: ctx.now(),
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new Conflict('A client with this client_id already exists.');
    const view = presentClient(row);
    await recordChange(tx, { kind: 'client', id: row.clientId, before: null, after: view });
    if (!row.internal) await enableConnectionsFor(tx, row.clientId);
    await announceClients(tx);
    return { ...view, client_secret: secret };
  });
}
