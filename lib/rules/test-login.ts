import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@/db/schema/columns';
import { getClient } from '@/lib/clients';
import { getConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { everything } from '@/lib/paging';
import { listUserRoles } from '@/lib/roles';
import { getStoredUser } from '@/lib/users';
import type { Login } from './login.types';

/**
 * The sign-in that a test run pretends: this user, through this application, by the code flow, now. Throws NotFound
 * for a user or application that does not exist.
 */
export async function testLogin(ctx: Context, userId: string, clientId: string): Promise<Login> {
  const [user, client] = await Promise.all([getStoredUser(ctx, userId), getClient(ctx, clientId)]);
  const [connection, roles] = await Promise.all([
    getConnection(ctx, user.connection),
    listUserRoles(ctx, userId, everything),
  ]);
  const query: JsonObject = {
    client_id: clientId,
    response_type: 'code',
    scope: 'openid profile email',
    redirect_uri: client.callbacks[0] ?? 'http://localhost:4000/callback',
  };
  return {
    loginId: randomUUID(),
    user,
    roles: roles.items.map(({ name }) => name),
    client: { clientId, name: client.name, metadata: client.client_metadata },
    connection: { ...connection, options: connection.options as JsonObject },
    protocol: 'oidc-basic-profile',
    request: {
      userAgent: ctx.userAgent ?? '',
      ip: ctx.ip ?? '127.0.0.1',
      hostname: new URL(env().ANNEX_URL).host,
      method: 'GET',
      query,
      body: {},
    },
    stats: { loginsCount: (user.loginsCount ?? 0) + 1 },
    session: { sid: randomUUID(), clientIds: [clientId] },
    authMethods: [{ name: 'pwd', timestamp: ctx.now().getTime() }],
    scope: ['openid', 'profile', 'email'],
  };
}
