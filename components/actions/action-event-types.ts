import { profileDeclarations } from '@/components/scripts/profile-declarations';

/**
 * What Actions of every trigger share, and the events of each (`reference/rules.md` 2.2 and 2.4). Whatever Annex passes
 * has its member here; what Auth0 alone passes has one that says so. Closed, so that a slip of the pen shows.
 */

/** Said of a member that public code may ask for and nobody finds in Annex. */
const absent = '/** Auth0 has it; in Annex it is absent. */';

export const sharedTypes = `
interface ActionMetadata { [key: string]: any }

interface ActionClient {
  client_id: string;
  name: string;
  /** What administrators keep with the application. */
  metadata: { [key: string]: string };
  ${absent}
  refresh_token?: { policies?: { [key: string]: any }[] };
}

interface ActionConnection {
  id: string;
  /** Such as \`Username-Password-Authentication\`. */
  name: string;
  /** \`auth0\` for a database connection. */
  strategy: string;
  metadata: { [key: string]: string };
}

/** Where an address is. Annex does not know it, and all of these are absent. */
interface ActionPlace {
  cityName?: string;
  continentCode?: string;
  countryCode?: string;
  countryCode3?: string;
  countryName?: string;
  latitude?: number;
  longitude?: number;
  subdivisionCode?: string;
  subdivisionName?: string;
  timeZone?: string;
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
  /** Empty: Annex does not know where an address is. */
  geoip: ActionPlace;
  ${absent}
  asn?: string;
}

interface ActionIdentity {
  connection: string;
  provider: string;
  /** Without the provider before it. */
  user_id: string;
  isSocial?: boolean;
  /** Of an account that was linked. */
  profileData?: { [name: string]: any };
  /** Never there: tokens of other providers are not for Actions, at Auth0 neither. */
  access_token?: string;
}

/** A user who is stored. The keys of \`app_metadata\` are on the root too. */
interface ActionUser extends AppMetadataOnRoot {
  /** Provider and id, such as \`auth0|63f…\`. */
  user_id: string;
  ${profileDeclarations}
  /** ISO 8601. */
  created_at: string;
  /** ISO 8601. */
  updated_at: string;
  last_password_reset?: string;
  /** Where \`app_metadata\` has it; others give it none in Annex. */
  groups?: string[];
  /** The first one is the primary. */
  identities: ActionIdentity[];
  /** What the user may write. Always there. */
  user_metadata: UserMetadata;
  /** What only administrators, rules and Actions write. Always there. */
  app_metadata: AppMetadata;
  /** At a sign-in: \`['guardian']\` once a second factor is set up. */
  multifactor?: string[];
  /** At a sign-in: second factors that are set up. */
  enrolledFactors?: { type: string; options?: { [name: string]: any }; ${absent} method?: string }[];
}

/** What every event has. */
interface ActionEvent {
  tenant: { id: string };
  request: ActionRequest;
  secrets: ActionSecrets;
  ${absent}
  custom_domain?: { domain: string; domain_metadata: { [key: string]: string } };
  ${absent}
  organization?: { id: string; name: string; display_name: string; metadata: { [key: string]: string } };
  ${absent}
  security_context?: { ja3?: string; ja4?: string };
  ${absent}
  anonymous_session?: { [key: string]: any };
  ${absent}
  experiment?: { [key: string]: any };
  ${absent}
  agent?: { agent_id: string; name: string; agent_metadata: { [key: string]: any } };
  /** Auth0 has it for integrations of its marketplace; in Annex it is absent: use \`event.secrets\`. */
  configuration?: { [key: string]: any };
}

/** What a person was asked for, where it was not a sign-in that they were at. */
interface ActionTransaction {
  requested_scopes: string[];
  acr_values: string[];
  ui_locales: string[];
  ${[
    'id',
    'protocol',
    'locale',
    'login_hint',
    'redirect_uri',
    'response_mode',
    'state',
    'linking_id',
    'correlation_id',
  ]
    .map((name) => `${absent} ${name}?: string;`)
    .join('\n  ')}
  ${absent}
  prompt?: string[];
  ${absent}
  response_type?: string[];
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
interface ActionDevice {
  initial_ip?: string;
  initial_user_agent?: string;
  last_ip?: string;
  last_user_agent?: string;
  ${absent}
  initial_asn?: string;
  ${absent}
  last_asn?: string;
}

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
  ${absent}
  actor?: { sub: string };
  ${absent}
  session_transfer?: { [key: string]: any };
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
  ${absent}
  access?: 'online' | 'offline';
  resource_servers: { audience: string; scopes: string }[];
  device?: ActionDevice;
  metadata: { [key: string]: string };
  ${absent}
  session_transfer?: { [key: string]: any };
}

interface ActionRisk { confidence: 'low' | 'medium' | 'high' | 'neutral'; code: string; details?: { [name: string]: any } }

/** A sign-in that tokens are about to be issued for. */
interface PostLoginEvent extends ActionEvent {
  user: ActionUser;
  client: ActionClient;
  connection: ActionConnection;
  /** The API that the access token is for, where there is one. */
  resource_server?: { identifier: string };
  stats: { /** 1 on the first sign-in. */ logins_count: number };
  transaction: {
    id: string;
    /** How the sign-in came: the code flow is \`oidc-basic-profile\`. */
    protocol:
      | 'oidc-basic-profile'
      | 'oauth2-password'
      | 'oauth2-refresh-token'
      | 'redirect-callback'
      | (string & {});
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
    ${['linking_id', 'correlation_id', 'actor_token_type', 'subject_token_type']
      .map((name) => `${absent} ${name}?: string;`)
      .join('\n    ')}
    ${absent}
    requested_authorization_details?: { [name: string]: any }[];
    ${absent}
    actor?: { [name: string]: any };
  };
  /** The session of the browser, as it was before this sign-in; absent where there is no browser. */
  session?: ActionSession;
  /** The refresh token that is exchanged, and only then. */
  refresh_token?: ActionRefreshToken;
  /** How the person has proven who they are. */
  authentication?: {
    methods: { name: string; /** ISO 8601. */ timestamp: string; [more: string]: any }[];
    ${absent}
    riskAssessment?: { confidence: string; version: string; assessments: { [name: string]: ActionRisk }; supplemental?: any };
  };
  /** Names of the user's roles. */
  authorization?: { roles: string[] };
  ${absent}
  prompt?: { id: string; fields?: { [name: string]: any }; vars?: { [name: string]: any } };
  ${absent}
  session_transfer_token?: { client_id: string; scope: string[]; request: { [name: string]: any } };
}`;

