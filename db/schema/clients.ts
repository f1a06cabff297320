import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { type JsonObject, moment, sealed } from './columns';

export type RefreshTokenPolicy = {
  rotation_type: 'rotating' | 'non-rotating';
  expiration_type: 'expiring' | 'non-expiring';
  /** Seconds from the sign-in; `infinite_token_lifetime` stands over it, and so does `non-expiring`. */
  token_lifetime: number;
  infinite_token_lifetime: boolean;
  /** Seconds without use; `infinite_idle_token_lifetime` stands over it, and so does `non-expiring`. */
  idle_token_lifetime: number;
  infinite_idle_token_lifetime: boolean;
  /** Seconds in which a token that was exchanged may be sent again. */
  leeway: number;
  /** Kept and not read: one refresh token is for one API. */
  policies?: { audience: string; scope: string[] }[] | null | undefined;
};

export type JwtConfiguration = {
  /** Seconds that an ID token lives. */
  lifetime_in_seconds: number;
  /** Whether HS256 is made with the bytes that the secret is base64 of. */
  secret_encoded: boolean;
  /** Of ID tokens; RS256 when it is missing. */
  alg?: 'RS256' | 'HS256' | undefined;
  /** Kept and not read. */
  scopes?: JsonObject | undefined;
};

/** Which of its credentials the application may prove itself by; with it no secret is good. */
export type AuthenticationMethods = { private_key_jwt: { credentials: { id: string }[] } };

/** An application. Column names follow the wire names of the contract. */
export const clients = pgTable('clients', {
  /** 32 alphanumerics. */
  clientId: text('client_id').primaryKey(),
  name: text('name').notNull(),
  /** Null for a public client that the console made, and for the global one. */
  clientSecret: sealed('client_secret'),
  appType: text('app_type'),
  /** Null: the kind of application decides. */
  tokenEndpointAuthMethod: text('token_endpoint_auth_method').$type<
    'none' | 'client_secret_post' | 'client_secret_basic'
  >(),
  authenticationMethods: jsonb('client_authentication_methods').$type<AuthenticationMethods>(),
  grantTypes: jsonb('grant_types').$type<string[]>().notNull(),
  callbacks: jsonb('callbacks').$type<string[]>().notNull(),
  allowedLogoutUrls: jsonb('allowed_logout_urls').$type<string[]>().notNull(),
  allowedOrigins: jsonb('allowed_origins').$type<string[]>().notNull(),
  webOrigins: jsonb('web_origins').$type<string[]>().notNull(),
  clientMetadata: jsonb('client_metadata').$type<Record<string, string>>().notNull(),
  refreshToken: jsonb('refresh_token').$type<RefreshTokenPolicy>().notNull(),
  jwtConfiguration: jsonb('jwt_configuration')
    .$type<JwtConfiguration>()
    .notNull()
    .default({ lifetime_in_seconds: 36_000, secret_encoded: false }),
  isFirstParty: boolean('is_first_party').notNull().default(true),
  /** Whether a session does not do, so that each sign-in shows the page. */
  ssoDisabled: boolean('sso_disabled').notNull().default(false),
  /** Whether `auth0-forwarded-for` names the caller's address at the token endpoint. */
  ipHeaderTrusted: boolean('is_token_endpoint_ip_header_trusted').notNull().default(false),
  pushedRequestsOnly: boolean('require_pushed_authorization_requests').notNull().default(false),
  /** The contract's `addons` as JSON; some hold keys of other services. */
  addons: sealed('addons'),
  /** Fields of the contract that are given back as they came and that nothing reads. */
  kept: jsonb('kept').$type<JsonObject>().notNull().default({}),
  /** The one that stands for all applications: it carries the tenant's sign-in page and never gets a token. */
  global: boolean('global').notNull().default(false),
  /** Annex's own client for the console and the profile page; tenant rules never run for it and no API shows it. */
  internal: boolean('internal').notNull(),
  createdAt: moment('created_at').notNull(),
});

/** Public keys by which applications may prove themselves. */
export const clientCredentials = pgTable(
  'client_credentials',
  {
    /** `cred_` + 22 alphanumerics. */
    id: text('id').primaryKey(),
    clientId: text('client_id').notNull(),
    name: text('name'),
    kid: text('kid').notNull(),
    alg: text('alg').$type<'RS256' | 'RS384' | 'PS256'>().notNull(),
    publicJwk: jsonb('public_jwk').$type<JsonObject>().notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    /** Null: never. */
    expiresAt: moment('expires_at'),
  },
  (t) => [index('client_credentials_client').on(t.clientId)],
);

/** Which scopes of which API a client may get by client credentials. */
export const clientGrants = pgTable(
  'client_grants',
  {
    clientId: text('client_id').notNull(),
    audience: text('audience').notNull(),
    /** `cgr_` + 16 alphanumerics. */
    id: text('id').notNull(),
    /** As it was given: of the Management API it may name scopes that this version does not know. */
    scope: jsonb('scope').$type<string[]>().notNull(),
    /** Every scope that the API has, whatever `scope` says. */
    allowAllScopes: boolean('allow_all_scopes').notNull().default(false),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.clientId, t.audience] }), uniqueIndex('client_grants_id').on(t.id)],
);
