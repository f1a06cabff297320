import { eq } from 'drizzle-orm';
import { oidcSessions } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { fetchSession, presentSession } from './internal';
import { type SessionView, type UpdateSessionInput, updateSessionInput } from './schemas';

/** Replaces the metadata of a session. Throws Invalid, NotFound. */
export async function updateSession(
  ctx: Context,
  sid: string,
  input: UpdateSessionInput,
): Promise<SessionView> {
  authorize(ctx, 'update:sessions');
  const { session_metadata: next } = parseInput(updateSessionInput, input);
  return withTransaction(ctx, async (tx) => {
    const { row, settings } = await fetchSession(tx, sid);
    if (next === undefined) return presentSession(row, settings);
    await tx.db.update(oidcSessions).set({ metadata: next }).where(eq(oidcSessions.sid, sid));
    await recordChange(tx, {
      kind: 'session',
      id: sid,
      before: { session_metadata: row.metadata },
      after: { session_metadata: next },
    });
    return presentSession({ ...row, metadata: next }, settings);
  });
}
