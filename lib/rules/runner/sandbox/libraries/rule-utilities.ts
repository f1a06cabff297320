import type { LibraryHost } from '../library-loader';

declare const annex: LibraryHost;
declare function require(name: string): unknown;

type Bag = Record<string, unknown>;
type Jwt = {
  sign(payload: object, secret: unknown, options: object): string;
  verify(token: unknown, secret: unknown): unknown;
};
const jwt = () => require('jsonwebtoken') as Jwt;

const cannotRedirect = [
  'oauth2-resource-owner',
  'oauth2-refresh-token',
  'oauth2-password',
  'redirect-callback',
];

/** Which of the two published shapes: that of 0.2 unless 0.1 is pinned. */
const isFirst = annex.version.startsWith('0.1');

type Context = {
  protocol?: unknown;
  redirect?: { url?: string };
  multifactor?: unknown;
  request?: Bag;
} & Bag;

class Auth0RedirectRuleUtilities {
  readonly user: Bag;
  readonly context: Context;
  readonly configuration: Bag;

  constructor(user: Bag, context: Context, configuration: Bag) {
    this.user = user;
    this.context = context;
    this.configuration = configuration;
  }

  get redirectUrl(): string | undefined {
    return this.context.redirect?.url;
  }

  get queryParams(): Bag {
    return Object(this.context.request?.query);
  }

  get protocolCanRedirect(): boolean {
    return !cannotRedirect.includes(String(this.context.protocol));
  }

  get isRedirectCallback(): boolean {
    return this.context.protocol === 'redirect-callback';
  }

  get canRedirect(): boolean {
    const isFree = !this.redirectUrl && !this.context.multifactor;
    return this.protocolCanRedirect && isFree && this.queryParams.prompt !== 'none';
  }

  #secret(): unknown {
    const { SESSION_TOKEN_SECRET: secret } = this.configuration;
    if (!secret) throw new Error('SESSION_TOKEN_SECRET is required');
    return secret;
  }

  #issuer(): string {
    return `https://${String(this.context.request?.hostname)}/`;
  }

  createSessionToken(claims: object = {}): string {
    const { SESSION_TOKEN_EXPIRES_IN: configured } = this.configuration;
    const expiresIn = isFirst || !configured ? '3 days' : configured;
    const payload = { ip: this.context.request?.ip, iss: this.#issuer(), sub: this.user.user_id, ...claims };
    return jwt().sign(payload, this.#secret(), { expiresIn });
  }

  validateSessionToken(): Bag {
    const payload: Bag = Object(jwt().verify(this.queryParams.session_token, this.#secret()));
    if (payload.sub !== this.user.user_id) throw new Error('Token sub mismatch');
    if (payload.iss !== this.#issuer()) throw new Error('Token iss mismatch');
    if (!payload.exp) throw new Error('Token exp is required');
    return payload;
  }

  doRedirect(url: string, second?: unknown): void {
    if (!this.canRedirect) throw new Error('Cannot redirect');
    const token = isFirst ? this.#firstToken(second) : this.#secondToken(second);
    const separator = url.includes('?') ? '&' : '?';
    const query = token === undefined ? '' : `${separator}session_token=${token}`;
    this.context.redirect = { url: `${url}${query}` };
  }

  #firstToken(token: unknown): string {
    return typeof token === 'string' && token !== '' ? token : this.createSessionToken();
  }

  #secondToken(options: unknown): string | undefined {
    const { sessionToken, generateSessionToken = true } = Object(options);
    if (sessionToken) return String(sessionToken);
    return generateSessionToken ? this.createSessionToken() : undefined;
  }
}

type Client = {
  updateUser(params: object, data: object): Promise<unknown>;
  updateUserMetadata(params: object, data: object): Promise<unknown>;
  updateAppMetadata(params: object, data: object): Promise<unknown>;
};

class Auth0UserUpdateUtilities {
  readonly user: Bag;
  readonly namespace: string;
  #client: Client;
  #root: Bag = {};

  constructor(user: Bag, auth0: Bag, namespace = 'auth0') {
    const { ManagementClient } = require('auth0') as { ManagementClient: new (options: object) => Client };
    this.user = user;
    this.namespace = namespace;
    this.#client = new ManagementClient({ token: auth0.accessToken, domain: auth0.domain });
  }

  #get(bag: 'user_metadata' | 'app_metadata', key: string | undefined): unknown {
    const own: unknown = Object(this.user[bag])[this.namespace];
    return key === undefined ? own : Object(own)[key];
  }

  #set(bag: 'user_metadata' | 'app_metadata', key: string, value: unknown): void {
    const own = { ...Object(this.#get(bag, undefined)), [key]: value };
    this.user[bag] = { ...Object(this.user[bag]), [this.namespace]: own };
  }

  getUserMeta(key?: string): unknown {
    return this.#get('user_metadata', key);
  }
  setUserMeta(key: string, value: unknown): void {
    this.#set('user_metadata', key, value);
  }
  getAppMeta(key?: string): unknown {
    return this.#get('app_metadata', key);
  }
  setAppMeta(key: string, value: unknown): void {
    this.#set('app_metadata', key, value);
  }

  setUser(key: string, value: unknown): void {
    this.user[key] = value;
    this.#root[key] = value;
  }

  updateUser(data: object = {}): Promise<unknown> {
    return this.#client.updateUser({ id: this.user.user_id }, { ...this.#root, ...data });
  }

  updateUserMeta(): Promise<unknown> {
    const { [this.namespace]: own = {} } = Object(this.user.user_metadata);
    return this.#client.updateUserMetadata({ id: this.user.user_id }, { [this.namespace]: own });
  }

  updateAppMeta(): Promise<unknown> {
    const { [this.namespace]: own = {} } = Object(this.user.app_metadata);
    return this.#client.updateAppMetadata({ id: this.user.user_id }, { [this.namespace]: own });
  }
}

export const library = isFirst
  ? { Auth0RedirectRuleUtilities }
  : { Auth0RedirectRuleUtilities, Auth0UserUpdateUtilities };
