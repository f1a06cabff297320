import { type SQL, sql } from 'drizzle-orm';
import type { JsonObject } from '@/db/schema/columns';
import type { KnownClient } from '@/lib/clients';
import type { KnownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { newAuthenticator } from '@/lib/factors';
import { type LogEvent, logInsert } from '@/lib/logs';
import { editMetadata } from '@/lib/sessions';
import type { StoredUser } from '@/lib/users';

import type { AuthorizationRequest } from './authorization-request';
import { type AuthorizationResponse, codeResponse, errorResponse } from './authorization-response';
import { type LoginEventType, loginEvent } from './events';
import type { FactorStep } from './factor-step.types';
import { type Grant, insertGrant, mintCode } from './grants';
import type { Issued } from './issue';
import { consentPage, factorPage } from './issuer';
import type { Session } from './sessions';
import { newTransaction } from './transactions';
import { at } from './write-together';

/** How an issuance at `/authorize` ends: an answer for the application or a way to a rule's page, and its writes. */
export type Settled =
  | { kind: 'response'; response: AuthorizationResponse; writes: SQL[] }
  | { kind: 'away'; url: string; writes: SQL[] };

type Ending = {
  loginId: string;
  request: AuthorizationRequest;
  client: KnownClient;
  /** Where the person signed in. */
  connection: KnownConnection;
  session: Session;
  browser: string;
  issued: Issued;
  events: { success: LoginEventType; failure: LoginEventType };
};

function grantOf(ending: Ending, { user, scope, claims, asks }: Extract<Issued, { kind: 'granted' }>): Grant {
  const { loginId, request, connection, session } = ending;
  const { metadata: _, ...refreshToken } = asks.refreshToken;
  const hasEnd = Object.keys(refreshToken).length > 0;
  return {
    id: loginId,
    userId: user.userId,
    clientId: request.clientId,
    connection: connection.name,
    sid: session.sid,
    audience: request.audience,
    scope,
    claims: hasEnd ? { ...claims, refreshToken } : claims,
    authenticatedAt: session.authenticatedAt,
  };
}

/** The page of a rule or an Action gets the state under which `/continue` goes on. */
function withState(url: string, state: string): string {
  const parsed = new URL(url);
  parsed.searchParams.set('state', state);
  return parsed.href;
}

/** How the log names the executions of Actions, as Auth0's does. */
export function actionDetails({ executions }: Pick<Issued, 'executions'>): JsonObject {
  return executions.length > 0 ? { actions: { executions } } : {};
}

/** Pure but for fresh secrets: makes the writes, and the caller makes them together with its own. */
export function settle(ctx: Context, ending: Ending): Settled {
  const { loginId, request, client, connection, session, browser, issued, events } = ending;
  const { user } = issued;
  const { audience, scope } = request;
  const details = { login_id: loginId, ...actionDetails(issued) };
  const about = { client, user, connection, audience, scope, details };
  switch (issued.kind) {
    case 'granted': {
      const grant = grantOf(ending, issued);
      const code = mintCode(ctx, grant, request);
      const log = logInsert(ctx, loginEvent(events.success, about));
      const { metadata } = issued.asks.refreshToken;
      return {
        kind: 'response',
        response: codeResponse(request, code.value),
        writes: [
          insertGrant(ctx, grant, metadata && editMetadata(null, metadata)),
          code.insert,
          log,
          ...issued.writes,
        ],
      };
    }
    case 'refused': {
      const { error } = issued;
      const event = loginEvent(events.failure, { ...about, description: error.description });
      const writes = [logInsert(ctx, event), ...issued.writes];
      return { kind: 'response', response: errorResponse(request, error), writes };
    }
    case 'redirect': {
      const { carried, suspended } = issued;
      const progress = { step: 'redirect' as const, sid: session.sid, carried, suspended };
      const next = newTransaction(ctx, { request, progress, browser });
      return { kind: 'away', url: withState(issued.url, next.id), writes: [next.insert, ...issued.writes] };
    }
    case 'consent': {
      const { grant, writes } = issued;
      const progress = { step: 'consent' as const, loginId, sid: session.sid, grant };
      const next = newTransaction(ctx, { request, progress, browser });
      return { kind: 'away', url: withState(consentPage(), next.id), writes: [next.insert, ...writes] };
    }
    case 'factor':
      return toFactorPage(ctx, ending, issued, loginEvent('mfar', about));
  }
}

/** To the page for the second factor; who has none finds one there to enrol. */
function toFactorPage(
  ctx: Context,
  { loginId, request, session, browser }: Ending,
  { user, demand, next, enrols, writes }: Extract<Issued, { kind: 'factor' }>,
  asked: LogEvent,
): Settled {
  const enrolling = enrols ? newAuthenticator(ctx, user.userId) : null;
  const progress: FactorStep = {
    step: 'factor',
    loginId,
    sid: session.sid,
    demand,
    next,
    enrolling: enrolling?.id ?? null,
  };
  const transaction = newTransaction(ctx, { request, progress, browser });
  const made = [transaction.insert, logInsert(ctx, asked), ...(enrolling ? [enrolling.insert] : [])];
  return { kind: 'away', url: withState(factorPage(), transaction.id), writes: [...made, ...writes] };
}

/** The profile as it is once this login is counted. */
export function afterLogin(ctx: Context, user: StoredUser): StoredUser {
  const now = ctx.now();
  const lastIp = ctx.ip ?? user.lastIp;
  return { ...user, loginsCount: (user.loginsCount ?? 0) + 1, lastLogin: now, lastIp, updatedAt: now };
}

/** The write that counts a login. */
export function countLogin(ctx: Context, userId: string): SQL {
  const now = at(ctx.now());
  return sql`update user_activity set logins_count = coalesce(logins_count, 0) + 1, last_login = ${now},
    last_ip = coalesce(${ctx.ip ?? null}, last_ip), updated_at = ${now} where user_id = ${userId}`;
}
