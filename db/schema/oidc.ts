import { boolean, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { type JsonObject, moment } from './columns';

/** An `/authorize` request on its way to its answer. The id is opaque and only its SHA-256 is kept. */
export const oidcTransactions = pgTable('oidc_transactions', {
  idHash: text('id_hash').primaryKey(),
  clientId: text('client_id').notNull(),
  /** The checked parameters of the request. */
  params: jsonb('params').$type<JsonObject>().notNull(),
  /** What the browser has proven so far, and the outcome of a rule's redirect. */
  state: jsonb('state').$type<JsonObject>().notNull(),
  /** SHA-256 of the browser-binding cookie: a sign-in started in one browser cannot be ended in another. */
  browserHash: text('browser_hash').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

/** A browser's signed-in session. The cookie holds the id; only its SHA-256 is kept. */
export const oidcSessions = pgTable(
  'oidc_sessions',
  {
    idHash: text('id_hash').primaryKey(),
    /** The `sid` claim; not a secret. */
    sid: text('sid').notNull(),
    userId: text('user_id').notNull(),
    connection: text('connection').notNull(),
    authenticatedAt: moment('authenticated_at').notNull(),
    lastUsedAt: moment('last_used_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    /** When it ends unless it is used before, where an Action said so at its last use; null: as the tenant has it. */
    idleExpiresAt: moment('idle_expires_at'),
    clientIds: jsonb('client_ids').$type<string[]>().notNull(),
    ip: text('ip'),
    userAgent: text('user_agent'),
    /** Of the last use; null while there was none but the sign-in. */
    lastIp: text('last_ip'),
    lastUserAgent: text('last_user_agent'),
    /** Methods that Actions recorded besides the sign-in itself; `timestamp` in milliseconds. */
    authMethods: jsonb('auth_methods').$type<{ name: string; timestamp: number }[]>(),
    /** Whether its cookie outlives the browser, where an Action said so; null: as the tenant has it. */
    persistent: boolean('persistent'),
    /** `session_metadata` of the Management API; decides nothing here. */
    metadata: jsonb('metadata').$type<Record<string, string>>(),
  },
  (t) => [index('oidc_sessions_user').on(t.userId), index('oidc_sessions_sid').on(t.sid)],
);

/**
 * What one sign-in issued: the outcome of the rules, kept so that the code exchange and `/userinfo` answer without
 * running them again. Revoking it revokes every code, refresh token and opaque token made from it.
 */
export const oidcGrants = pgTable(
  'oidc_grants',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    clientId: text('client_id').notNull(),
    /** Where the person signed in; null in grants of before it was kept: where their main identity is. */
    connection: text('connection'),
    sid: text('sid'),
    audience: text('audience'),
    scope: text('scope').notNull(),
    /** Claims of both tokens and of `/userinfo`, as `lib/oidc` stores them. */
    claims: jsonb('claims').$type<JsonObject>().notNull(),
    authenticatedAt: moment('authenticated_at').notNull(),
    createdAt: moment('created_at').notNull(),
    revokedAt: moment('revoked_at'),
    /** Whence the sign-in came, and the last exchange of a refresh token. */
    ip: text('ip'),
    userAgent: text('user_agent'),
    lastIp: text('last_ip'),
    lastUserAgent: text('last_user_agent'),
    /** `refresh_token_metadata` of the Management API; decides nothing here. */
    refreshTokenMetadata: jsonb('refresh_token_metadata').$type<Record<string, string>>(),
  },
  (t) => [index('oidc_grants_user').on(t.userId), index('oidc_grants_sid').on(t.sid)],
);

/** Authorization codes: single use by one atomic UPDATE, 60 seconds. */
export const oidcCodes = pgTable('oidc_codes', {
  codeHash: text('code_hash').primaryKey(),
  grantId: text('grant_id').notNull(),
  clientId: text('client_id').notNull(),
  redirectUri: text('redirect_uri').notNull(),
  nonce: text('nonce'),
  codeChallenge: text('code_challenge'),
  codeChallengeMethod: text('code_challenge_method'),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
});

/** Refresh tokens. A family is all tokens of one grant; re-use after the leeway revokes it. */
export const oidcRefreshTokens = pgTable(
  'oidc_refresh_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    grantId: text('grant_id').notNull(),
    clientId: text('client_id').notNull(),
    userId: text('user_id').notNull(),
    rotating: boolean('rotating').notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at'),
    /** When it ends unless it is used before; each use moves it. Null: never. */
    idleExpiresAt: moment('idle_expires_at'),
    /** When it was exchanged for its successor. */
    usedAt: moment('used_at'),
    lastExchangedAt: moment('last_exchanged_at'),
  },
  (t) => [index('oidc_refresh_tokens_grant').on(t.grantId), index('oidc_refresh_tokens_user').on(t.userId)],
);

/** Opaque access tokens: good for `/userinfo` only. */
export const oidcAccessTokens = pgTable('oidc_access_tokens', {
  tokenHash: text('token_hash').primaryKey(),
  grantId: text('grant_id').notNull(),
  /** Set when a refresh asked for less than the grant's scope. */
  scope: text('scope'),
  expiresAt: moment('expires_at').notNull(),
});

/** Ids of client assertions that were accepted, kept while the assertion would be good: each is good once. */
export const oidcUsedAssertions = pgTable('oidc_used_assertions', {
  /** SHA-256 of the client and the `jti`. */
  idHash: text('id_hash').primaryKey(),
  expiresAt: moment('expires_at').notNull(),
});

/** A sign-in by a token grant that waits for its second factor; the `mfa_token` itself is not kept. */
export const oidcMfaTokens = pgTable(
  'oidc_mfa_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: text('user_id').notNull(),
    clientId: text('client_id').notNull(),
    /** What is to be issued, as `lib/oidc` stores it. */
    pending: jsonb('pending').$type<JsonObject>().notNull(),
    /** The authenticator that is being enrolled by it. */
    enrolling: text('enrolling'),
    expiresAt: moment('expires_at').notNull(),
  },
  (t) => [index('oidc_mfa_tokens_user').on(t.userId)],
);
