import { type KnownClient, knownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { invalidRequest, missingParameter } from '../errors';
import type { Parameters } from '../parameters';

/** The application, or an error that is shown: nothing about the request can be trusted yet. */
export async function checkClient(ctx: Context, parameters: Parameters): Promise<KnownClient> {
  const clientId = parameters.get('client_id');
  if (clientId === undefined) throw missingParameter('client_id');
  const client = await knownClient(ctx, clientId);
  if (!client) throw invalidRequest(`Unknown client: ${clientId}`);
  return client;
}
