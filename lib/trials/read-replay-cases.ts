import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { replayCases } from '@/db/schema';
import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { NotFound } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { fetchReplay } from './replay';
import {
  type ReplayCase,
  type ReplayCaseFilter,
  type ReplayCaseSummary,
  replayCase,
  replayCaseFilter,
} from './schemas';

const summaryColumns = {
  position: replayCases.position,
  userId: replayCases.userId,
  userName: replayCases.userName,
  signInId: replayCases.signInId,
  changes: replayCases.changes,
};

type Selected = {
  position: number;
  userId: string;
  userName: string | null;
  signInId: string | null;
  changes: string[];
};

const presentCase = ({ position, userId, userName, signInId, changes }: Selected) => ({
  position,
  user_id: userId,
  ...(userName === null ? {} : { user_name: userName }),
  ...(signInId === null ? {} : { sign_in_id: signInId }),
  changes,
});

export type ReplayCases = {
  cases: ReplayCaseSummary[];
  /** The `from` of what follows; absent at the end. */
  next?: number;
};

/**
 * What a replay has found to be different, in the order in which it was tried: the newest sign-in first.
 * Rights as for the replay. Throws NotFound.
 */
export async function listReplayCases(
  ctx: Context,
  id: string,
  filter: ReplayCaseFilter = {},
): Promise<ReplayCases> {
  authorize(ctx, 'read:rules');
  const { change, from = -1, take } = parseInput(replayCaseFilter, filter, 'query');
  await fetchReplay(ctx, id);
  const rows = await ctx.db
    .select(summaryColumns)
    .from(replayCases)
    .where(
      and(
        eq(replayCases.replayId, id),
        gt(replayCases.position, from),
        change && sql`${replayCases.changes} ? ${change}`,
      ),
    )
    .orderBy(asc(replayCases.position))
    .limit(take + 1);
  const cases = replayCase
    .omit({ before: true, after: true })
    .array()
    .parse(rows.slice(0, take).map(presentCase));
  const last = rows.length > take ? cases.at(-1) : undefined;
  return { cases, ...(last ? { next: last.position } : {}) };
}

/** One case with both sides, for a difference of each. Throws NotFound. */
export async function getReplayCase(ctx: Context, id: string, position: number): Promise<ReplayCase> {
  authorize(ctx, 'read:rules');
  await fetchReplay(ctx, id);
  const [row] = await ctx.db
    .select()
    .from(replayCases)
    .where(and(eq(replayCases.replayId, id), eq(replayCases.position, position)));
  if (!row) throw new NotFound('The replay has no such case.');
  return replayCase.parse({ ...presentCase(row), before: row.before, after: row.after });
}
