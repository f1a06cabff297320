import { desc, eq, or, sql } from 'drizzle-orm';
import { resourceServers } from '@/db/schema';
import type { Context } from '@/lib/context';
import { Invalid, NotFound } from '@/lib/errors';
import type { ResourceServer } from './find-resource-server';
import type { ResourceServerView } from './schemas';

/** The contract's shape. */
export function presentResourceServer(row: ResourceServer): ResourceServerView {
  return {
    id: row.id,
    identifier: row.identifier,
    name: row.name,
    scopes: row.scopes,
    signing_alg: row.signingAlg,
    token_lifetime: row.tokenLifetime,
    token_lifetime_for_web: row.tokenLifetimeForWeb,
    token_dialect: row.tokenDialect,
    enforce_policies: row.enforcePolicies,
    allow_offline_access: row.allowOfflineAccess,
    skip_consent_for_verifiable_first_party_clients: row.skipConsent,
    is_system: row.isSystem,
  };
}

const missing = () =>
  new NotFound('The resource server does not exist', { errorCode: 'inexistent_resource_server' });

/** The API of this id or identifier; should one's id be another's identifier, the id wins. Not from memory. */
export async function fetchResourceServer(ctx: Context, idOrIdentifier: string): Promise<ResourceServer> {
  const [row] = await ctx.db
    .select()
    .from(resourceServers)
    .where(or(eq(resourceServers.id, idOrIdentifier), eq(resourceServers.identifier, idOrIdentifier)))
    .orderBy(desc(eq(resourceServers.id, idOrIdentifier)))
    .limit(1);
  if (!row) throw missing();
  return row;
}

/** The API of this audience as it is stored now. Throws NotFound `inexistent_resource_server`. */
export async function fetchApi(ctx: Context, identifier: string): Promise<ResourceServer> {
  const [row] = await ctx.db.select().from(resourceServers).where(eq(resourceServers.identifier, identifier));
  if (!row) throw missing();
  return row;
}

/**
 * Holds until the end of the transaction what grants are made of. `change`: scopes and roles are changed, and nobody is
 * given any meanwhile; `use`: somebody is given some, and they stay as they are. So a scope that goes takes every grant
 * of it along.
 */
export async function lockAccess(ctx: Context, to: 'change' | 'use'): Promise<void> {
  const lock = sql.raw(to === 'change' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared');
  await ctx.db.execute(sql`select ${lock}(hashtext('annex.access'))`);
}

/** Refuses a lifetime for browsers that is longer than the other. */
export function assertLifetimes({ token_lifetime, token_lifetime_for_web }: ResourceServerView): void {
  if (token_lifetime_for_web <= token_lifetime) return;
  throw new Invalid(
    `Payload validation error: 'It may not exceed token_lifetime, ${token_lifetime}' on property token_lifetime_for_web.`,
    {
      errorCode: 'invalid_body',
      fields: { token_lifetime_for_web: `It may not exceed ${token_lifetime} seconds.` },
    },
  );
}
