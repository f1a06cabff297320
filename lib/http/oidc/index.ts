import { Hono, type Context as HonoContext } from 'hono';
import { cors } from 'hono/cors';
import type { Context } from '@/lib/context';
import { limitBody } from '@/lib/http/limit-body';
import { requestContext } from '@/lib/http/request-context';
import { publicJwks } from '@/lib/keys';
import {
  type AuthorizationResponse,
  asObject,
  auth0Logout,
  authorize,
  continueTransaction,
  discoveryDocument,
  invalidRequest,
  type LoggedOut,
  OAuthError,
  oidcLogout,
  type Parameters,
  responseUrl,
  revoke,
  token,
  userinfo,
} from '@/lib/oidc';
import { usedSigningAlgs } from '@/lib/resource-servers';
import { changePasswordRoute } from './change-password';
import { readCookies, setCookies } from './cookies';
import { protocolError } from './errors';
import { mountMfa } from './mfa';
import { confirmLogoutPage, formPostPage, loggedOutPage } from './pages';
import { bodyParameters, maxBodyBytes, optionalBodyParameters, queryParameters } from './read-parameters';
import { signUpRoute } from './sign-up';

const contextOf = (c: HonoContext): Context =>
  requestContext(c, { type: 'system', reason: 'sign-in' }, 'system');

/**
 * Open to scripts of any origin: none of these looks at a cookie, so a page gets nothing that its own server could
 * not. `reference/authentication-api.md` 1 names the headers.
 */
const openToScripts = cors({
  origin: '*',
  allowMethods: ['GET', 'POST', 'DELETE'],
  allowHeaders: ['Content-Type', 'Authorization', 'Auth0-Client', 'DPoP', 'Auth0-Forwarded-For'],
  exposeHeaders: ['WWW-Authenticate', 'Retry-After'],
  maxAge: 86_400,
});

const limited = limitBody(
  maxBodyBytes,
  () => new OAuthError('request_too_large', `A request body may have ${maxBodyBytes} bytes.`),
);

/** Sends an answer to the application in the mode it asked for. */
function sendResponse(c: HonoContext, response: AuthorizationResponse): Response | Promise<Response> {
  c.header('cache-control', 'no-store');
  if (response.mode === 'form_post') return formPostPage(c, response);
  // 303, so that a POST is not repeated at the application (RFC 9700 section 4.12)
  return c.redirect(responseUrl(response), c.req.method === 'POST' ? 303 : 302);
}

const parametersOf = (c: HonoContext): Parameters | Promise<Parameters> =>
  c.req.method === 'POST' ? bodyParameters(c) : queryParameters(c);

/** A bearer token in one of its places; in two of them it is refused (RFC 6750 section 2). */
async function bearerToken(c: HonoContext): Promise<string | undefined> {
  const header = c.req.header('authorization');
  const parameters = [queryParameters(c), await optionalBodyParameters(c)];
  const given = [
    ...(header === undefined ? [] : [/^Bearer +(\S+)$/i.exec(header)?.[1] ?? '']),
    ...parameters.flatMap((place) => place.get('access_token') ?? []),
  ];
  if (given.length > 1) throw invalidRequest('The access token may be given once only.');
  return given[0] || undefined;
}

async function sendLogout(c: HonoContext, done: LoggedOut): Promise<Response> {
  setCookies(c, done.cookies);
  c.header('cache-control', 'no-store');
  if (done.location === null) return loggedOutPage(c);
  return c.redirect(done.location, c.req.method === 'POST' ? 303 : 302);
}

function mountMetadata(app: Hono): void {
  for (const path of ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']) {
    app.get(path, (c) => {
      c.header('cache-control', 'public, max-age=300');
      return c.json(discoveryDocument());
    });
  }
  app.get('/.well-known/jwks.json', async (c) => {
    const ctx = contextOf(c);
    c.header('cache-control', 'public, max-age=300');
    return c.json(await publicJwks(ctx, await usedSigningAlgs(ctx)));
  });
}

