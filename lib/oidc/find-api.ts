import type { KnownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { findResourceServer, type ResourceServer } from '@/lib/resource-servers';
import { tenantSettings } from '@/lib/settings';
import { OAuthError } from './errors';
import { userinfoAudience } from './issuer';

/** The tenant's default API, unless it is gone; never for Annex's own client, whose token is for `/userinfo`. */
async function defaultApi(ctx: Context, client: KnownClient): Promise<ResourceServer | null> {
  if (client.internal) return null;
  const { defaultAudience } = await tenantSettings(ctx);
  return defaultAudience === null ? null : findResourceServer(ctx, defaultAudience);
}

/**
 * The API of an audience, or the tenant's default one when the request names none; null for `/userinfo`, which an
 * opaque token serves, and where there is no default. Throws when unknown.
 */
export async function findApi(
  ctx: Context,
  client: KnownClient,
  audience: string | undefined,
): Promise<ResourceServer | null> {
  if (audience === undefined) return defaultApi(ctx, client);
  if (audience === userinfoAudience()) return null;
  const api = await findResourceServer(ctx, audience);
  if (!api) throw new OAuthError('access_denied', `Service not found: ${audience}`);
  return api;
}
