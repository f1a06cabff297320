import { and, desc, eq, lt } from 'drizzle-orm';
import { type Changes, userVersions } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Cause, RecordedActor } from '@/lib/actor';
import type { Context } from '@/lib/context';

export type UserVersion = {
  version: number;
  at: string;
  actor: RecordedActor;
  cause: Cause;
  changes: Changes;
};

/** A user's history, newest first, 50 rows at a time; `before` continues below a version. One statement. */
export async function listUserVersions(
  ctx: Context,
  userId: string,
  options: { before?: number; take?: number } = {},
): Promise<{ versions: UserVersion[]; next: number | null }> {
  authorize(ctx, 'read:users');
  const take = Math.min(options.take ?? 50, 100);
  const rows = await ctx.db
    .select({
      version: userVersions.version,
      at: userVersions.at,
      actor: userVersions.actor,
      cause: userVersions.cause,
      changes: userVersions.changes,
    })
    .from(userVersions)
    .where(
      and(
        eq(userVersions.userId, userId),
        options.before === undefined ? undefined : lt(userVersions.version, options.before),
      ),
    )
    .orderBy(desc(userVersions.version))
    .limit(take + 1);
  const versions = rows.slice(0, take).map((row) => ({ ...row, at: row.at.toISOString() }));
  return { versions, next: rows.length > take ? (versions.at(-1)?.version ?? null) : null };
}
