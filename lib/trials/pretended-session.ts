import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import type { Login } from '@/lib/rules';
import { sessionFacts } from '@/lib/sessions';
import type { TenantSettings } from '@/lib/settings';

/** The session that a sign-in of now would begin. */
export function pretendSession(
  ctx: Context,
  clientId: string,
  lifetime: TenantSettings['session'],
): NonNullable<Login['session']> {
  const now = ctx.now();
  const begun = {
    authenticatedAt: now,
    lastUsedAt: now,
    expiresAt: new Date(now.getTime() + lifetime.absoluteSeconds * 1000),
    idleExpiresAt: null,
    persistent: null,
    ip: ctx.ip ?? null,
    userAgent: ctx.userAgent ?? null,
    lastIp: null,
    lastUserAgent: null,
  };
  const facts = { ...sessionFacts(begun, lifetime) };
  return { sid: randomUUID(), clientIds: [clientId], metadata: null, facts };
}

/** A refresh token of the person and application of a sign-in, as if it were exchanged. */
export function pretendRefreshToken({ user, client, audience, scope, authMethods }: Login): JsonObject {
  const began = new Date(authMethods[0]?.timestamp ?? 0).toISOString();
  return {
    id: randomUUID(),
    client_id: client.clientId,
    user_id: user.userId,
    created_at: began,
    rotating: false,
    resource_servers: audience === undefined ? [] : [{ audience, scopes: scope.join(' ') }],
    metadata: {},
  };
}
