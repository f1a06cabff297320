import { type KnownClient, knownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { invalidRequest } from '@/lib/oidc';

/** The application that a request of `/dbconnections` names, if it names one. Throws `invalid_request`. */
export async function clientOf(ctx: Context, clientId: unknown): Promise<KnownClient | undefined> {
  if (clientId === undefined) return undefined;
  const client = typeof clientId === 'string' ? await knownClient(ctx, clientId) : null;
  if (!client || client.internal) throw invalidRequest('Unknown client.');
  return client;
}
