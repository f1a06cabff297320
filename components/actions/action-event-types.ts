/** What Actions of every trigger share, and the events of each (`reference/rules.md` 2.2). */
export const sharedTypes = `
interface ActionMetadata { [key: string]: any }

interface ActionClient {
  client_id: string;
  name: string;
  /** What administrators keep with the application. */
  metadata: { [key: string]: string };
}

interface ActionConnection {
  id: string;
  /** Such as \`Username-Password-Authentication\`. */
  name: string;
  /** \`auth0\` for a database connection. */
  strategy: string;
  metadata: { [key: string]: string };
}

interface ActionRequest {
  method: string;
  /** Address of the client; may be IPv6. */
  ip: string;
  hostname: string;
  user_agent?: string;
  /** What the browser asks for first, such as \`de-CH\`. */
  language?: string;
  /** Parameters of the address. */
  query: { [name: string]: any };
  /** Parameters of the body; never the password. */
  body: { [name: string]: any };
  geoip: { countryCode?: string; countryName?: string; cityName?: string; [key: string]: any };
}

interface ActionUser {
  /** Provider and id, such as \`auth0|63f…\`. */
  user_id: string;
  email?: string;
  email_verified?: boolean;
  username?: string;
  phone_number?: string;
  phone_verified?: boolean;
  name?: string;
  given_name?: string;
  family_name?: string;
  nickname?: string;
  picture?: string;
  /** ISO 8601. */
  created_at: string;
  /** ISO 8601. */
  updated_at: string;
  last_password_reset?: string;
  /** \`['guardian']\` once a second factor is set up. */
  multifactor?: string[];
  enrolledFactors?: { type: string; [key: string]: any }[];
  /** The first one is the primary. */
  identities: { connection: string; provider: string; user_id: string; isSocial?: boolean; [key: string]: any }[];
  /** What the user may write. Always there. */
  user_metadata: UserMetadata;
  /** What only administrators, rules and Actions write. Always there. */
  app_metadata: AppMetadata;
  [key: string]: any;
}


declare function fetch(url: string, options?: { [key: string]: any }): Promise<ActionResponse>;
interface ActionResponse {
  ok: boolean;
  status: number;
  statusText: string;
  url: string;
  headers: any;
  json(): Promise<any>;
  text(): Promise<string>;
  [key: string]: any;
}`;

export const authenticatedEvent = `
/** What is known of the address and program; others are absent. */
interface ActionDevice { initial_ip?: string; initial_user_agent?: string; last_ip?: string; last_user_agent?: string }

/** Times are ISO 8601. */
interface ActionSession {
  id: string;
  user_id: string;
  created_at?: string;
  updated_at?: string;
  authenticated_at?: string;
  last_interacted_at?: string;
  /** When it ends unless it is used before. */
  idle_expires_at?: string;
  expires_at?: string;
  device?: ActionDevice;
  /** Applications that took part in it. */
  clients: { client_id: string }[];
  cookie?: { mode: 'persistent' | 'non-persistent' };
  metadata: { [key: string]: string };
  [key: string]: any;
}

/** Times are ISO 8601. Tokens that were exchanged for each other are one and keep its id. */
interface ActionRefreshToken {
  id: string;
  client_id: string;
  user_id: string;
  session_id?: string;
  created_at: string;
  expires_at?: string;
  idle_expires_at?: string;
  last_exchanged_at?: string;
  rotating: boolean;
  resource_servers: { audience: string; scopes: string }[];
  device?: ActionDevice;
  metadata: { [key: string]: string };
  [key: string]: any;
}

/** A sign-in that tokens are about to be issued for. */
interface PostLoginEvent {
  user: ActionUser;
  client: ActionClient;
  connection: ActionConnection;
  tenant: { id: string };
  request: ActionRequest;
  secrets: ActionSecrets;
  /** The API that the access token is for, where there is one. */
  resource_server?: { identifier: string };
  stats: { /** 1 on the first sign-in. */ logins_count: number };
  transaction: {
    id: string;
    /** How the sign-in came: the code flow is \`oidc-basic-profile\`. */
    protocol: string;
    requested_scopes: string[];
    acr_values: string[];
    /** Of a browser's sign-in: what was asked for and the tenant has. */
    locale?: string;
    ui_locales: string[];
    login_hint?: string;
    prompt?: string[];
    redirect_uri?: string;
    response_mode?: string;
    response_type?: string[];
    state?: string;
    /** What Actions of this sign-in set with \`api.transaction.setMetadata\`. */
    metadata: ActionMetadata;
    [key: string]: any;
  };
  /** The session of the browser, as it was before this sign-in; absent where there is no browser. */
  session?: ActionSession;
  /** The refresh token that is exchanged, and only then. */
  refresh_token?: ActionRefreshToken;
  /** How the person has proven who they are. */
  authentication?: { methods: { name: string; /** ISO 8601. */ timestamp: string; [key: string]: any }[]; [key: string]: any };
  authorization?: { roles: string[] };
  [key: string]: any;
}`;

export const machineEvent = `
/** A program that is about to get an access token by the client credentials grant. */
interface CredentialsExchangeEvent {
  client: ActionClient;
  tenant: { id: string };
  request: ActionRequest;
  secrets: ActionSecrets;
  resource_server: { identifier: string };
  accessToken: { customClaims: { [claim: string]: any }; scope: string[] };
  transaction: { requested_scopes: string[]; /** What it would get. */ target_scopes: string[] };
  [key: string]: any;
}`;

export const registrationEvents = `
/** Somebody who signs up and is not stored yet. */
interface PreUserRegistrationEvent {
  user: {
    email?: string;
    username?: string;
    phone_number?: string;
    name?: string;
    given_name?: string;
    family_name?: string;
    nickname?: string;
    picture?: string;
    user_metadata: UserMetadata;
    app_metadata: AppMetadata;
    [key: string]: any;
  };
  /** Where they came through an application, and not through an administrator. */
  client?: ActionClient;
  connection: ActionConnection;
  tenant: { id: string };
  request: ActionRequest;
  secrets: ActionSecrets;
  transaction: { requested_scopes: string[]; acr_values: string[]; ui_locales: string[] };
  [key: string]: any;
}

/** Somebody who was just stored. */
interface PostUserRegistrationEvent {
  user: ActionUser;
  /** Where they came through an application, and not through an administrator. */
  client?: ActionClient;
  connection: ActionConnection;
  tenant: { id: string };
  request: ActionRequest;
  secrets: ActionSecrets;
  transaction: { requested_scopes: string[]; acr_values: string[]; ui_locales: string[] };
  [key: string]: any;
}

/** Somebody whose password was changed. */
interface PostChangePasswordEvent {
  user: ActionUser;
  client?: ActionClient;
  connection?: ActionConnection;
  tenant: { id: string };
  request: ActionRequest;
  secrets: ActionSecrets;
  [key: string]: any;
}`;
