import { and, eq } from 'drizzle-orm';
import { clients } from '@/db/schema';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import type { ClientView } from './schemas';

export type ClientRow = typeof clients.$inferSelect;

/** The contract's shape, without the secret. */
export function presentClient(row: ClientRow): ClientView {
  return {
    client_id: row.clientId,
    name: row.name,
    app_type: row.appType,
    token_endpoint_auth_method: row.tokenEndpointAuthMethod,
    grant_types: row.grantTypes as ClientView['grant_types'],
    callbacks: row.callbacks,
    allowed_logout_urls: row.allowedLogoutUrls,
    allowed_origins: row.allowedOrigins,
    web_origins: row.webOrigins,
    client_metadata: row.clientMetadata,
    refresh_token: row.refreshToken,
    id_token_lifetime: row.idTokenLifetime,
  };
}

/** Annex's own client is nobody's to see or change, so its id answers as a missing one. */
export async function fetchClient(ctx: Context, clientId: string): Promise<ClientRow> {
  const [row] = await ctx.db
    .select()
    .from(clients)
    .where(and(eq(clients.clientId, clientId), eq(clients.internal, false)));
  if (!row) throw new NotFound('The client does not exist', { errorCode: 'inexistent_client' });
  return row;
}
