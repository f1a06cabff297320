import { selfScopes } from '@/lib/access';
import { standardScopes } from '@/lib/claims';
import type { KnownClient } from '@/lib/clients';
import { mfaAudience, type ResourceServer } from '@/lib/resource-servers';

export function splitScope(scope: string | undefined): string[] {
  return [...new Set((scope ?? '').split(' ').filter(Boolean))];
}

/** Scopes of an API that a person's token may carry. Of the Management API only those over oneself. */
export function userScopesOf(api: ResourceServer | null): readonly string[] {
  if (!api) return [];
  const isManagement = api.isSystem && api.identifier !== mfaAudience();
  return isManagement ? selfScopes : api.scopes.map((scope) => scope.value);
}

/** The part of `scope` that the API has; a scope may have gone since it was granted. */
export function presentScope(scope: readonly string[], api: ResourceServer | null): string[] {
  const ofApi = userScopesOf(api);
  return scope.filter((name) => standardScopes.includes(name) || ofApi.includes(name));
}

/** The part of `scope` that a person may get; all of it where nothing is enforced. */
export function permittedScope(scope: readonly string[], permissions: readonly string[] | null): string[] {
  if (permissions === null) return [...scope];
  return scope.filter((name) => standardScopes.includes(name) || permissions.includes(name));
}

/** What may be granted of `asked`; the rest is dropped silently (`reference/authentication-api.md` 3). */
export function grantableScope(
  asked: readonly string[],
  client: KnownClient,
  api: ResourceServer | null,
): string[] {
  const ofApi = userScopesOf(api);
  const mayRefresh = client.grantTypes.includes('refresh_token') && (api === null || api.allowOfflineAccess);
  return asked.filter((scope) => {
    if (scope === 'offline_access') return mayRefresh;
    return standardScopes.includes(scope) || ofApi.includes(scope);
  });
}
