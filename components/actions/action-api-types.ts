/** The `api` of each trigger (`reference/rules.md` 2.3). */
export const apiTypes = `
/** What every trigger has. */
interface CacheApi {
  /** Kept between runs for a while, for this trigger's Actions. It may be empty at any time. */
  cache: {
    get(key: string): { value: string; expires_at: number } | undefined;
    /** \`ttl\` in milliseconds. */
    set(key: string, value: string, options?: { ttl?: number; expires_at?: number }): { type: 'success' | 'error'; [key: string]: any };
    delete(key: string): { type: 'success' | 'error'; [key: string]: any };
  };
}

/** What Annex has of second factors; others deny the sign-in. */
interface FactorChoice { type: 'otp' | 'recovery-code' | (string & {}); [key: string]: any }

/** What a session and a refresh token have in common. It is done when the sign-in is decided. */
interface LastingApi {
  /** Texts of up to 255 characters, 25 keys in all; \`null\` removes the key. Seen by Actions that follow. */
  setMetadata(key: string, value: string | null | undefined): PostLoginApi;
  deleteMetadata(key: string): PostLoginApi;
  /** Removes all of it. */
  evictMetadata(): PostLoginApi;
  /** In milliseconds, as of \`Date.now()\`; the earliest of several calls counts, and the settings are the limit. */
  setExpiresAt(absolute: number): PostLoginApi;
  /** When it ends unless it is used before. Holds until the next use. */
  setIdleExpiresAt(inactivity: number): PostLoginApi;
}

interface PostLoginApi extends CacheApi {
  /** Setters such as \`setAttribute\`: taken, and without an effect, since Annex makes no SAML responses. */
  samlResponse: { [setter: string]: (...values: any[]) => PostLoginApi };
  access: {
    /** Refuses the sign-in; the reason reaches the application. */
    deny(reason: string): PostLoginApi;
  };
  idToken: {
    /** Use an address of yours as the name, such as \`https://example.com/plan\`. */
    setCustomClaim(name: string, value: any): PostLoginApi;
  };
  accessToken: {
    /** Use an address of yours as the name, such as \`https://example.com/plan\`. */
    setCustomClaim(name: string, value: any): PostLoginApi;
    addScope(scope: string): PostLoginApi;
    removeScope(scope: string): PostLoginApi;
  };
  user: {
    /** Stored when the sign-in ends; \`null\` removes the key. */
    setUserMetadata(key: UserMetadataKey, value: any): PostLoginApi;
    /** Stored when the sign-in ends; \`null\` removes the key. */
    setAppMetadata(key: AppMetadataKey, value: any): PostLoginApi;
  };
  redirect: {
    /** Whether there is a browser that can be sent away. */
    canRedirect(): boolean;
    /** Sends the browser to a page of yours; it comes back to \`/continue\`, at \`onContinuePostLogin\`. */
    sendUserTo(url: string, options?: { query?: { [name: string]: any } }): PostLoginApi;
    /** A signed token for your page. */
    encodeToken(options: { secret: string; payload: { [key: string]: any }; expiresInSeconds?: number }): string;
    /** What your page signed and sent back. Throws for a token that is missing, wrong or of another sign-in. */
    validateToken(options: { secret: string; tokenParameterName?: string }): { [key: string]: any };
  };
  authentication: {
    /** Whose profile and tokens are issued, after linking accounts. */
    setPrimaryUser(userId: string): PostLoginApi;
    /** In \`onContinuePostLogin\` only: a method of yours by which the person was asked. */
    recordMethod(url: string): PostLoginApi;
    /** Asks for a second factor now: Actions after this one wait until it is proven. */
    challengeWith(factor: FactorChoice, options?: { additionalFactors?: FactorChoice[] }): PostLoginApi;
    challengeWithAny(factors: FactorChoice[]): PostLoginApi;
    /** Has the person set up a second factor now; whoever has one is asked for it. */
    enrollWith(factor: FactorChoice, options?: { additionalFactors?: FactorChoice[] }): PostLoginApi;
    enrollWithAny(factors: FactorChoice[]): PostLoginApi;
    [method: string]: any;
  };
  multifactor: {
    /** Asks for a second factor when all Actions have run. */
    enable(
      provider: 'any' | 'guardian' | 'google-authenticator' | 'none' | (string & {}),
      options?: { allowRememberBrowser?: boolean; providerOptions?: { [key: string]: any } },
    ): PostLoginApi;
  };
  transaction: {
    /** Seen by later Actions of this sign-in as \`event.transaction.metadata\`. */
    setMetadata(key: string, value: string | number | boolean | null): PostLoginApi;
  };
  /** The session of the browser. Where there is none, the setters have no effect. */
  session: LastingApi & {
    /** Whether its cookie outlives the browser. */
    setCookieMode(mode: 'persistent' | 'non-persistent'): PostLoginApi;
    /** Ends the session with its refresh tokens, and refuses the sign-in; the reason reaches the application. */
    revoke(reason: string, options?: { preserveRefreshTokens?: boolean }): PostLoginApi;
  };
  /** The refresh token that is exchanged, or that this sign-in leads to. */
  refreshToken: LastingApi & {
    /** Ends \`event.refresh_token\`, and refuses the exchange; the reason reaches the application. */
    revoke(reason: string): PostLoginApi;
  };
  rules: { wasExecuted(ruleId: string): boolean };
  validation: { error(code: string, message: string): PostLoginApi };
  [area: string]: any;
}

interface MachineApi extends CacheApi {
  access: {
    /** Refuses the token. */
    deny(code: 'invalid_scope' | 'invalid_request' | 'server_error' | (string & {}), reason: string): MachineApi;
  };
  accessToken: { setCustomClaim(name: string, value: any): MachineApi };
  transaction: {
    addTargetScope(scope: string): MachineApi;
    removeTargetScope(scope: string): MachineApi;
    clearTargetScopes(): MachineApi;
    setTargetScopes(scopes: string[]): MachineApi;
  };
}

interface PreRegistrationApi extends CacheApi {
  access: {
    /** Refuses the sign-up: \`reason\` is for the log, \`userMessage\` for the person. */
    deny(reason: string, userMessage?: string): PreRegistrationApi;
  };
  user: {
    setUserMetadata(key: UserMetadataKey, value: any): PreRegistrationApi;
    setAppMetadata(key: AppMetadataKey, value: any): PreRegistrationApi;
  };
  validation: { error(code: string, message: string): PreRegistrationApi };
}`;
