import { type KnownConnection, listConnections } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';

/** The connection that a job is for. Throws Invalid, since it is named in a body. */
export async function connectionById(ctx: Context, id: string): Promise<KnownConnection> {
  const found = (await listConnections(ctx)).find((connection) => connection.id === id);
  if (found) return found;
  throw new Invalid('The connection does not exist.', {
    errorCode: 'inexistent_connection',
    fields: { connection_id: 'There is no connection with this id.' },
  });
}