function mountSignIn(app: Hono): void {
  app.on(['GET', 'POST'], '/authorize', async (c) => {
    const parameters = await parametersOf(c);
    const input = { parameters, method: c.req.method, cookies: readCookies(c) };
    const result = await authorize(contextOf(c), input);
    setCookies(c, result.cookies);
    c.header('cache-control', 'no-store');
    return result.response
      ? sendResponse(c, result.response)
      : c.redirect(result.location, c.req.method === 'POST' ? 303 : 302);
  });
  app.on(['GET', 'POST'], '/continue', async (c) => {
    const [query, body] = [queryParameters(c), await optionalBodyParameters(c)];
    const input = { method: c.req.method, query, body, cookies: readCookies(c) };
    const result = await continueTransaction(contextOf(c), input);
    setCookies(c, result.cookies);
    if (result.response) return sendResponse(c, result.response);
    c.header('cache-control', 'no-store');
    return c.redirect(result.location, c.req.method === 'POST' ? 303 : 302);
  });
}

function mountTokens(app: Hono): void {
  app.post('/oauth/token', async (c) => {
    const parameters = await bodyParameters(c);
    const answer = await token(contextOf(c), {
      parameters,
      authorization: c.req.header('authorization'),
      forwardedFor: c.req.header('auth0-forwarded-for'),
    });
    c.header('cache-control', 'no-store');
    c.header('pragma', 'no-cache');
    return c.json(answer);
  });
  app.post('/oauth/revoke', async (c) => {
    const parameters = await bodyParameters(c);
    await revoke(contextOf(c), { parameters, authorization: c.req.header('authorization') });
    c.header('cache-control', 'no-store');
    return c.body(null, 200);
  });
  app.on(['GET', 'POST'], '/userinfo', async (c) => {
    const claims = await userinfo(contextOf(c), await bearerToken(c));
    c.header('cache-control', 'no-store');
    return c.json(claims);
  });
  app.post('/dbconnections/signup', (c) => signUpRoute(c, contextOf(c)));
  app.post('/dbconnections/change_password', (c) => changePasswordRoute(c, contextOf(c)));
}

function mountLogout(app: Hono): void {
  app.get('/v2/logout', async (c) => {
    const { session } = readCookies(c);
    return sendLogout(c, await auth0Logout(contextOf(c), { parameters: queryParameters(c), session }));
  });
  app.on(['GET', 'POST'], '/oidc/logout', async (c) => {
    const { session } = readCookies(c);
    const parameters = await parametersOf(c);
    const outcome = await oidcLogout(contextOf(c), { parameters, session });
    if (outcome.kind === 'done') return sendLogout(c, outcome);
    return confirmLogoutPage(c, { ...asObject(parameters), confirmation: outcome.confirmation });
  });
}

const scriptPaths = ['/.well-known/*', '/oauth/*', '/userinfo', '/dbconnections/*', '/mfa/*'];
const pagePaths = ['/authorize', '/continue', '/v2/logout', '/oidc/logout'];
const protocolPaths = [...pagePaths, ...scriptPaths];
const databasePaths = ['/dbconnections/signup', '/dbconnections/change_password'];
const mfaPaths = ['/mfa/challenge', '/mfa/associate', '/mfa/authenticators', '/mfa/authenticators/:id'];
const servedPaths = [
  ...pagePaths,
  ...mfaPaths,
  '/oauth/token',
  '/oauth/revoke',
  '/userinfo',
  ...databasePaths,
];

/** OpenID Connect and the Authentication API (`reference/authentication-api.md`), to be mounted at the root. */
export function protocolApp(): Hono {
  const app = new Hono();
  app.onError(protocolError);
  for (const path of protocolPaths) app.use(path, limited);
  for (const path of scriptPaths) app.use(path, openToScripts);
  mountMetadata(app);
  mountSignIn(app);
  mountTokens(app);
  mountMfa(app, contextOf);
  mountLogout(app);
  for (const path of servedPaths) {
    app.all(path, () => {
      throw new OAuthError('method_not_allowed', 'This method is not allowed here.');
    });
  }
  return app;
}
