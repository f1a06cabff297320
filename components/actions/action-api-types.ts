/** The `api` of each trigger (`reference/rules.md` 2.3). */
export const apiTypes = `
/** What every trigger has. */
interface CacheAPI {
  /** Kept between runs for a while, for this trigger's Actions. It may be empty at any time. */
  cache: {
    get(key: string): { value: string; expires_at: number } | undefined;
    /** \`ttl\` in milliseconds. */
    set(key: string, value: string, options?: { ttl?: number; expires_at?: number }): CacheResult;
    delete(key: string): CacheResult;
  };
}

interface CacheResult {
  type: 'success' | 'error';
  /** Why not. */
  code?: string;
  /** What is kept now. */
  record?: { value: string; expires_at: number };
}

/** What Annex has of second factors; others deny the sign-in. */
interface FactorChoice { type: 'otp' | 'recovery-code' | (string & {}); [key: string]: any }

/** What a session and a refresh token have in common. It is done when the sign-in is decided. */
interface LastingAPI {
  /** Texts of up to 255 characters, 25 keys in all; \`null\` removes the key. Seen by Actions that follow. */
  setMetadata(key: string, value: string | null | undefined): PostLoginAPI;
  deleteMetadata(key: string): PostLoginAPI;
  /** Removes all of it. */
  evictMetadata(): PostLoginAPI;
  /** In milliseconds, as of \`Date.now()\`; the earliest of several calls counts, and the settings are the limit. */
  setExpiresAt(absolute: number): PostLoginAPI;
  /** When it ends unless it is used before. Holds until the next use. */
  setIdleExpiresAt(inactivity: number): PostLoginAPI;
}

interface PostLoginAPI extends CacheAPI {
  /** Setters such as \`setAttribute\`: taken, and without an effect, since Annex makes no SAML responses. */
  samlResponse: { [setter: \`set\${string}\`]: (...values: any[]) => PostLoginAPI };
  access: {
    /** Refuses the sign-in; the reason reaches the application. */
    deny(reason: string): PostLoginAPI;
  };
  idToken: {
    /** Use an address of yours as the name, such as \`https://example.com/plan\`. */
    setCustomClaim(name: string, value: any): PostLoginAPI;
  };
  accessToken: {
    /** Use an address of yours as the name, such as \`https://example.com/plan\`. */
    setCustomClaim(name: string, value: any): PostLoginAPI;
    addScope(scope: string): PostLoginAPI;
    removeScope(scope: string): PostLoginAPI;
  };
  user: {
    /** Stored when the sign-in ends; \`null\` removes the key. */
    setUserMetadata(key: UserMetadataKey, value: any): PostLoginAPI;
    /** Stored when the sign-in ends; \`null\` removes the key. */
    setAppMetadata(key: AppMetadataKey, value: any): PostLoginAPI;
  };
  redirect: {
    /** Whether there is a browser that can be sent away. */
    canRedirect(): boolean;
    /** Sends the browser to a page of yours; it comes back to \`/continue\`, at \`onContinuePostLogin\`. */
    sendUserTo(url: string, options?: { query?: { [name: string]: any } }): PostLoginAPI;
    /** A signed token for your page. */
    encodeToken(options: { secret: string; payload: { [key: string]: any }; expiresInSeconds?: number }): string;
    /** What your page signed and sent back. Throws for a token that is missing, wrong or of another sign-in. */
    validateToken(options: { secret: string; tokenParameterName?: string }): { [key: string]: any };
  };
  authentication: {
    /** Whose profile and tokens are issued, after linking accounts. */
    setPrimaryUser(userId: string): PostLoginAPI;
    /** In \`onContinuePostLogin\` only: a method of yours by which the person was asked. */
    recordMethod(url: string): PostLoginAPI;
    /** Asks for a second factor now: Actions after this one wait until it is proven. */
    challengeWith(factor: FactorChoice, options?: { additionalFactors?: FactorChoice[] }): PostLoginAPI;
    challengeWithAny(factors: FactorChoice[]): PostLoginAPI;
    /** Has the person set up a second factor now; whoever has one is asked for it. */
    enrollWith(factor: FactorChoice, options?: { additionalFactors?: FactorChoice[] }): PostLoginAPI;
    enrollWithAny(factors: FactorChoice[]): PostLoginAPI;
  };
  multifactor: {
    /** Asks for a second factor when all Actions have run. */
    enable(
      provider: 'any' | 'guardian' | 'google-authenticator' | 'none' | (string & {}),
      options?: { allowRememberBrowser?: boolean; providerOptions?: { [key: string]: any } },
    ): PostLoginAPI;
  };
  transaction: {
    /** Seen by later Actions of this sign-in as \`event.transaction.metadata\`. */
    setMetadata(key: string, value: string | number | boolean | null): PostLoginAPI;
  };
  /** The session of the browser. Where there is none, the setters have no effect. */
  session: LastingAPI & {
    /** Whether its cookie outlives the browser. */
    setCookieMode(mode: 'persistent' | 'non-persistent'): PostLoginAPI;
    /** Ends the session with its refresh tokens, and refuses the sign-in; the reason reaches the application. */
    revoke(reason: string, options?: { preserveRefreshTokens?: boolean }): PostLoginAPI;
  };
  /** The refresh token that is exchanged, or that this sign-in leads to. */
  refreshToken: LastingAPI & {
    /** Ends \`event.refresh_token\`, and refuses the exchange; the reason reaches the application. */
    revoke(reason: string): PostLoginAPI;
  };
  rules: { wasExecuted(ruleId: string): boolean };
  validation: { error(code: string, message: string): PostLoginAPI };
  /** Not in Annex: the sign-in is denied with an error that names the method. */
  prompt: { render(id: string, options?: { fields?: { [name: string]: any }; vars?: { [name: string]: any } }): PostLoginAPI };
  /** Not in Annex: the sign-in is denied with an error that names the method. */
  groups: { getUserGroups(...values: any[]): Promise<any>; hasGroupMembership(...values: any[]): Promise<boolean> };
  /** Not in Annex: the sign-in is denied with an error that names the method. \`event.authorization.roles\` has names. */
  roles: { getUserEffectiveRoles(...values: any[]): Promise<any> };
}

interface CredentialsExchangeAPI extends CacheAPI {
  access: {
    /** Refuses the token. */
    deny(code: 'invalid_scope' | 'invalid_request' | 'server_error' | (string & {}), reason: string): CredentialsExchangeAPI;
  };
  accessToken: { setCustomClaim(name: string, value: any): CredentialsExchangeAPI };
  transaction: {
    addTargetScope(scope: string): CredentialsExchangeAPI;
    removeTargetScope(scope: string): CredentialsExchangeAPI;
    clearTargetScopes(): CredentialsExchangeAPI;
    setTargetScopes(scopes: string[]): CredentialsExchangeAPI;
  };
}

interface PreUserRegistrationAPI extends CacheAPI {
  access: {
    /** Refuses the sign-up: \`reason\` is for the log, \`userMessage\` for the person. */
    deny(reason: string, userMessage?: string): PreUserRegistrationAPI;
  };
  user: {
    setUserMetadata(key: UserMetadataKey, value: any): PreUserRegistrationAPI;
    setAppMetadata(key: AppMetadataKey, value: any): PreUserRegistrationAPI;
  };
  validation: { error(code: string, message: string): PreUserRegistrationAPI };
}

interface PostUserRegistrationAPI extends CacheAPI {}
interface PostChangePasswordAPI extends CacheAPI {}`;
