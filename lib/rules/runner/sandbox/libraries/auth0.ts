import type { ManagementOperation } from '../../types';
import type { LibraryHost } from '../library-loader';
import { exchange } from './exchange';

declare const annex: LibraryHost;

type Bag = Record<string, unknown>;
type Callback = (error: unknown, value?: unknown) => void;
type Call = { method: string; path: string; query?: unknown; body?: unknown };

class APIError extends Error {
  readonly statusCode: number;
  readonly requestInfo: object;
  constructor(message: string, statusCode: number, requestInfo: object = {}) {
    super(message);
    this.name = 'APIError';
    this.statusCode = statusCode;
    this.requestInfo = requestInfo;
  }
}

/** Answers by callback when there is one, else by promise. */
function answer(promise: Promise<unknown>, args: readonly unknown[]): unknown {
  const callback = args.at(-1);
  if (typeof callback !== 'function') return promise;
  promise.then(
    (value) => (callback as Callback)(null, value),
    (reason: unknown) => (callback as Callback)(reason),
  );
}

const query = (params: unknown): string =>
  Object.entries(Object(params))
    .filter(([, value]) => value !== undefined && value !== null && typeof value !== 'function')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');

async function http(
  base: string,
  token: unknown,
  { method, path, query: params, body }: Call,
): Promise<unknown> {
  const search = query(params);
  const { status, body: bytes } = await exchange(annex, {
    url: `${base}${path}${search === '' ? '' : `?${search}`}`,
    method,
    headers: [
      ['accept', 'application/json'],
      ...(token === undefined ? [] : [['authorization', `Bearer ${String(token)}`] as [string, string]]),
      ...(body === undefined ? [] : [['content-type', 'application/json'] as [string, string]]),
    ],
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = bytes.toString('utf8');
  const parsed: unknown = text === '' ? undefined : JSON.parse(text);
  if (status < 300) return parsed;
  const { message, error_description, error } = Object(parsed);
  throw new APIError(String(message ?? error_description ?? error ?? `Status ${status}`), status, {
    method,
    url: path,
  });
}

/** A domain as people write it. */
const bare = (domain: unknown) =>
  String(domain ?? '')
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '');

const idOf = (params: unknown): string =>
  String(typeof params === 'string' ? params : (Object(params).id ?? Object(params).user_id ?? ''));
const userPath = (id: string) => `/users/${encodeURIComponent(id)}`;

/** From version 4 on results stand under `data`. */
const wraps = () => Number.parseInt(annex.version, 10) >= 4;

type Own = { operation: ManagementOperation; args: Bag };

/**
 * auth0's ManagementClient. With the token that the rule was given it goes straight to the server's own verbs, under the
 * rule's narrow right; with another token, domain or client it is an ordinary client over HTTP.
 */
class ManagementClient {
  readonly users: Bag;
  #options: Bag;
  #granted: Promise<unknown> | undefined;

  constructor(options: unknown) {
    const given: Bag = Object(options);
    this.#options = given;
    this.users = {
      get: this.getUser,
      getAll: this.getUsers,
      list: this.getUsers,
      getByEmail: this.getUsersByEmail,
      update: this.updateUser,
      updateUserMetadata: this.updateUserMetadata,
      updateAppMetadata: this.updateAppMetadata,
      link: this.linkUsers,
      unlink: this.unlinkUsers,
      assignRoles: this.assignRolestoUser,
      removeRoles: this.removeRolesFromUser,
      deleteRoles: this.removeRolesFromUser,
      getRoles: this.getUserRoles,
      create: this.createUser,
      delete: this.deleteUser,
    };
  }

  #isOwn(): boolean {
    const { token, domain, clientId } = this.#options;
    const own = annex.auth0();
    return (
      clientId === undefined &&
      token === own.accessToken &&
      (domain === undefined || bare(domain) === own.domain)
    );
  }

  #base(): string {
    const own = annex.auth0();
    const domain = bare(this.#options.domain ?? own.domain);
    return domain === own.domain ? String(own.baseUrl) : `https://${domain}/api/v2`;
  }

  async #token(): Promise<unknown> {
    const { token, clientId, clientSecret, audience, scope } = this.#options;
    if (token !== undefined) return typeof token === 'function' ? token() : token;
    if (clientId === undefined) throw new Error('Must provide a token or a clientId and clientSecret');
    const base = this.#base();
    this.#granted ??= http(base.replace(/\/api\/v2$/, ''), undefined, {
      method: 'POST',
      path: '/oauth/token',
      body: {
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        audience: audience ?? `${base}/`,
        ...(scope === undefined ? {} : { scope }),
      },
    }).then((granted) => Object(granted).access_token);
    return this.#granted;
  }

  #do(args: readonly unknown[], call: Call, own?: Own): unknown {
    const run = async () => {
      if (this.#isOwn()) {
        if (!own) throw new APIError('Insufficient scope for the token of a rule.', 403);
        return annex.calls.manage(own.operation, own.args);
      }
      return http(this.#base(), await this.#token(), call);
    };
    return answer(
      run().then((data) => (wraps() ? { data, status: 200, statusText: 'OK' } : data)),
      args,
    );
  }

  #metadata(name: 'updateUserMetadata' | 'updateAppMetadata', args: readonly unknown[]): unknown {
    const [params, patch] = args;
    const id = idOf(params);
    const bag = name === 'updateUserMetadata' ? 'user_metadata' : 'app_metadata';
    if (this.#isOwn()) return answer(annex.calls.metadata(name, id, patch), args);
    return this.#do(args, { method: 'PATCH', path: userPath(id), body: { [bag]: patch } });
  }

  getUser = (...args: unknown[]): unknown => {
    const id = idOf(args[0]);
    return this.#do(args, { method: 'GET', path: userPath(id) }, { operation: 'getUser', args: { id } });
  };

  getUsers = (...args: unknown[]): unknown => {
    const params: Bag = typeof args[0] === 'object' ? Object(args[0]) : {};
    return this.#do(
      args,
      { method: 'GET', path: '/users', query: params },
      { operation: 'getUsers', args: params },
    );
  };

  getUsersByEmail = (...args: unknown[]): unknown => {
    const [given] = args;
    const email = String(typeof given === 'object' ? Object(given).email : given);
    const call = { method: 'GET', path: '/users-by-email', query: { email } };
    return this.#do(args, call, { operation: 'getUsersByEmail', args: { email } });
  };

  updateUser = (...args: unknown[]): unknown => {
    const [params, body] = args;
    const id = idOf(params);
    const own = { operation: 'updateUser', args: { id, patch: Object(body) } } as const;
    return this.#do(args, { method: 'PATCH', path: userPath(id), body }, own);
  };

  updateUserMetadata = (...args: unknown[]): unknown => this.#metadata('updateUserMetadata', args);
  updateAppMetadata = (...args: unknown[]): unknown => this.#metadata('updateAppMetadata', args);

  linkUsers = (...args: unknown[]): unknown => {
    const [primary, body] = args;
    const id = idOf(primary);
    const own = { operation: 'linkUsers', args: { id, body: Object(body) } } as const;
    return this.#do(args, { method: 'POST', path: `${userPath(id)}/identities`, body }, own);
  };

  unlinkUsers = (...args: unknown[]): unknown => {
    const { provider, user_id } = Object(args[0]);
    const id = idOf(args[0]);
    const path = `${userPath(id)}/identities/${encodeURIComponent(String(provider))}/${encodeURIComponent(String(user_id))}`;
    const own = { operation: 'unlinkUsers', args: { id, provider, user_id } } as const;
    return this.#do(args, { method: 'DELETE', path }, own);
  };

  #roles(operation: 'assignRoles' | 'removeRoles', args: readonly unknown[]): unknown {
    const [params, body] = args;
    const id = idOf(params);
    const { roles } = Object(body);
    const method = operation === 'assignRoles' ? 'POST' : 'DELETE';
    return this.#do(
      args,
      { method, path: `${userPath(id)}/roles`, body },
      { operation, args: { id, roles } },
    );
  }

  assignRolestoUser = (...args: unknown[]): unknown => this.#roles('assignRoles', args);
  removeRolesFromUser = (...args: unknown[]): unknown => this.#roles('removeRoles', args);

  getUserRoles = (...args: unknown[]): unknown => {
    const { id: _, ...params } = Object(args[0]);
    const id = idOf(args[0]);
    const own = { operation: 'getUserRoles', args: { id } } as const;
    return this.#do(args, { method: 'GET', path: `${userPath(id)}/roles`, query: params }, own);
  };

  createUser = (...args: unknown[]): unknown =>
    this.#do(args, { method: 'POST', path: '/users', body: args[0] });
  deleteUser = (...args: unknown[]): unknown =>
    this.#do(args, { method: 'DELETE', path: userPath(idOf(args[0])) });
  getRoles = (...args: unknown[]): unknown =>
    this.#do(args, { method: 'GET', path: '/roles', query: args[0] });
}

/** auth0's AuthenticationClient, as far as scripts get tokens of their own with it. */
class AuthenticationClient {
  readonly oauth: Bag;
  #options: Bag;

  constructor(options: unknown) {
    this.#options = Object(options);
    this.oauth = { clientCredentialsGrant: this.clientCredentialsGrant };
  }

  clientCredentialsGrant = (...args: unknown[]): unknown => {
    const { domain, clientId, clientSecret } = this.#options;
    const own = annex.auth0();
    const site =
      bare(domain) === own.domain ? String(own.baseUrl).replace(/\/api\/v2$/, '') : `https://${bare(domain)}`;
    const body = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      ...Object(args[0]),
    };
    const granted = http(site, undefined, { method: 'POST', path: '/oauth/token', body });
    return answer(
      granted.then((data) => (wraps() ? { data, status: 200, statusText: 'OK' } : data)),
      args,
    );
  };
}

export const library = { ManagementClient, AuthenticationClient };
