import type { JsonObject } from '@/db/schema/columns';
import { tenantOf } from '@/lib/tenant-name';
import type { Login } from './login.types';

/**
 * The `context` that rules see (`reference/rules.md` 1.8). Pure. Connection options lose everything that could be a
 * secret; `samlConfiguration` is always there, so that a rule guarded by client id alone may write to it.
 */
export function ruleContext(login: Login, issuer: string): JsonObject {
  const { client, connection, request, session } = login;
  return structuredClone({
    tenant: tenantOf(issuer),
    clientID: client.clientId,
    clientName: client.name,
    clientMetadata: client.metadata,
    connectionID: connection.id,
    connection: connection.name,
    connectionStrategy: connection.strategy,
    connectionOptions: publicOptions(connection.options),
    connectionMetadata: connection.metadata,
    samlConfiguration: {},
    jwtConfiguration: {},
    protocol: login.protocol,
    stats: { loginsCount: login.stats.loginsCount },
    sso: {
      with_auth0: session !== undefined,
      with_dbconn: session !== undefined && connection.strategy === 'auth0',
      current_clients: session?.clientIds ?? [],
    },
    accessToken: {},
    idToken: {},
    ...(session ? { sessionID: session.sid } : {}),
    request: {
      userAgent: request.userAgent,
      ip: request.ip,
      hostname: request.hostname,
      method: request.method,
      query: request.query,
      body: request.body,
      geoip: {},
    },
    authentication: { methods: login.authMethods },
    authorization: { roles: login.roles },
  }) as JsonObject;
}

const documentedOptions = ['tenant_domain', 'domain_aliases'];

function publicOptions(options: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(options).filter(([key]) => documentedOptions.includes(key)));
}
