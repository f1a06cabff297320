import type { LibraryHost } from '../library-loader';
import { answerOf, pageOf } from './auth0-answers';
import { addressOf, type Operation, operations, ownArgs, readCall } from './auth0-operations';
import { exchange } from './exchange';

declare const annex: LibraryHost;

type Bag = Record<string, unknown>;
type Callback = (error: unknown, value?: unknown) => void;
type Answer = { body: unknown; status: number };

/** What a refusal is called in version 2, in 4 and from 5 on. */
class APIError extends Error {
  readonly statusCode: number;
  readonly requestInfo: object;
  readonly body: unknown;
  readonly errorCode: unknown;
  constructor(message: string, statusCode: number, requestInfo: object = {}, body: unknown = undefined) {
    super(message);
    this.name = 'APIError';
    this.statusCode = statusCode;
    this.requestInfo = requestInfo;
    this.body = body;
    this.errorCode = Object(body).errorCode;
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

type Request = { method: string; url: string; token?: unknown; body?: unknown };

async function http({ method, url, token, body }: Request): Promise<Answer> {
  const {
    status,
    headers,
    body: bytes,
  } = await exchange(annex, {
    url,
    method,
    headers: [
      ['accept', 'application/json'],
      ...(token === undefined ? [] : [['authorization', `Bearer ${String(token)}`] as [string, string]]),
      ...(body === undefined ? [] : [['content-type', 'application/json'] as [string, string]]),
    ],
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = bytes.toString('utf8');
  const isJson = headers.some(([name, value]) => name === 'content-type' && value.includes('json'));
  const parsed: unknown = text === '' ? undefined : isJson ? JSON.parse(text) : text;
  if (status < 300) return { body: parsed, status };
  const { message, error_description, error } = Object(parsed);
  const said = String(message ?? error_description ?? error ?? `Status ${status}`);
  throw new APIError(said, status, { method, url }, parsed);
}

/** A domain as people write it. */
const bare = (domain: unknown) =>
  String(domain ?? '')
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '');

/** The address of the server behind a domain: where it is the script's own, as the script was told. */
function siteOf(domain: unknown): string {
  const own = annex.auth0();
  const name = bare(domain ?? own.domain);
  return name === own.domain ? String(own.baseUrl).replace(/\/api\/v2$/, '') : `https://${name}`;
}

/** Puts a method where its name with dots says. */
function place(client: object, name: string, method: unknown): void {
  const parts = name.split('.');
  const last = parts.pop() ?? '';
  let at: Bag = Object(client);
  for (const part of parts) {
    at[part] ??= {};
    at = Object(at[part]);
  }
  at[last] = method;
}

type Options = Bag & { domain?: unknown; clientId?: unknown; clientSecret?: unknown };

/** What a client sends to say who it is, before what is asked. `withSecret`: where it may have one to show. */
const asClient = ({ clientId, clientSecret }: Options, withSecret: boolean): Bag => ({
  client_id: clientId,
  ...(withSecret && clientSecret !== undefined ? { client_secret: clientSecret } : {}),
});

/**
 * auth0's ManagementClient, of all versions. With the token that the rule was given it goes straight to the server's own
 * verbs, under the rule's narrow right; with another token, domain or client it is an ordinary client over HTTP.
 */
class ManagementClient {
  #options: Options;
  #granted: Promise<unknown> | undefined;

  constructor(options: unknown) {
    this.#options = Object(options);
    for (const [name, operation] of operations) {
      const isPaged = name.endsWith('.list');
      place(this, name, (...args: unknown[]) => answer(this.#do(args, operation, isPaged), args));
    }
    place(this, 'getAccessToken', (...args: unknown[]) => answer(this.#token(), args));
    for (const bag of ['user_metadata', 'app_metadata'] as const) {
      const name = bag === 'user_metadata' ? 'updateUserMetadata' : 'updateAppMetadata';
      const update = (...args: unknown[]) => answer(this.#updateMetadata(name, bag, args), args);
      place(this, name, update);
      place(this, `users.${name}`, update);
    }
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

  async #token(): Promise<unknown> {
    const { token, clientId, domain, audience, scope } = this.#options;
    if (token !== undefined) return typeof token === 'function' ? token() : token;
    if (clientId === undefined) throw new Error('Must provide a token or a clientId and clientSecret');
    const site = siteOf(domain);
    const body = {
      grant_type: 'client_credentials',
      ...asClient(this.#options, true),
      audience: audience ?? `${site}/api/v2/`,
      ...(scope === undefined ? {} : { scope }),
    };
    this.#granted ??= http({ method: 'POST', url: `${site}/oauth/token`, body }).then(
      (granted) => Object(granted.body).access_token,
    );
    return this.#granted;
  }

  async #do(args: readonly unknown[], operation: Operation, isPaged: boolean): Promise<object> {
    const call = readCall(args, operation);
    const { body, status } = await this.#send(operation, call);
    if (!isPaged) return answerOf(body, status);
    const { page = 0, per_page = 50 } = call.query;
    const behind = { ...call.query, page: Number(page) + 1, per_page };
    return pageOf(body, status, Number(per_page), () =>
      this.#do([...Object.values(call.params), behind], operation, true),
    );
  }

  async #send(operation: Operation, call: ReturnType<typeof readCall>): Promise<Answer> {
    const { method, own } = operation;
    if (!this.#isOwn()) {
      const url = `${siteOf(this.#options.domain)}/api/v2${addressOf(operation, call)}`;
      return http({ method, url, token: await this.#token(), body: call.body });
    }
    if (!own) throw new APIError('Insufficient scope for the token of a rule.', 403);
    return { body: await annex.calls.manage(own, ownArgs(own, call)), status: 200 };
  }

  async #updateMetadata(
    name: 'updateUserMetadata' | 'updateAppMetadata',
    bag: 'user_metadata' | 'app_metadata',
    args: readonly unknown[],
  ): Promise<object> {
    const operation: Operation = { method: 'PATCH', path: '/users/:id' };
    const call = readCall(args, operation);
    if (this.#isOwn()) return answerOf(await annex.calls.metadata(name, call.params.id, call.body), 200);
    const { body, status } = await this.#send(operation, { ...call, body: { [bag]: call.body } });
    return answerOf(body, status);
  }
}

/** Methods of AuthenticationClient by their names in versions 2 to 7, where each posts to, and what it says of itself. */
const posts: readonly (readonly [names: string, path: string, fixed: Bag])[] = [
  [
    'oauth.clientCredentialsGrant clientCredentialsGrant',
    '/oauth/token',
    { grant_type: 'client_credentials' },
  ],
  ['oauth.passwordGrant passwordGrant', '/oauth/token', { grant_type: 'password' }],
  ['oauth.refreshTokenGrant refreshToken', '/oauth/token', { grant_type: 'refresh_token' }],
  ['oauth.authorizationCodeGrant', '/oauth/token', { grant_type: 'authorization_code' }],
  ['database.signUp', '/dbconnections/signup', {}],
  ['database.changePassword requestChangePasswordEmail', '/dbconnections/change_password', {}],
  ['passwordless.sendEmail', '/passwordless/start', { connection: 'email' }],
  ['requestMagicLink', '/passwordless/start', { connection: 'email', send: 'link' }],
  ['requestEmailCode', '/passwordless/start', { connection: 'email', send: 'code' }],
  ['passwordless.sendSMS requestSMSCode', '/passwordless/start', { connection: 'sms' }],
];

async function ask({ domain }: Options, path: string, request: Omit<Request, 'url'>): Promise<object> {
  const { body, status } = await http({ ...request, url: `${siteOf(domain)}${path}` });
  return answerOf(body, status);
}

/** `GET /userinfo` with the token that a method is given. */
const userInfo =
  (options: Options) =>
  (...args: unknown[]): unknown =>
    answer(ask(options, '/userinfo', { method: 'GET', token: args[0] }), args);

/** auth0's AuthenticationClient: tokens, and what begins the change of a password or a sign-in without one. */
class AuthenticationClient {
  constructor(given: unknown) {
    const options: Options = Object(given);
    for (const [names, path, fixed] of posts) {
      const method = (...args: unknown[]) => {
        const own = asClient(options, !path.startsWith('/dbconnections/'));
        const body = { ...own, ...fixed, ...Object(typeof args[0] === 'function' ? {} : args[0]) };
        return answer(ask(options, path, { method: 'POST', body }), args);
      };
      for (const name of names.split(' ')) place(this, name, method);
    }
    place(this, 'getProfile', userInfo(options));
    place(this, 'users.getInfo', userInfo(options));
  }
}

/** auth0's UserInfoClient, from version 4 on. */
class UserInfoClient {
  readonly getUserInfo: (...args: unknown[]) => unknown;
  constructor(options: unknown) {
    this.getUserInfo = userInfo(Object(options));
  }
}

export const library = {
  ManagementClient,
  AuthenticationClient,
  UserInfoClient,
  APIError,
  ManagementApiError: APIError,
  ManagementError: APIError,
};
