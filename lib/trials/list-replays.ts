import { authorize, holds } from '@/lib/access';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { listJobs } from '@/lib/queue';
import { assertMayRead, presentReplay } from './replay';
import { actionsReplay, rulesReplay } from './replay-job';
import {
  type FindReplayInput,
  findReplayInput,
  type ReplayFilter,
  type ReplayView,
  replayFilter,
} from './schemas';

export type ReplayList = {
  replays: ReplayView[];
  /** The `from` of what follows; absent at the end. */
  next?: string;
};

/** Members that were given. */
const given = <T extends Record<string, string | undefined>>(members: T) =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/**
 * Replays that are still kept, newest first; of one rule or Action, or all that the caller may read: those of Actions
 * need the right to read these. One statement.
 */
export async function listReplays(ctx: Context, filter: ReplayFilter = {}): Promise<ReplayList> {
  authorize(ctx, 'read:rules');
  const { rule_id, action_id, from, take } = parseInput(replayFilter, filter, 'query');
  assertMayRead(ctx, action_id === undefined ? 'rule' : 'action');
  const kinds = holds(ctx.actor, 'read:actions')
    ? [rulesReplay.kind, actionsReplay.kind]
    : [rulesReplay.kind];
  const holding = given({ rule_id, action_id });
  const found = await listJobs(ctx, { kinds, holding, behind: from, limit: take + 1 });
  const replays = found.slice(0, take).map(presentReplay);
  const last = found.length > take ? replays.at(-1) : undefined;
  return { replays, ...(last ? { next: last.id } : {}) };
}

/** The newest replay of exactly this code that came to its end, or null. One statement. */
export async function findReplay(ctx: Context, input: FindReplayInput): Promise<ReplayView | null> {
  authorize(ctx, 'read:rules');
  const { rule_id, script, action_id, code } = parseInput(findReplayInput, input);
  assertMayRead(ctx, action_id === undefined ? 'rule' : 'action');
  const [job] = await listJobs(ctx, {
    kinds: [action_id === undefined ? rulesReplay.kind : actionsReplay.kind],
    holding: given({ rule_id, script, action_id, code }),
    status: 'completed',
    limit: 1,
  });
  return job ? presentReplay(job) : null;
}
