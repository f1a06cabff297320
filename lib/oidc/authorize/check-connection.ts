import { defaultConnection, getConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { invalidRequest } from '../errors';
import type { Parameters } from '../parameters';

/** Where the person signs in. The default connection is not looked up: it is there, and the page finds out. */
export async function checkConnection(
  ctx: Context,
  parameters: Parameters,
): Promise<{ connection: string; connectionForced: boolean }> {
  const name = parameters.get('connection');
  if (name === undefined) return { connection: defaultConnection, connectionForced: false };
  try {
    await getConnection(ctx, name);
  } catch (error) {
    if (error instanceof NotFound) throw invalidRequest(`The connection was not found: ${name}`);
    throw error;
  }
  return { connection: name, connectionForced: true };
}
