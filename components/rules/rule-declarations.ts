import type { HiddenText } from '@/components/editor/hidden-text';
import { profileDeclarations } from '@/components/scripts/profile-declarations';

/**
 * What a rule may use, for the editor's language service (`reference/rules.md` 1.3 to 1.13). Types here guide and never
 * refuse: anything that old rules read from `user` and `context` is allowed.
 */
export const ruleDeclarations = `
type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: any };

/** A rule: one function, called once for each sign-in. It must call \`callback\` exactly once. */
type Rule = (user: RuleUser, context: RuleContext, callback: RuleCallback) => any;

/**
 * Ends the rule. The first call counts; code after it runs on.
 *
 * - \`callback(null, user, context)\`: go on to the next rule.
 * - \`callback(new UnauthorizedError('…'))\`: deny the sign-in; the text reaches the application.
 * - \`callback(new Error('…'))\` or \`callback('…')\`: deny with \`access_denied\`.
 */
type RuleCallback = (
  error?: Error | { message: string; [key: string]: any } | string | null,
  user?: RuleUser | { [key: string]: any },
  context?: RuleContext | { [key: string]: any },
) => void;

/** The user who signs in: a copy. Changes are seen by later rules and by the tokens, and are not stored. */
interface RuleUser {
  /** Provider and id, such as \`auth0|63f…\`. */
  user_id: string;
  ${profileDeclarations}
  /** ISO 8601. */
  created_at: string;
  /** ISO 8601. */
  updated_at: string;
  last_password_reset?: string;
  /** \`['guardian']\` once a second factor is set up. */
  multifactor?: string[];
  /** This sign-in is counted already. */
  logins_count?: number;
  last_ip?: string;
  last_login?: string;
  blocked?: boolean;
  /** The first one is the primary. */
  identities: RuleIdentity[];
  /** Of enterprise connections, or from \`app_metadata\`. */
  groups?: string[];
  /** What only administrators and rules write. \`undefined\` when empty; its keys are on the root of \`user\` too. */
  app_metadata?: AppMetadata;
  /** What the user may write. \`undefined\` when empty. */
  user_metadata?: UserMetadata;
  /** Keys of \`app_metadata\`, and whatever earlier rules put here. */
  [key: string]: any;
}

interface RuleIdentity {
  connection: string;
  provider: string;
  user_id: string;
  isSocial: boolean;
  profileData?: { [key: string]: any };
  [key: string]: any;
}

/** What is known of this sign-in, and where a rule says what the tokens carry. */
interface RuleContext {
  /** Name of the tenant. */
  tenant: string;
  /** The application's client id. */
  clientID: string;
  /** The application's name. */
  clientName: string;
  clientMetadata: { [key: string]: string };
  connectionID: string;
  /** Name of the connection used. */
  connection: string;
  /** \`auth0\` for a database connection. */
  connectionStrategy: string;
  connectionOptions: { tenant_domain?: string; domain_aliases?: string[]; [key: string]: any };
  connectionMetadata: { [key: string]: string };
  /** Written for SAML applications; Annex makes no SAML responses. */
  samlConfiguration: SamlConfiguration;
  jwtConfiguration: { lifetimeInSeconds?: number; scopes?: { [key: string]: any }; [key: string]: any };
  /** How the sign-in came: the code flow is \`oidc-basic-profile\`. */
  protocol:
    | 'oidc-basic-profile'
    | 'oidc-implicit-profile'
    | 'oidc-hybrid-profile'
    | 'oauth2-refresh-token'
    | 'oauth2-password'
    | 'oauth2-device-code'
    | 'oauth2-token-exchange'
    | 'redirect-callback'
    | (string & {});
  stats: { /** 1 on the first sign-in. */ loginsCount: number };
  sso: { with_auth0: boolean; with_dbconn: boolean; current_clients: string[] };
  /** Claims for the access token, by name. \`scope\` replaces the granted scopes. */
  accessToken: { scope?: any; [claim: string]: any };
  /** Claims for the ID token and \`/userinfo\`, by name. */
  idToken: { [claim: string]: any };
  /** Set it to ask for a second factor. */
  multifactor?: {
    /** Others than these deny the sign-in, \`duo\` too. */
    provider: 'any' | 'guardian' | 'google-authenticator' | 'none' | (string & {});
    /** For 30 days, unless it is \`false\`. */
    allowRememberBrowser?: boolean;
    /** Asks every time. */
    ignoreCookie?: boolean;
    [key: string]: any;
  };
  /** Set it to send the browser to a page of yours before the sign-in ends; it comes back to \`/continue\`. */
  redirect?: { url: string };
  sessionID?: string;
  /** Set it after linking accounts: whose profile and tokens are issued. */
  primaryUser?: string;
  request: RuleRequest;
  /** How the person has proven who they are. \`timestamp\` is in milliseconds. */
  authentication: { methods: { name: string; timestamp: number; [key: string]: any }[] };
  /** Names of the user's roles. */
  authorization: { roles: string[] };
  /** Auth0 has it; in Annex it is absent. */
  organization?: { id: string; name: string; metadata: { [key: string]: string } };
  /** Auth0 has it; in Annex it is absent. */
  riskAssessment?: { confidence: string; version: string; assessments: { [name: string]: any } };
  [key: string]: any;
}

interface RuleRequest {
  userAgent: string;
  /** Address of the client; may be IPv6. */
  ip: string;
  /** Host that the client used. */
  hostname: string;
  method?: string;
  /** Parameters of \`/authorize\`, such as \`query.audience\`. */
  query: { [name: string]: any };
  /** Parameters of the token request; never the password. */
  body: { [name: string]: any };
  /** Empty: Annex does not know where an address is. */
  geoip: {
    country_code?: string;
    country_code3?: string;
    country_name?: string;
    city_name?: string;
    latitude?: number;
    longitude?: number;
    time_zone?: string;
    continent_code?: string;
    subdivision_code?: string;
    subdivision_name?: string;
  };
}

interface SamlConfiguration {
  audience?: string;
  recipient?: string;
  issuer?: string;
  destination?: string;
  /** Address of a claim to member of \`user\`. */
  mappings?: { [claim: string]: any };
  createUpnClaim?: boolean;
  passthroughClaimsWithNoMapping?: boolean;
  mapUnknownClaimsAsIs?: boolean;
  mapIdentities?: boolean;
  signatureAlgorithm?: string;
  digestAlgorithm?: string;
  lifetimeInSeconds?: number;
  signResponse?: boolean;
  nameIdentifierFormat?: string;
  nameIdentifierProbes?: string[];
  authnContextClassRef?: string;
  typedAttributes?: boolean;
  includeAttributeNameFormat?: boolean;
  [key: string]: any;
}

/** Writes to the user's metadata: kept, unlike changes to \`user\`. */
declare const auth0: {
  users: {
    /** Merges into \`user_metadata\`: \`null\` removes a key, other keys stay. */
    updateUserMetadata(user_id: string, metadata: UserMetadata): Promise<any>;
    /** Merges into \`app_metadata\`: \`null\` removes a key, other keys stay. */
    updateAppMetadata(user_id: string, metadata: AppMetadata): Promise<any>;
  };
  /** A token for the Management API, with \`read:users update:users\`. */
  accessToken: string;
  /** Address of the Management API. */
  baseUrl: string;
  domain: string;
};

/** Denies the sign-in with \`unauthorized\`; the message reaches the application. */
declare class UnauthorizedError extends Error {
  constructor(message?: string);
  code: 'unauthorized';
  description: string;
  statusCode: 401;
}
declare class ValidationError extends Error {
  constructor(code?: string, message?: string);
  code: string;
  description: string;
  statusCode: 400;
}
declare class WrongUsernameOrPasswordError extends Error {
  constructor(user_id?: string, message?: string);
  code: string;
  user_id: string;
  description: string;
  statusCode: 400;
}

/** Shared by the rules, and kept between sign-ins for a while. It may be empty at any time: use it as a cache only. */
declare const global: { [key: string]: any };
/** Node's own modules and those of the sandbox, such as \`require('crypto')\`. */
declare function require(name: string): any;
declare function fetch(url: any, options?: any): Promise<any>;
declare const _: any;
declare const async: any;
declare const request: any;
declare const jwt: any;
declare const q: any;
declare const uuid: any;
declare const querystring: any;
declare const bcrypt: any;
declare const xmldom: any;
declare const xml2js: any;
declare const xpath: any;
declare const xtend: any;
`;

const isName = (key: string) => /^[A-Za-z_$][\w$]*$/.test(key);

/** The declaration of \`configuration\` with the keys that are set. */
export function configurationDeclaration(keys: readonly string[]): string {
  const members = keys.map((key) => `  readonly ${isName(key) ? key : JSON.stringify(key)}: string;`);
  return `/** The values under "Configuration" on the page of the rules. */
declare const configuration: {
${members.join('\n')}
  readonly [key: string]: string;
};
`;
}

/** What gives a bare `function (user, context, callback)` its types. Never part of a rule. */
export const hiddenRuleText: HiddenText = { prefix: 'const _rule: Rule = ' };
