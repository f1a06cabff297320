import type { SQL } from 'drizzle-orm';
import type { Asks, SessionAsks } from '@/lib/actions';
import type { KnownClient } from '@/lib/clients';
import type { KnownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { logInsert } from '@/lib/logs';
import { editMetadata, endOfSession } from '@/lib/sessions';
import { askedMoment } from './asked-moment';
import { endedSessionCookie, sessionCookie } from './cookies';
import { loginEvent } from './events';
import type { Issued } from './issue';
import { insertSession, type Session, touchSession, unprovenSession, withMethods } from './sessions';
import type { BrowserCookie } from './sign-in.types';

/** When the tenant ends it. */
const endOf = ({ authenticatedAt, lifetime }: Session): Date =>
  new Date(authenticatedAt.getTime() + lifetime.absoluteSeconds * 1000);

/**
 * The session as Actions asked for it, within what the tenant allows. Where they were silent, a use brings the tenant's
 * idle time back, and a refusal is none.
 */
function steered(
  ctx: Context,
  session: Session,
  { expiresAt, idleMs, cookieMode, metadata }: SessionAsks,
  isRefused: boolean,
): { session: Session; isCapped: boolean } {
  const now = ctx.now();
  const whole = { now, latest: endOf(session) };
  const idle = { now, latest: new Date(now.getTime() + session.lifetime.idleSeconds * 1000) };
  const end = expiresAt === undefined ? null : askedMoment(expiresAt, whole);
  const idleEnd = idleMs === undefined ? null : askedMoment(now.getTime() + idleMs, idle);
  return {
    session: {
      ...session,
      expiresAt: end?.moment ?? session.expiresAt,
      idleExpiresAt: idleEnd?.moment ?? (isRefused ? session.idleExpiresAt : null),
      persistent: cookieMode === undefined ? session.persistent : cookieMode === 'persistent',
      metadata: metadata ? editMetadata(session.metadata, metadata) : session.metadata,
    },
    isCapped: [end, idleEnd].some((asked) => asked?.isCapped),
  };
}

/** The cookie outlives the session where Actions shorten that: they may lengthen it again. */
function cookieOf(ctx: Context, value: string, session: Session): BrowserCookie {
  if (!(session.persistent ?? session.lifetime.persistent)) return sessionCookie(value, undefined);
  const leftMs = endOf(session).getTime() - ctx.now().getTime();
  return sessionCookie(value, Math.ceil(leftMs / 1000));
}

/** A session whose sign-in waits for its person lives as long at least, whatever Actions want of it in the end. */
const waitMs = 3_600_000;

/** What Actions have asked for so far in a sign-in that waits for its person. */
function laterAsks(issued: Exclude<Issued, { kind: 'granted' | 'refused' }>): Asks | undefined {
  switch (issued.kind) {
    case 'redirect':
      return issued.suspended?.asks;
    case 'consent':
      return issued.grant.asks;
    case 'factor':
      return issued.next.kind === 'grant' ? issued.next.asks : issued.next.suspended.asks;
  }
}

/** What is asked of the session now: all of it once the sign-in is decided, and before that when it ends. */
function asksNow(ctx: Context, issued: Issued): SessionAsks {
  if (issued.kind === 'granted' || issued.kind === 'refused') return issued.asks.session;
  const { expiresAt, idleMs } = laterAsks(issued)?.session ?? {};
  return {
    ...(expiresAt === undefined ? {} : { expiresAt: Math.max(expiresAt, ctx.now().getTime() + waitMs) }),
    ...(idleMs === undefined ? {} : { idleMs: Math.max(idleMs, waitMs) }),
  };
}

type Keeping = {
  issued: Issued;
  session: Session;
  /** Value of its cookie. */
  cookie: string;
  client: KnownClient;
  connection: KnownConnection;
  /** It begins with this sign-in. */
  isNew?: boolean;
};

/** The writes of a sign-in to the session that it was made in, and what the browser is to know of it. */
type KeptSession = { writes: SQL[]; cookies: BrowserCookie[] };

/** Ends the session that Actions revoked. One that begins with the sign-in never was. */
function revokedSession(
  ctx: Context,
  { issued, session, client, connection, isNew }: Keeping,
  preservesRefreshTokens: boolean,
): KeptSession {
  const description = issued.kind === 'refused' ? issued.error.description : undefined;
  const details = { session_id: session.sid };
  const event = loginEvent('session_revoked', {
    client,
    user: issued.user,
    connection,
    description,
    details,
  });
  return {
    writes: [...(isNew ? [] : endOfSession(ctx, session.sid, preservesRefreshTokens)), logInsert(ctx, event)],
    cookies: [endedSessionCookie()],
  };
}

/**
 * Begins the session or marks it as used, as Actions asked for it. One that waits for its person is not kept longer
 * than for that, should they never come back. Pure but for what it reads of `ctx`.
 */
export function keepSession(ctx: Context, keeping: Keeping): KeptSession {
  const { issued, cookie, client, connection, isNew = false } = keeping;
  const { user, revokes } = issued;
  if (revokes?.session) return revokedSession(ctx, keeping, revokes.session.preservesRefreshTokens);
  const methods = issued.kind === 'granted' ? issued.methods : [];
  const isRefused = issued.kind === 'refused';
  const isDecided = isRefused || issued.kind === 'granted';
  const asks = asksNow(ctx, issued);
  const { userId } = user;
  const own = userId === keeping.session.userId ? keeping.session : unprovenSession(keeping.session);
  const used = withMethods(ctx, own, methods);
  const { session, isCapped } = steered(ctx, used, asks, isRefused);
  const write = isNew
    ? insertSession(ctx, { ...session, userId })
    : touchSession(ctx, session, { clientId: client.clientId, userId, asks });
  const description = 'An Action asked for a longer session than the tenant allows; it was cut to that.';
  const about = { client, user, connection, description, details: { session_id: session.sid } };
  return {
    writes: [write, ...(isCapped && isDecided ? [logInsert(ctx, loginEvent('w', about))] : [])],
    cookies: isNew || asks.cookieMode !== undefined ? [cookieOf(ctx, cookie, session)] : [],
  };
}
