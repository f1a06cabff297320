import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type KnownClient, knownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { hashSecret } from '@/lib/ids';
import { logInsertOf } from '@/lib/logs';
import { tenantSettings } from '@/lib/settings';
import { endedSessionCookie } from './cookies';
import { invalidRequest } from './errors';
import { loginEvent } from './events';
import { readIdTokenHint } from './id-token-hint';
import { issuer } from './issuer';
import type { Parameters } from './parameters';
import type { BrowserCookie } from './sign-in.types';

export type LogoutInput = { parameters: Parameters; session: string | undefined };

/** Back to `location`, or a page that says it is done when null. */
export type LoggedOut = { kind: 'done'; location: string | null; cookies: BrowserCookie[] };
/** The person is asked; the form posts the request again with `confirmation`. */
export type AskedToLogOut = { kind: 'confirm'; confirmation: string };

async function findClient(ctx: Context, clientId: string | undefined): Promise<KnownClient | null> {
  if (clientId === undefined) return null;
  const client = await knownClient(ctx, clientId);
  if (!client) throw invalidRequest(`Unknown client: ${clientId}`);
  return client;
}

/** Where a sign-out may lead: of the application when one is named, else of the tenant (7). */
async function logoutUrls(ctx: Context, client: KnownClient | null): Promise<string[]> {
  return client?.allowedLogoutUrls ?? (await tenantSettings(ctx)).allowedLogoutUrls;
}

/** Registered addresses only, character by character; without a client Annex's own front page is one. */
function assertAllowed(
  client: KnownClient | null,
  registered: string[],
  location: string,
  name: string,
): void {
  if (registered.includes(location) || (client === null && location === issuer())) return;
  throw invalidRequest(`The "${name}" parameter "${location}" is not in the list of allowed logout URLs.`);
}

/** Ends the session of this browser, with its log row in the same statement. Refresh tokens live on, as at Auth0. */
async function end(
  ctx: Context,
  session: string | undefined,
  client: KnownClient | null,
): Promise<BrowserCookie[]> {
  if (session === undefined) return [];
  const log = logInsertOf(
    ctx,
    loginEvent('slo', { client: client ?? undefined }),
    sql`select user_id from ended`,
  );
  await ctx.db.execute(sql`
    with ended as (delete from oidc_sessions where id_hash = ${hashSecret(session)} returning user_id),
      logged as (${log})
    select 1`);
  return [endedSessionCookie()];
}

/** `GET /v2/logout` (`reference/authentication-api.md` 7). The address is checked before anything ends. */
export async function auth0Logout(ctx: Context, { parameters, session }: LogoutInput): Promise<LoggedOut> {
  const client = await findClient(ctx, parameters.get('client_id'));
  const returnTo = parameters.get('returnTo');
  const registered = await logoutUrls(ctx, client);
  if (returnTo !== undefined) assertAllowed(client, registered, returnTo, 'returnTo');
  const location = returnTo ?? registered[0] ?? null;
  return { kind: 'done', location, cookies: await end(ctx, session, client) };
}

/** What only a page of ours, shown in this browser, can send back. */
function confirmationFor(session: string): string {
  return createHmac('sha256', session).update('annex logout').digest('base64url');
}

function isConfirmed(session: string, given: string | undefined): boolean {
  const expected = Buffer.from(confirmationFor(session));
  const actual = Buffer.from(given ?? '');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

function withState(location: string, state: string | undefined): string {
  if (state === undefined) return location;
  return `${location}${location.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}`;
}

/** Whether the hint is for the session that would end: then nobody needs to be asked. */
async function sessionIs(ctx: Context, session: string, sid: string | null): Promise<boolean> {
  if (sid === null) return false;
  const rows = await ctx.db.execute(
    sql`select 1 from oidc_sessions where id_hash = ${hashSecret(session)} and sid = ${sid}`,
  );
  return rows.length === 1;
}

/**
 * `/oidc/logout` (OpenID Connect RP-Initiated Logout). Without a good hint for the session the person is asked, since
 * any page could send them here.
 */
export async function oidcLogout(ctx: Context, input: LogoutInput): Promise<LoggedOut | AskedToLogOut> {
  const { parameters, session } = input;
  const hintToken = parameters.get('id_token_hint');
  const hint = hintToken === undefined ? null : await readIdTokenHint(ctx, hintToken);
  if (hintToken !== undefined && !hint) throw invalidRequest('The id_token_hint is not valid.');
  const clientId = parameters.get('client_id');
  if (hint && clientId !== undefined && clientId !== hint.clientId) {
    throw invalidRequest('client_id differs from the client of the id_token_hint.');
  }
  const client = await findClient(ctx, clientId ?? hint?.clientId);
  const target = parameters.get('post_logout_redirect_uri');
  if (target !== undefined) {
    assertAllowed(client, await logoutUrls(ctx, client), target, 'post_logout_redirect_uri');
  }
  const location = target === undefined ? null : withState(target, parameters.get('state'));
  if (session === undefined) return { kind: 'done', location, cookies: [] };
  const { asksBeforeLogout } = await tenantSettings(ctx);
  const certain = !asksBeforeLogout || isConfirmed(session, parameters.get('confirmation'));
  if (!certain && !(hint && (await sessionIs(ctx, session, hint.sid)))) {
    return { kind: 'confirm', confirmation: confirmationFor(session) };
  }
  return { kind: 'done', location, cookies: await end(ctx, session, client) };
}
