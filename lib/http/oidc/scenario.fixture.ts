import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { cacheChannel, listenForChanges } from '@/db/notified-cache';
import { type ClientWithSecret, createClient, ensureGlobalClient, setClientGrant } from '@/lib/clients';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import { makeApp } from '@/lib/http/app';
import { addressHeader } from '@/lib/http/request-context';
import { ensureKeys } from '@/lib/keys';
import { cookieNames, issuer, managementAudience, type SignInResult, signIn } from '@/lib/oidc';
import { createResourceServer, ensureManagementApi } from '@/lib/resource-servers';
import type { TestContext, TestDatabase } from '@/lib/testing';
import { createUser, type UserView } from '@/lib/users';

export const password = 'Correct-Horse-9';
export const callback = 'https://app.example/callback';
export const api = 'https://api.example/';
export const realmGrant = 'http://auth0.com/oauth/grant-type/password-realm';

export type Fields = Record<string, string>;

export const form = (fields: Fields): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

export const asJson = (fields: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(fields),
});

export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

/** A verifier and its S256 challenge. */
export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** The parameters that an answer carries to the application. */
export function answered(response: Response | string): URLSearchParams {
  const location = typeof response === 'string' ? response : (response.headers.get('location') ?? '');
  return new URL(location, issuer()).searchParams;
}

export type Answer = { status: number; body: Record<string, unknown> };

async function read(response: Response): Promise<Answer> {
  return { status: response.status, body: await response.json() };
}

/** The global client, two applications, one machine client, an API with two scopes, and Ada. */
async function seed(ctx: TestContext) {
  await ensureKeys(ctx);
  await ensureConnection(ctx, defaultConnection);
  await ensureManagementApi(ctx, issuer());
  await ensureGlobalClient(ctx);
  await createResourceServer(ctx, {
    identifier: api,
    name: 'Shop API',
    scopes: [{ value: 'read:orders' }, { value: 'write:orders' }],
    token_lifetime: 7200,
    allow_offline_access: true,
  });
  const web = await createClient(ctx, {
    name: 'Shop',
    callbacks: [callback, 'https://app.example/other'],
    allowed_logout_urls: ['https://app.example/bye'],
    grant_types: ['authorization_code', 'refresh_token', 'password', realmGrant, 'client_credentials'],
  });
  const spa = await createClient(ctx, { name: 'Shop SPA', app_type: 'spa', callbacks: [callback] });
  await setClientGrant(ctx, web.client_id, api, ['read:orders']);
  await setClientGrant(ctx, web.client_id, managementAudience(), ['read:users']);
  const connection = defaultConnection;
  const { user: ada } = await createUser(ctx, {
    connection,
    email: 'ada@example.com',
    password,
    name: 'Ada',
  });
  return { web, spa, ada };
}

export type Scenario = Awaited<ReturnType<typeof makeScenario>>;

/** Waits until this process has heard of every change that was committed before: notices come in that order. */
async function listener(database: TestDatabase): Promise<() => Promise<void>> {
  const waiting = new Map<string, () => void>();
  await database.sql.listen(cacheChannel, (name) => waiting.get(name)?.());
  return async () => {
    const marker = randomUUID();
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.set(marker, resolve);
    await database.sql`select pg_notify(${cacheChannel}, ${marker})`;
    await promise;
  };
}

/** A tenant that serves, with caches on as in production. `seed` lists what is in it. */
export async function makeScenario(
  database: TestDatabase,
  overrides: Parameters<TestDatabase['context']>[1] = {},
) {
  await listenForChanges(database.sql);
  const changesHeard = await listener(database);
  const ctx = database.context(undefined, { ip: '203.0.113.7', userAgent: 'Test/1.0', ...overrides });
  const seeded = await seed(ctx);
  const app = makeApp();
  const request = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has(addressHeader) && ctx.ip) headers.set(addressHeader, ctx.ip);
    return app.request(new URL(path, issuer()).href, { ...init, headers }, { context: ctx });
  };
  const credentials = (client: ClientWithSecret): Fields =>
    client.client_secret === null
      ? { client_id: client.client_id }
      : { client_id: client.client_id, client_secret: client.client_secret };
  const token = async (fields: Fields, client: ClientWithSecret = seeded.web): Promise<Answer> =>
    read(await request('/oauth/token', form({ ...credentials(client), ...fields })));
  const userinfo = async (accessToken: unknown): Promise<Answer> =>
    read(await request('/userinfo', { headers: { authorization: `Bearer ${accessToken}` } }));
  await changesHeard();
  return {
    ...seeded,
    ctx,
    changesHeard,
    app,
    request,
    credentials,
    token,
    userinfo,
    browser: () => makeBrowser({ ...seeded, ctx, request }),
  };
}

type Surroundings = {
  ctx: TestContext;
  web: ClientWithSecret;
  ada: UserView;
  request(path: string, init?: RequestInit): Response | Promise<Response>;
};

export type Browser = ReturnType<typeof makeBrowser>;

/** Somebody at a browser: keeps the cookies of Annex and follows nothing by itself. */
function makeBrowser({ ctx, web, request: send }: Surroundings) {
  const cookies = new Map<string, string>();
  const keep = (response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (cookie) headers.set('cookie', cookie);
    return keep(await send(path, { ...init, headers }));
  };
  const authorize = (fields: Fields = {}) => {
    const standard = {
      response_type: 'code',
      client_id: web.client_id,
      redirect_uri: callback,
      scope: 'openid',
    };
    const merged = Object.entries({ ...standard, ...fields }).filter(([, value]) => value !== '');
    return request(`/authorize?${new URLSearchParams(Object.fromEntries(merged))}`);
  };
  /** What the sign-in page's form does. */
  const fillIn = async (state: string, typed: { identifier?: string; password?: string } = {}) => {
    const names = cookieNames();
    const result: SignInResult = await signIn(ctx, {
      state,
      browser: cookies.get(names.browser),
      session: cookies.get(names.session),
      remembered: cookies.get(names.remembered),
      identifier: typed.identifier ?? 'ada@example.com',
      password: typed.password ?? password,
    });
    for (const cookie of result.cookies ?? []) cookies.set(cookie.name, cookie.value);
    return result;
  };
  /** `/authorize`, the form, and the parameters that reach the application. */
  const logIn = async (fields: Fields = {}): Promise<URLSearchParams> => {
    const state = answered(await authorize(fields)).get('state') ?? '';
    const result = await fillIn(state);
    if (result.failure) throw new Error(result.failure.message);
    return answered(result.redirectTo);
  };
  return { cookies, request, authorize, fillIn, logIn };
}
