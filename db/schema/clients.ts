import { boolean, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment, sealed } from './columns';

export type RefreshTokenPolicy = {
  rotation_type: 'rotating' | 'non-rotating';
  expiration_type: 'expiring' | 'non-expiring';
  token_lifetime: number;
  leeway: number;
};

/** An application. Column names follow the wire names of the contract. */
export const clients = pgTable('clients', {
  /** 32 alphanumerics. */
  clientId: text('client_id').primaryKey(),
  name: text('name').notNull(),
  /** Null for a public client. */
  clientSecret: sealed('client_secret'),
  appType: text('app_type').$type<'regular_web' | 'spa' | 'native' | 'non_interactive'>().notNull(),
  tokenEndpointAuthMethod: text('token_endpoint_auth_method')
    .$type<'none' | 'client_secret_post' | 'client_secret_basic'>()
    .notNull(),
  grantTypes: jsonb('grant_types').$type<string[]>().notNull(),
  callbacks: jsonb('callbacks').$type<string[]>().notNull(),
  allowedLogoutUrls: jsonb('allowed_logout_urls').$type<string[]>().notNull(),
  allowedOrigins: jsonb('allowed_origins').$type<string[]>().notNull(),
  webOrigins: jsonb('web_origins').$type<string[]>().notNull(),
  clientMetadata: jsonb('client_metadata').$type<Record<string, string>>().notNull(),
  refreshToken: jsonb('refresh_token').$type<RefreshTokenPolicy>().notNull(),
  /** Seconds that an ID token lives. */
  idTokenLifetime: integer('id_token_lifetime').notNull(),
  /** Annex's own client for the console and the profile page; tenant rules never run for it and no API shows it. */
  internal: boolean('internal').notNull(),
  createdAt: moment('created_at').notNull(),
});

/** Which scopes of which API a client may get by client credentials. */
export const clientGrants = pgTable(
  'client_grants',
  {
    clientId: text('client_id').notNull(),
    audience: text('audience').notNull(),
    /** `cgr_` + 16 alphanumerics. */
    id: text('id').notNull(),
    scope: jsonb('scope').$type<string[]>().notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.clientId, t.audience] })],
);
