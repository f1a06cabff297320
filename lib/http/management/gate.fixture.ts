import { expect } from 'vitest';
import { managementScopes, type Scope } from '@/lib/access';
import type { Tenant } from './tenant.fixture';

/**
 * Asks a route as nobody, as a person and as a client with every other scope (401, 403, 403), and then as a client with
 * each of `scopes` alone, whom it lets pass to whatever it says of an empty body and a thing that is not there.
 */
export async function expectGate(
  tenant: Tenant,
  method: string,
  path: string,
  scopes: readonly Scope[],
): Promise<void> {
  const ask = (token: string) =>
    tenant.call(method, path, { token, ...(method === 'GET' ? {} : { body: {} }) });
  expect((await ask('')).status).toBe(401);
  const others = await tenant.machineToken(...managementScopes.filter((scope) => !scopes.includes(scope)));
  for (const token of [others, await tenant.userToken(tenant.ada)]) {
    expect((await ask(token)).body).toEqual({
      statusCode: 403,
      error: 'Forbidden',
      message: `Insufficient scope, expected any of: ${scopes.join(',')}`,
      errorCode: 'insufficient_scope',
    });
  }
  for (const scope of scopes)
    expect([200, 204, 400, 404]).toContain((await ask(await tenant.machineToken(scope))).status);
}
