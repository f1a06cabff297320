import { boolean, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** An API that access tokens are for. `identifier` is the audience. Column names follow the wire names. */
export const resourceServers = pgTable(
  'resource_servers',
  {
    identifier: text('identifier').primaryKey(),
    /** 24 hex. */
    id: text('id').notNull(),
    name: text('name').notNull(),
    scopes: jsonb('scopes').$type<{ value: string; description?: string }[]>().notNull(),
    /** All three are signatures by the tenant's RSA keys. */
    signingAlg: text('signing_alg').$type<'RS256' | 'RS512' | 'PS256'>().notNull().default('RS256'),
    /** Seconds; at most 2,592,000. */
    tokenLifetime: integer('token_lifetime').notNull(),
    /** Seconds; of the implicit and hybrid flows, which Annex does not have: kept and shown. */
    tokenLifetimeForWeb: integer('token_lifetime_for_web').notNull().default(7200),
    tokenDialect: text('token_dialect')
      .$type<'access_token' | 'access_token_authz' | 'rfc9068_profile' | 'rfc9068_profile_authz'>()
      .notNull()
      .default('access_token'),
    /** Whether a person's token carries only what their roles and permissions allow. */
    enforcePolicies: boolean('enforce_policies').notNull().default(false),
    allowOfflineAccess: boolean('allow_offline_access').notNull(),
    skipConsent: boolean('skip_consent').notNull().default(false),
    /** The Management API itself; hardly changed and never deleted. */
    isSystem: boolean('is_system').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [uniqueIndex('resource_servers_id').on(t.id)],
);
