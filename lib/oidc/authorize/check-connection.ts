import type { KnownClient } from '@/lib/clients';
import { databasesOf } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { invalidRequest } from '../errors';
import type { Parameters } from '../parameters';
import { usableConnection } from '../usable-connection';

/** Where the person signs in: at the connection that is asked for, or the first one that the application may use. */
export async function checkConnection(
  ctx: Context,
  client: KnownClient,
  parameters: Parameters,
): Promise<{ connection: string; connectionForced: boolean }> {
  const name = parameters.get('connection');
  if (name !== undefined) {
    await usableConnection(ctx, client, name);
    return { connection: name, connectionForced: true };
  }
  const [first] = await databasesOf(ctx, client);
  if (first === undefined) throw invalidRequest('no connections enabled for the client');
  return { connection: first, connectionForced: false };
}
