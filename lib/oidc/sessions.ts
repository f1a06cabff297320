import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import { connections, oidcSessions, userActivity, users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { hashSecret, newSecret } from '@/lib/ids';
import { type StoredUser, storedUserColumns } from '@/lib/users';
import type { Connection } from './accounts';
import { at, json } from './write-together';

/** A session ends after so many seconds without use, and after so many in all. */
export const idleSeconds = 3 * 86_400;
export const absoluteSeconds = 7 * 86_400;

export type Session = Pick<
  typeof oidcSessions.$inferSelect,
  'idHash' | 'sid' | 'userId' | 'authenticatedAt' | 'clientIds'
>;

export type SignedIn = { session: Session; user: StoredUser; connection: Connection };

/** The session of this cookie with its user, or null when there is none or it is over. One statement. */
export async function findSession(ctx: Context, cookie: string | undefined): Promise<SignedIn | null> {
  if (!cookie || cookie.length > 200) return null;
  const now = ctx.now();
  const [row] = await ctx.db
    .select({ session: oidcSessions, user: storedUserColumns, connection: connections })
    .from(oidcSessions)
    .innerJoin(users, eq(users.userId, oidcSessions.userId))
    .innerJoin(userActivity, eq(userActivity.userId, users.userId))
    .innerJoin(connections, eq(connections.name, oidcSessions.connection))
    .where(
      and(
        eq(oidcSessions.idHash, hashSecret(cookie)),
        gt(oidcSessions.expiresAt, now),
        gt(oidcSessions.lastUsedAt, new Date(now.getTime() - idleSeconds * 1000)),
      ),
    );
  return row ?? null;
}

export type NewSession = { cookie: string; session: Session; insert: SQL };

/** A session under a new id, whatever id the browser came with. `insert` is the write that makes it. */
export function newSession(ctx: Context, user: StoredUser, clientId: string): NewSession {
  const cookie = newSecret();
  const now = ctx.now();
  const session = {
    idHash: hashSecret(cookie),
    sid: newSecret().slice(0, 32),
    userId: user.userId,
    authenticatedAt: now,
    clientIds: [clientId],
  };
  const expiresAt = new Date(now.getTime() + absoluteSeconds * 1000);
  const insert = sql`
    insert into oidc_sessions (id_hash, sid, user_id, connection, authenticated_at, last_used_at, expires_at,
      client_ids, ip, user_agent)
    values (${session.idHash}, ${session.sid}, ${user.userId}, ${user.connection}, ${at(now)}, ${at(now)},
      ${at(expiresAt)}, ${json(session.clientIds)}, ${ctx.ip ?? null}, ${ctx.userAgent ?? null})`;
  return { cookie, session, insert };
}

/** The write that marks a session as used by a client. */
export function touchSession(ctx: Context, session: Session, clientId: string): SQL {
  const clientIds = [...new Set([...session.clientIds, clientId])];
  return sql`update oidc_sessions set last_used_at = ${at(ctx.now())}, client_ids = ${json(clientIds)}
    where id_hash = ${session.idHash}`;
}

/** The write that ends the session of a cookie, if it has one. */
export function endSession(cookie: string | undefined): SQL[] {
  return cookie ? [sql`delete from oidc_sessions where id_hash = ${hashSecret(cookie)}`] : [];
}
