import type { JsonObject } from '@/db/schema/columns';
import { redactObject } from '@/lib/logs';
import type { Login } from '@/lib/rules';

/** Options of a connection that rules may see; the others may be secrets. */
const shownOptions = ['tenant_domain', 'domain_aliases'];

/** A sign-in as it is kept: the options that rules see and no others, and what looks like a secret in requests masked. */
export function keepLogin(login: Login): Login {
  const { connection, request, authorization } = login;
  const options = Object.entries(connection.options).filter(([name]) => shownOptions.includes(name));
  return {
    ...login,
    connection: {
      id: connection.id,
      name: connection.name,
      strategy: connection.strategy,
      metadata: connection.metadata,
      options: Object.fromEntries(options),
    },
    request: { ...request, query: redactObject(request.query), body: redactObject(request.body) },
    authorization: authorization && redactObject(authorization),
  };
}

const moments = ['createdAt', 'updatedAt', 'lastPasswordReset', 'lastLogin'];

/** The sign-in again, from what `keepLogin` gave once it was JSON. */
export function reviveLogin(kept: JsonObject): Login {
  // Only `insertSignIn` writes it, from a Login; its moments are what JSON changed.
  const login = kept as unknown as Login;
  const dates = Object.entries(login.user).flatMap(([name, value]) =>
    moments.includes(name) && typeof value === 'string' ? [[name, new Date(value)] as const] : [],
  );
  return { ...login, user: { ...login.user, ...Object.fromEntries(dates) } };
}
