import type { Context } from '@/lib/context';
import { findResourceServer, type ResourceServer } from '@/lib/resource-servers';
import { OAuthError } from './errors';
import { userinfoAudience } from './issuer';

/** The API of an audience; null for none, and for `/userinfo`, which an opaque token serves. Throws when unknown. */
export async function findApi(ctx: Context, audience: string | undefined): Promise<ResourceServer | null> {
  if (audience === undefined || audience === userinfoAudience()) return null;
  const api = await findResourceServer(ctx, audience);
  if (!api) throw new OAuthError('access_denied', `Service not found: ${audience}`);
  return api;
}
