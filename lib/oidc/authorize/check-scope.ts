import type { KnownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { findApi } from '../find-api';
import type { Parameters } from '../parameters';
import { grantableScope, splitScope } from '../scope';

/** The API and what may be granted of the asked scopes. An unknown API is an error, an unknown scope is dropped. */
export async function checkAudienceAndScope(
  ctx: Context,
  client: KnownClient,
  parameters: Parameters,
): Promise<{ audience: string | null; scope: string[] }> {
  const api = await findApi(ctx, client, parameters.get('audience'));
  const scope = grantableScope(splitScope(parameters.get('scope')), client, api);
  return { audience: api?.identifier ?? null, scope };
}
