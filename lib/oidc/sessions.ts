import { and, eq, gt, isNull, or, type SQL, sql } from 'drizzle-orm';
import { oidcSessions, userActivity, users } from '@/db/schema';
import type { SessionAsks } from '@/lib/actions';
import { type KnownConnection, knownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { hashSecret, newSecret } from '@/lib/ids';
import { type Held, heldColumns } from '@/lib/roles';
import type { Login } from '@/lib/rules';
import { editedMetadata, sessionFacts } from '@/lib/sessions';
import { type TenantSettings, tenantSettings } from '@/lib/settings';
import { type StoredUser, storedUserColumns } from '@/lib/users';
import { withoutMfa } from './auth-methods';
import { at, json } from './write-together';

export type Session = Pick<
  typeof oidcSessions.$inferSelect,
  | 'idHash'
  | 'sid'
  | 'userId'
  | 'connection'
  | 'authenticatedAt'
  | 'lastUsedAt'
  | 'expiresAt'
  | 'idleExpiresAt'
  | 'persistent'
  | 'clientIds'
  | 'authMethods'
  | 'metadata'
  | 'ip'
  | 'userAgent'
  | 'lastIp'
  | 'lastUserAgent'
> & {
  /** What the tenant allows sessions now. */
  lifetime: TenantSettings['session'];
};

/** `cookie`: its value, by which the browser proves the session. */
export type SignedIn = {
  cookie: string;
  session: Session;
  user: StoredUser;
  held: Held;
  connection: KnownConnection;
};

/**
 * The session of this cookie with its user and what they hold at the API of `audience`, or null when there is none or
 * it is over. A lifetime that the tenant has shortened holds for sessions that began before; a longer one is for new
 * ones. One statement.
 */
export async function findSession(
  ctx: Context,
  cookie: string | undefined,
  audience: string | null,
): Promise<SignedIn | null> {
  if (!cookie || cookie.length > 200) return null;
  const now = ctx.now();
  const { session: lifetime } = await tenantSettings(ctx);
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  const [row] = await ctx.db
    .select({
      session: oidcSessions,
      user: storedUserColumns,
      held: heldColumns(audience),
    })
    .from(oidcSessions)
    .innerJoin(users, eq(users.userId, oidcSessions.userId))
    .innerJoin(userActivity, eq(userActivity.userId, users.userId))
    .where(
      and(
        eq(oidcSessions.idHash, hashSecret(cookie)),
        gt(oidcSessions.expiresAt, now),
        gt(oidcSessions.lastUsedAt, ago(lifetime.idleSeconds)),
        or(isNull(oidcSessions.idleExpiresAt), gt(oidcSessions.idleExpiresAt, now)),
        gt(oidcSessions.authenticatedAt, ago(lifetime.absoluteSeconds)),
      ),
    );
  const connection = row && (await knownConnection(ctx, row.session.connection));
  return connection ? { ...row, cookie, session: { ...row.session, lifetime }, connection } : null;
}

/** A session under a new id, whatever id the browser came with. `connection` is where the person signed in. */
export async function newSession(
  ctx: Context,
  user: Pick<StoredUser, 'userId' | 'connection'>,
  clientId: string,
): Promise<{ cookie: string; session: Session }> {
  const { session: lifetime } = await tenantSettings(ctx);
  const cookie = newSecret();
  const now = ctx.now();
  const session: Session = {
    idHash: hashSecret(cookie),
    sid: newSecret().slice(0, 32),
    userId: user.userId,
    connection: user.connection,
    authenticatedAt: now,
    lastUsedAt: now,
    expiresAt: new Date(now.getTime() + lifetime.absoluteSeconds * 1000),
    idleExpiresAt: null,
    persistent: null,
    clientIds: [clientId],
    authMethods: null,
    metadata: null,
    ip: ctx.ip ?? null,
    userAgent: ctx.userAgent ?? null,
    lastIp: null,
    lastUserAgent: null,
    lifetime,
  };
  return { cookie, session };
}

/** The write that begins a session. */
export function insertSession(ctx: Context, session: Session): SQL {
  const { idHash, sid, userId, connection, authenticatedAt, expiresAt, idleExpiresAt, persistent } = session;
  const { authMethods, metadata } = session;
  return sql`
    insert into oidc_sessions (id_hash, sid, user_id, connection, authenticated_at, last_used_at, expires_at,
      idle_expires_at, persistent, client_ids, auth_methods, metadata, ip, user_agent)
    values (${idHash}, ${sid}, ${userId}, ${connection}, ${at(authenticatedAt)}, ${at(ctx.now())},
      ${at(expiresAt)}, ${idleExpiresAt && at(idleExpiresAt)}, ${persistent}, ${json(session.clientIds)}, ${authMethods && json(authMethods)}, ${metadata && json(metadata)},
      ${ctx.ip ?? null}, ${ctx.userAgent ?? null})`;
}

/**
 * The write that marks a session as used by a client, and by `userId`: a session of somebody who has become part of
 * another user ended with them, and begins again as that user's. One that was ended for good stays ended.
 */
export function touchSession(
  ctx: Context,
  session: Session,
  { clientId, userId, asks }: { clientId: string; userId: string; asks: SessionAsks },
): SQL {
  const clientIds = [...new Set([...session.clientIds, clientId])];
  const { expiresAt, idleExpiresAt, persistent, authMethods } = session;
  const isMoved = userId !== session.userId;
  // Only what was asked for: another sign-in or the Management API may have written the rest meanwhile.
  const asked = [
    ...(isMoved || asks.expiresAt !== undefined ? [sql`expires_at = ${at(expiresAt)}`] : []),
    ...(asks.cookieMode === undefined ? [] : [sql`persistent = ${persistent}`]),
    ...(asks.metadata ? [sql`metadata = ${editedMetadata(sql`metadata`, asks.metadata)}`] : []),
  ];
  const written = sql.join(
    [
      sql`user_id = ${userId}`,
      sql`last_used_at = ${at(ctx.now())}`,
      sql`client_ids = ${json(clientIds)}`,
      sql`auth_methods = ${authMethods && json(authMethods)}`,
      sql`last_ip = ${ctx.ip ?? null}`,
      sql`last_user_agent = ${ctx.userAgent ?? null}`,
      sql`idle_expires_at = ${idleExpiresAt && at(idleExpiresAt)}`,
      ...asked,
    ],
    sql`, `,
  );
  return sql`update oidc_sessions set ${written}
    where id_hash = ${session.idHash} and user_id in (${session.userId}, ${userId})`;
}

/** The session as rules and Actions see it: as it was before this sign-in. */
export function loginSession(session: Session): NonNullable<Login['session']> {
  const { sid, clientIds, metadata, lifetime } = session;
  return { sid, clientIds, metadata, facts: { ...sessionFacts(session, lifetime) } };
}

/** The session as that of a user who is not who proved a second factor in it. */
export function unprovenSession(session: Session): Session {
  return { ...session, authMethods: session.authMethods && withoutMfa(session.authMethods) };
}

/** The session with methods that were used now; one that is used again has the newer time. */
export function withMethods(ctx: Context, session: Session, methods: string[]): Session {
  if (methods.length === 0) return session;
  const timestamp = ctx.now().getTime();
  const before = (session.authMethods ?? []).filter(({ name }) => !methods.includes(name));
  const recorded = [...new Set(methods)].map((name) => ({ name, timestamp }));
  return { ...session, authMethods: [...before, ...recorded].slice(-50) };
}

/** The write that ends the session of a cookie, if it has one. */
export function endSession(cookie: string | undefined): SQL[] {
  return cookie ? [sql`delete from oidc_sessions where id_hash = ${hashSecret(cookie)}`] : [];
}