export const machineEvent = `
/** A program that is about to get an access token by the client credentials grant. */
interface CredentialsExchangeEvent extends ActionEvent {
  client: ActionClient;
  resource_server: { identifier: string };
  accessToken: { customClaims: { [claim: string]: any }; scope: string[] };
  transaction: {
    requested_scopes: string[];
    /** What it would get. */
    target_scopes: string[];
    ${absent}
    correlation_id?: string;
  };
}`;

export const registrationEvents = `
/** Somebody who signs up, or was just stored. */
interface RegistrationEvent extends ActionEvent {
  /** Where they came through an application, and not through an administrator. */
  client?: ActionClient;
  connection: ActionConnection;
  transaction: ActionTransaction;
  ${absent}
  authentication?: { methods: { name: string; timestamp: string; [more: string]: any }[] };
}

/** Somebody who signs up and is not stored yet. */
interface PreUserRegistrationEvent extends RegistrationEvent {
  user: {
    ${profileDeclarations}
    user_metadata: UserMetadata;
    app_metadata: AppMetadata;
  };
}

/** Somebody who was just stored. */
interface PostUserRegistrationEvent extends RegistrationEvent {
  user: ActionUser;
}

/** Somebody whose password was changed. */
interface PostChangePasswordEvent extends ActionEvent {
  user: ActionUser;
  /** Where the change came through an application. */
  client?: ActionClient;
  connection?: ActionConnection;
  ${absent}
  transaction?: ActionTransaction;
}`;
