import type { KnownClient } from '@/lib/clients';
import { databasesOf, defaultConnection, type KnownConnection, knownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { invalidRequest } from './errors';

/** Whether users of the application may sign in through this database connection. From memory. */
export async function mayUse(ctx: Context, client: KnownClient, connection: string): Promise<boolean> {
  return (await databasesOf(ctx, client)).includes(connection);
}

/**
 * The connection that a request of the application names. Throws `invalid_request`, telling apart a connection that is
 * not there, one of a strategy that Annex does not sign in by, and one that the application may not use.
 */
export async function usableConnection(
  ctx: Context,
  client: KnownClient,
  name: string,
): Promise<KnownConnection> {
  const connection = await knownConnection(ctx, name);
  if (!connection) throw invalidRequest(`The connection was not found: ${name}`);
  if (connection.strategy !== 'auth0') {
    throw invalidRequest(
      `Annex does not sign users in through ${connection.strategy} yet, of which the connection ${name} is.`,
    );
  }
  if (await mayUse(ctx, client, name)) return connection;
  throw invalidRequest(`The connection is not enabled for the application: ${name}`);
}

/** Whether a visitor may sign up; without an application, as Auth0's global client may: at the default connection. */
export async function maySignUp(
  ctx: Context,
  client: KnownClient | undefined,
  connection: string,
): Promise<boolean> {
  return client === undefined ? connection === defaultConnection : mayUse(ctx, client, connection);
}
