import { and, eq, gt, isNull, or, type SQL } from 'drizzle-orm';
import { oidcSessions } from '@/db/schema';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { type TenantSettings, tenantSettings } from '@/lib/settings';
import type { SessionView } from './schemas';

type Row = typeof oidcSessions.$inferSelect;

const later = (moment: Date, seconds: number) => new Date(moment.getTime() + seconds * 1000);

const at = (moment: Date) => moment.toISOString();

type Facts = Pick<
  Row,
  | 'authenticatedAt'
  | 'lastUsedAt'
  | 'expiresAt'
  | 'idleExpiresAt'
  | 'persistent'
  | 'ip'
  | 'userAgent'
  | 'lastIp'
  | 'lastUserAgent'
>;

/** What the contract tells of a session besides whose it is and what was made of it. */
export function sessionFacts(
  row: Facts,
  lifetime: TenantSettings['session'],
): Pick<
  SessionView,
  | 'created_at'
  | 'updated_at'
  | 'authenticated_at'
  | 'idle_expires_at'
  | 'expires_at'
  | 'last_interacted_at'
  | 'device'
  | 'cookie'
> {
  const idle = row.idleExpiresAt ?? later(row.lastUsedAt, lifetime.idleSeconds);
  return {
    created_at: at(row.authenticatedAt),
    updated_at: at(row.lastUsedAt),
    authenticated_at: at(row.authenticatedAt),
    idle_expires_at: at(new Date(Math.min(idle.getTime(), row.expiresAt.getTime()))),
    expires_at: at(row.expiresAt),
    last_interacted_at: at(row.lastUsedAt),
    device: {
      initial_ip: row.ip,
      initial_user_agent: row.userAgent,
      last_ip: row.lastIp ?? row.ip,
      last_user_agent: row.lastUserAgent ?? row.userAgent,
    },
    cookie: { mode: (row.persistent ?? lifetime.persistent) ? 'persistent' : 'non-persistent' },
  };
}

/** The contract's shape. The cookie's value, by which a browser proves its session, is not in it: only its hash is kept. */
export function presentSession(row: Row, { session }: TenantSettings): SessionView {
  return {
    id: row.sid,
    user_id: row.userId,
    ...sessionFacts(row, session),
    clients: row.clientIds.map((client_id) => ({ client_id })),
    authentication: { methods: [{ name: 'pwd', timestamp: at(row.authenticatedAt) }] },
    session_metadata: row.metadata,
  };
}

/** Sessions that still sign somebody in. */
export function isAlive(ctx: Context, { session }: TenantSettings): SQL | undefined {
  const now = ctx.now();
  return and(
    gt(oidcSessions.expiresAt, now),
    gt(oidcSessions.lastUsedAt, later(now, -session.idleSeconds)),
    or(isNull(oidcSessions.idleExpiresAt), gt(oidcSessions.idleExpiresAt, now)),
  );
}

/** The living session of this id with the settings that say how long it lives. Throws NotFound. */
export async function fetchSession(
  ctx: Context,
  sid: string,
): Promise<{ row: Row; settings: TenantSettings }> {
  const settings = await tenantSettings(ctx);
  const [row] = await ctx.db
    .select()
    .from(oidcSessions)
    .where(and(eq(oidcSessions.sid, sid), isAlive(ctx, settings)));
  if (!row) throw new NotFound('The session does not exist.');
  return { row, settings };
}
