import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import { oidcSessions, userActivity, users } from '@/db/schema';
import { type KnownConnection, knownConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { hashSecret, newSecret } from '@/lib/ids';
import { type Held, heldColumns } from '@/lib/roles';
import { tenantSettings } from '@/lib/settings';
import { type StoredUser, storedUserColumns } from '@/lib/users';
import { at, json } from './write-together';

export type Session = Pick<
  typeof oidcSessions.$inferSelect,
  'idHash' | 'sid' | 'userId' | 'authenticatedAt' | 'clientIds' | 'authMethods' | 'metadata'
>;

export type SignedIn = { session: Session; user: StoredUser; held: Held; connection: KnownConnection };

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
        gt(oidcSessions.authenticatedAt, ago(lifetime.absoluteSeconds)),
      ),
    );
  const connection = row && (await knownConnection(ctx, row.session.connection));
  return connection ? { ...row, connection } : null;
}

export type NewSession = {
  cookie: string;
  /** Seconds that the browser keeps the cookie; undefined: until it closes. */
  cookieSeconds: number | undefined;
  session: Session;
  insert: SQL;
};

/**
 * A session under a new id, whatever id the browser came with. `connection` is where the person signed in. `insert` is
 * the write that makes it.
 */
export async function newSession(
  ctx: Context,
  user: Pick<StoredUser, 'userId' | 'connection'>,
  clientId: string,
): Promise<NewSession> {
  const { absoluteSeconds, persistent } = (await tenantSettings(ctx)).session;
  const cookie = newSecret();
  const now = ctx.now();
  const session = {
    idHash: hashSecret(cookie),
    sid: newSecret().slice(0, 32),
    userId: user.userId,
    authenticatedAt: now,
    clientIds: [clientId],
    authMethods: null,
    metadata: null,
  };
  const expiresAt = new Date(now.getTime() + absoluteSeconds * 1000);
  const insert = sql`
    insert into oidc_sessions (id_hash, sid, user_id, connection, authenticated_at, last_used_at, expires_at,
      client_ids, ip, user_agent)
    values (${session.idHash}, ${session.sid}, ${user.userId}, ${user.connection}, ${at(now)}, ${at(now)},
      ${at(expiresAt)}, ${json(session.clientIds)}, ${ctx.ip ?? null}, ${ctx.userAgent ?? null})`;
  return { cookie, cookieSeconds: persistent ? absoluteSeconds : undefined, session, insert };
}

/** The write that marks a session as used by a client. */
export function touchSession(ctx: Context, session: Session, clientId: string): SQL {
  const clientIds = [...new Set([...session.clientIds, clientId])];
  const methods = session.authMethods && json(session.authMethods);
  return sql`update oidc_sessions set last_used_at = ${at(ctx.now())}, client_ids = ${json(clientIds)},
      auth_methods = ${methods},
      last_ip = ${ctx.ip ?? null}, last_user_agent = ${ctx.userAgent ?? null}
    where id_hash = ${session.idHash}`;
}

/** The write that ends the session of a cookie, if it has one. */
export function endSession(cookie: string | undefined): SQL[] {
  return cookie ? [sql`delete from oidc_sessions where id_hash = ${hashSecret(cookie)}`] : [];
}
