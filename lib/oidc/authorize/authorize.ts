import { randomUUID } from 'node:crypto';
import type { KnownClient } from '@/lib/clients';
import { databasesOf } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { newSecret } from '@/lib/ids';
import { logEvent } from '@/lib/logs';
import type { AuthorizationRequest } from '../authorization-request';
import { type AuthorizationResponse, errorResponse } from '../authorization-response';
import { browserCookie } from '../cookies';
import { OAuthError } from '../errors';
import { loginEvent } from '../events';
import { issue } from '../issue';
import { keepSession } from '../keep-session';
import type { Parameters } from '../parameters';
import { findSession, type SignedIn } from '../sessions';
import { afterLogin, countLogin, settle } from '../settle';
import type { BrowserCookie } from '../sign-in.types';
import { newTransaction } from '../transactions';
import { writeTogether } from '../write-together';
import { checkClient } from './check-client';
import { checkRedirectUri } from './check-redirect-uri';
import { checkRequest } from './check-request';
import { readResponseMode } from './check-response';
import { whyLogin } from './login-policy';

/** Goes back to the application, or on to `location`: a sign-in page (a path of ours) or a rule's page. */
export type AuthorizeResult = { cookies: BrowserCookie[] } & (
  | { response: AuthorizationResponse; location?: undefined }
  | { location: string; response?: undefined }
);

export type AuthorizeInput = {
  parameters: Parameters;
  method: string;
  cookies: {
    session: string | undefined;
    browser: string | undefined;
    remembered?: string | undefined;
  };
};

/**
 * `/authorize` (`reference/authentication-api.md` 3). Throws an OAuthError, to be shown and not redirected, while the
 * client or its callback is in doubt; every later error is an answer to the application.
 */
export async function authorize(ctx: Context, input: AuthorizeInput): Promise<AuthorizeResult> {
  const { parameters, method } = input;
  const client = await checkClient(ctx, parameters);
  const redirectUri = checkRedirectUri(client, parameters);
  const channel = {
    redirectUri,
    responseMode: readResponseMode(parameters),
    state: parameters.get('state') ?? null,
  };
  try {
    const request = await checkRequest(ctx, { client, ...channel }, parameters, method);
    return await answer(ctx, client, request, input.cookies);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return { response: errorResponse(channel, error), cookies: [] };
  }
}

async function answer(
  ctx: Context,
  client: KnownClient,
  request: AuthorizationRequest,
  cookies: AuthorizeInput['cookies'],
): Promise<AuthorizeResult> {
  const signedIn = await findSession(ctx, cookies.session, request.audience);
  const browser = cookies.browser ?? newSecret();
  const fresh = cookies.browser === undefined ? [browserCookie(browser)] : [];
  const connections = await databasesOf(ctx, client);
  const why = whyLogin({ client, request, signedIn, connections, now: ctx.now() });
  if (signedIn && !why) {
    const { remembered } = cookies;
    const answered = await bySession(ctx, { client, request, signedIn, browser, remembered });
    return { ...answered, cookies: [...fresh, ...answered.cookies] };
  }
  if (request.prompt.includes('none')) {
    const description = why?.description ?? 'Login required';
    const { audience, scope } = request;
    const { user, connection } = signedIn ?? {};
    await logEvent(ctx, loginEvent('fsa', { client, user, connection, audience, scope, description }));
    throw new OAuthError('login_required', description);
  }
  const transaction = newTransaction(ctx, { request, progress: { step: 'login' }, browser });
  await writeTogether(ctx, [transaction.insert]);
  const page = request.screenHint === 'signup' ? 'signup' : 'login';
  return { location: `/u/${page}?state=${transaction.id}`, cookies: fresh };
}

type BySession = {
  client: KnownClient;
  request: AuthorizationRequest;
  signedIn: SignedIn;
  browser: string;
  remembered: string | undefined;
};

/** Single sign-on: rules run as at any login, and two statements do it, the session's read and one write. */
async function bySession(
  ctx: Context,
  { client, request, signedIn, browser, remembered }: BySession,
): Promise<AuthorizeResult> {
  const { cookie, session, user: stored, held, connection } = signedIn;
  const silent = request.prompt.includes('none');
  const user = silent ? stored : afterLogin(ctx, stored);
  const loginId = randomUUID();
  const clientIds = [...new Set([...session.clientIds, client.clientId])];
  const issued = await issue(ctx, {
    loginId,
    client,
    user,
    held,
    connection,
    protocol: 'oidc-basic-profile',
    session: { ...session, clientIds },
    request: { method: request.method, query: request.query, body: {} },
    authorization: request.query,
    scope: request.scope,
    audience: request.audience,
    prompt: request.prompt,
    authenticatedAt: session.authenticatedAt,
    interaction: silent ? 'impossible' : 'possible',
    remembered,
  });
  const events = { success: 'ssa', failure: 'fsa' } as const;
  const settled = settle(ctx, {
    loginId,
    request,
    client,
    connection,
    session,
    browser,
    issued,
    events,
  });
  const { writes, cookies } = keepSession(ctx, { issued, session, cookie, client, connection });
  await writeTogether(ctx, [
    ...writes,
    ...(silent ? [] : [countLogin(ctx, issued.user.userId)]),
    ...settled.writes,
  ]);
  return settled.kind === 'away'
    ? { location: settled.url, cookies }
    : { response: settled.response, cookies };
}
