import type { EventTried } from '@/lib/actions';
import { deniedVerdict, failedVerdict, isAgainst, leftBy, type Verdict } from './run-report';
import type { ActionReport, RecordedWrite } from './schemas';
import type { TrialEnd } from './trial-end';

export type EventTrialResult = {
  tried: EventTried;
  /** About whom; null: nobody. */
  userId: string | null;
  writes: RecordedWrite[];
  /** Why what Actions asked to write cannot be stored, which ends it. */
  unwritten?: string;
};

function verdictOf({ tried, unwritten }: EventTrialResult): Verdict {
  const { result, failure, decision, commands } = tried;
  if (failure !== null) return failedVerdict(result, failure);
  if (unwritten !== undefined) return deniedVerdict(tried, 'invalid_body', unwritten);
  if (decision.kind === 'continue') return { result: 'continue' };
  return deniedVerdict(tried, decision.error, decision.description, commands.find(isAgainst)?.action);
}

const noToken = { before: {}, after: null };

/** What a trial of a trigger without a sign-in came to, as tests look at it. */
export function endOfEvent(trial: EventTrialResult): TrialEnd {
  const { tried, userId, writes } = trial;
  const { decision } = tried;
  const machine = decision.kind === 'continue' && 'claims' in decision ? decision : null;
  return {
    ...verdictOf(trial),
    userId: userId ?? '',
    tokens: {
      id_token: noToken,
      access_token: machine ? { before: {}, after: machine.claims } : noToken,
    },
    writes,
    ...(machine ? { scope: machine.scope } : {}),
    durationMs: tried.result.durationMs,
  };
}

/** The same as the console and the API tell it. */
export function eventReportOf(trial: EventTrialResult): ActionReport {
  const { tried, userId, writes } = trial;
  const { tokens, scope, durationMs, result, error } = endOfEvent(trial);
  const { heapBytes } = tried.result;
  return {
    result,
    ...(error ? { error } : {}),
    ...(userId === null ? {} : { user_id: userId }),
    ...(tried.actions.length > 0 ? { event: tried.event } : {}),
    ...leftBy(tried),
    id_token: {},
    access_token: tokens.access_token.after ?? {},
    tokens,
    ...(scope ? { scope } : {}),
    writes,
    calls: [],
    warnings: [],
    duration_ms: durationMs,
    ...(heapBytes === undefined ? {} : { heap_bytes: heapBytes }),
  };
}
