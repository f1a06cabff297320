import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { replayCases } from '@/db/schema';
import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { Invalid, NotFound } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { cancelJob, enqueue, getStoredJob, type StoredJob } from '@/lib/queue';
import { checkRule } from '@/lib/rules';
import { countUsers } from '@/lib/users';
import { rulesReplay } from './replay-job';
import {
  type ReplayCase,
  type ReplayCaseFilter,
  type ReplayCaseSummary,
  type ReplayInput,
  type ReplayView,
  replayCase,
  replayCaseFilter,
  replayInput,
  replaySummary,
} from './schemas';
import { rulesToRun } from './test-rule';

const cancelled = 'It was cancelled.';

/** Cases and counts may quote all that is known of a person. */
function assertMayRead(ctx: Context): void {
  authorize(ctx, 'read:rules');
  authorize(ctx, 'read:users');
}

function statusOf({ status, startedAt, statusDetails }: StoredJob): ReplayView['status'] {
  if (status === 'pending') return startedAt ? 'running' : 'pending';
  return status === 'failed' && statusDetails === cancelled ? 'cancelled' : status;
}

function present(job: StoredJob): ReplayView {
  const { over, rule_id } = rulesReplay.schema.parse(job.payload);
  const status = statusOf(job);
  const summary = replaySummary.safeParse(job.summary).data;
  return {
    id: job.id,
    status,
    percentage_done: job.percentageDone,
    ...(status === 'failed' && job.statusDetails !== null ? { reason: job.statusDetails } : {}),
    ...(rule_id === undefined ? {} : { rule_id }),
    over,
    created_at: job.createdAt.toISOString(),
    ...(job.endedAt ? { ended_at: job.endedAt.toISOString() } : {}),
    ...(summary ? { summary } : {}),
  };
}

async function fetchReplay(ctx: Context, id: string): Promise<StoredJob> {
  const job = await getStoredJob(ctx, id);
  if (job.kind !== rulesReplay.kind) throw new NotFound('The replay does not exist.');
  return job;
}

/**
 * Begins a replay in the background: a draft over recorded sign-ins or users, beside the live pipeline over the same.
 * Needs the right to change rules, and to read rules and users. Nothing can be written by it: the rules get no handle
 * that writes. Throws Invalid for code that is no rule or a query that cannot be, NotFound `inexistent_rule`.
 */
export async function startReplay(ctx: Context, input: ReplayInput): Promise<ReplayView> {
  authorize(ctx, 'update:rules');
  assertMayRead(ctx);
  const parsed = parseInput(replayInput, input);
  const { script, rule_id, over } = parsed;
  const code = script === undefined ? null : checkRule(script);
  if (code && !code.ok) {
    throw new Invalid(`The draft is not a rule: ${code.message} (line ${code.line}).`, {
      fields: { script: `Line ${code.line}: ${code.message}` },
      data: { line: code.line, column: code.column },
    });
  }
  await rulesToRun(ctx, { script, rule_id, pipeline: true });
  if ('q' in over) await countUsers(ctx, { q: over.q }); // a bad query is refused now and not by the job
  return withTransaction(ctx, async (tx) => {
    const job = await enqueue(tx, rulesReplay, parsed);
    const after = { ...(rule_id === undefined ? {} : { rule_id }), over };
    await recordChange(tx, { kind: rulesReplay.kind, id: job.id, before: null, after });
    return present(job);
  });
}

/** How far a replay is and what it has found. One statement. Throws NotFound, also once its job is swept away. */
export async function getReplay(ctx: Context, id: string): Promise<ReplayView> {
  assertMayRead(ctx);
  return present(await fetchReplay(ctx, id));
}

/** Stops a replay; what it has found stays. Does nothing when it has ended. Throws NotFound. */
export async function cancelReplay(ctx: Context, id: string): Promise<ReplayView> {
  authorize(ctx, 'update:rules');
  assertMayRead(ctx);
  return withTransaction(ctx, async (tx) => {
    const job = await fetchReplay(tx, id);
    if (await cancelJob(tx, id, cancelled)) {
      const [before, after] = [{ status: job.status }, { status: 'cancelled' }];
      await recordChange(tx, { kind: rulesReplay.kind, id, before, after });
    }
    return present(await fetchReplay(tx, id));
  });
}

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

/** What a replay has found to be different, in the order in which it was tried: the newest sign-in first. */
export async function listReplayCases(
  ctx: Context,
  id: string,
  filter: ReplayCaseFilter = {},
): Promise<ReplayCases> {
  assertMayRead(ctx);
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
  assertMayRead(ctx);
  const [row] = await ctx.db
    .select()
    .from(replayCases)
    .where(and(eq(replayCases.replayId, id), eq(replayCases.position, position)));
  if (!row) throw new NotFound('The replay has no such case.');
  return replayCase.parse({ ...presentCase(row), before: row.before, after: row.after });
}
