import { and, asc, eq, gt } from 'drizzle-orm';
import { oidcSessions } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import type { Part, Slice } from '@/lib/paging';
import { tenantSettings } from '@/lib/settings';
import { fetchSession, isAlive, presentSession } from './internal';
import type { SessionView } from './schemas';

/** One session that has not ended. Throws NotFound. */
export async function getSession(ctx: Context, sid: string): Promise<SessionView> {
  authorize(ctx, 'read:sessions');
  const { row, settings } = await fetchSession(ctx, sid);
  return presentSession(row, settings);
}

/** The sessions of a user that have not ended; none for a user who does not exist. One statement. */
export async function listUserSessions(
  ctx: Context,
  userId: string,
  slice: Extract<Slice, { by: 'id' }>,
): Promise<Part<SessionView>> {
  authorize(ctx, 'read:sessions');
  const settings = await tenantSettings(ctx);
  const rows = await ctx.db
    .select()
    .from(oidcSessions)
    .where(
      and(
        eq(oidcSessions.userId, userId),
        isAlive(ctx, settings),
        slice.after === null ? undefined : gt(oidcSessions.sid, slice.after),
      ),
    )
    .orderBy(asc(oidcSessions.sid))
    .limit(slice.limit);
  return { items: rows.map((row) => presentSession(row, settings)) };
}
