import { createHash } from 'node:crypto';
import { authorize, type Scope } from '@/lib/access';
import { actionsToTry } from '@/lib/actions';
import { type Context, withTransaction } from '@/lib/context';
import { Invalid, NotFound } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { recordChange } from '@/lib/logs';
import { cancelJob, enqueue, getStoredJob, type StoredJob } from '@/lib/queue';
import { assertCodeFits, checkAction, checkRule } from '@/lib/rules';
import { countUsers } from '@/lib/users';
import { actionsReplay, rulesReplay } from './replay-job';
import { isActionReplay, type ReplayInput, type ReplayView, replayInput, replaySummary } from './schemas';
import { rulesToRun } from './test-rule';

const cancelled = 'It was cancelled.';

type Kind = ReplayView['kind'];
const changing: Record<Kind, Scope> = { rule: 'update:rules', action: 'update:actions' };
const kindOf = ({ kind }: Pick<StoredJob, 'kind'>): Kind | null =>
  kind === rulesReplay.kind ? 'rule' : kind === actionsReplay.kind ? 'action' : null;

/** Cases and counts may quote all that is known of a person; before Actions, rules run. */
export function assertMayRead(ctx: Context, kind: Kind): void {
  authorize(ctx, 'read:rules');
  authorize(ctx, 'read:users');
  if (kind === 'action') authorize(ctx, 'read:actions');
}

function statusOf({ status, startedAt, statusDetails }: StoredJob): ReplayView['status'] {
  if (status === 'pending') return startedAt ? 'running' : 'pending';
  return status === 'failed' && statusDetails === cancelled ? 'cancelled' : status;
}

/** A replay as it is shown; its code is told by its hash alone. */
export function presentReplay(job: StoredJob): ReplayView {
  const payload = rulesReplay.schema.parse(job.payload);
  const { over, rule_id, action_id, script, code, use_configuration, use_secrets, network } = payload;
  const status = statusOf(job);
  const summary = replaySummary.safeParse(job.summary).data;
  return {
    id: job.id,
    status,
    percentage_done: job.percentageDone,
    ...(status === 'failed' && job.statusDetails !== null ? { reason: job.statusDetails } : {}),
    kind: isActionReplay(payload) ? 'action' : 'rule',
    ...(rule_id === undefined ? {} : { rule_id }),
    ...(action_id === undefined ? {} : { action_id }),
    code_sha256: createHash('sha256')
      .update(script ?? code ?? '')
      .digest('hex'),
    over,
    use_configuration,
    use_secrets,
    network,
    created_at: job.createdAt.toISOString(),
    ...(job.endedAt ? { ended_at: job.endedAt.toISOString() } : {}),
    ...(summary ? { summary } : {}),
  };
}

/** The job of a replay, for who may read it. Throws NotFound. */
export async function fetchReplay(ctx: Context, id: string): Promise<{ job: StoredJob; kind: Kind }> {
  assertMayRead(ctx, 'rule');
  const job = await getStoredJob(ctx, id);
  const kind = kindOf(job);
  if (!kind) throw new NotFound('The replay does not exist.');
  assertMayRead(ctx, kind);
  return { job, kind };
}

function assertBuilds(code: string, kind: Kind): void {
  const member = kind === 'rule' ? 'script' : 'code';
  assertCodeFits(member, code);
  const checked = kind === 'rule' ? checkRule(code) : checkAction(code);
  if (checked.ok) return;
  const { message, line, column } = checked;
  throw new Invalid(
    `The draft is ${kind === 'rule' ? 'not a rule' : 'no Action'}: ${message} (line ${line}).`,
    {
      fields: { [member]: `Line ${line}: ${message}` },
      data: { line, column },
    },
  );
}

/** The input with the code as it is now: a replay is about that, whatever is saved while it runs. */
async function withCode(ctx: Context, input: ReplayInput) {
  const parsed = parseInput(replayInput, input);
  const kind: Kind = isActionReplay(parsed) ? 'action' : 'rule';
  authorize(ctx, changing[kind]);
  assertMayRead(ctx, kind);
  if (kind === 'action') {
    // Whoever may not change rules must not learn by a trial what their configuration values are.
    if (parsed.use_configuration) authorize(ctx, 'update:rules');
    const { draft } = await actionsToTry(ctx, {
      ...parsed,
      trigger: 'post-login',
      pipeline: false,
    });
    return { kind, payload: { ...parsed, code: draft?.code ?? '' }, code: draft?.code ?? '' };
  }
  const [rule] = await rulesToRun(ctx, { ...parsed, pipeline: false });
  return { kind, payload: { ...parsed, script: rule?.script ?? '' }, code: rule?.script ?? '' };
}

/**
 * Begins a replay in the background: a draft over recorded sign-ins or users, beside the live pipeline over the same.
 * Needs the right to change rules or, for an Action, Actions, and to read both and users. Nothing can be written by it:
 * the code gets no handle that writes. Throws Invalid for code that is none or a query that cannot be, NotFound.
 */
export async function startReplay(ctx: Context, input: ReplayInput): Promise<ReplayView> {
  authorize(ctx, 'update:rules', 'update:actions');
  const { kind, payload, code } = await withCode(ctx, input);
  assertBuilds(code, kind);
  const { over, rule_id, action_id } = payload;
  if ('q' in over) await countUsers(ctx, { q: over.q }); // a bad query is refused now and not by the job
  const definition = kind === 'rule' ? rulesReplay : actionsReplay;
  return withTransaction(ctx, async (tx) => {
    const job = await enqueue(tx, definition, payload);
    const owner = {
      ...(rule_id === undefined ? {} : { rule_id }),
      ...(action_id === undefined ? {} : { action_id }),
    };
    await recordChange(tx, { kind: definition.kind, id: job.id, before: null, after: { ...owner, over } });
    return presentReplay(job);
  });
}

/** How far a replay is and what it has found. One statement. Throws NotFound, also once its job is swept away. */
export async function getReplay(ctx: Context, id: string): Promise<ReplayView> {
  authorize(ctx, 'read:rules');
  return presentReplay((await fetchReplay(ctx, id)).job);
}

/** Stops a replay; what it has found stays. Does nothing when it has ended. Throws NotFound. */
export async function cancelReplay(ctx: Context, id: string): Promise<ReplayView> {
  authorize(ctx, 'update:rules', 'update:actions');
  return withTransaction(ctx, async (tx) => {
    const { job, kind } = await fetchReplay(tx, id);
    authorize(tx, changing[kind]);
    if (await cancelJob(tx, id, cancelled)) {
      const [before, after] = [{ status: job.status }, { status: 'cancelled' }];
      await recordChange(tx, { kind: job.kind, id, before, after });
    }
    return presentReplay((await fetchReplay(tx, id)).job);
  });
}
