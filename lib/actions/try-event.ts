import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@/db/schema/columns';
import { isObject } from '@/lib/json';
import { type ActionTrigger, getRunner, type HostCalls } from '@/lib/rules';
import {
  decideMachine,
  decideRegistration,
  type MachineDecision,
  type RegistrationDecision,
} from './decide-event';
import type { LiveAction } from './internal';
import { failureOf } from './run-trigger';
import type { ActionsTried } from './try-login';

/** A trigger that no sign-in runs. */
export type EventTrigger = Exclude<ActionTrigger, 'post-login'>;

export type EventDecision =
  | MachineDecision
  | RegistrationDecision
  /** Nobody waits for these Actions, and nothing depends on them. */
  | { kind: 'continue' };

export type EventTried = Omit<ActionsTried, 'decision' | 'metadata' | 'outcomeAfter'> & {
  decision: EventDecision;
};

/** The scopes that a token request would get, as its event says. */
function scopeOf({ accessToken }: JsonObject): string[] {
  const scope = isObject(accessToken) ? accessToken.scope : undefined;
  return Array.isArray(scope) ? scope.filter((each) => typeof each === 'string') : [];
}

function decide(
  trigger: EventTrigger,
  { event, commands, failure }: Omit<EventTried, 'decision'>,
): EventDecision {
  if (trigger === 'credentials-exchange') return decideMachine(scopeOf(event), commands, failure);
  if (trigger === 'pre-user-registration') return decideRegistration(commands, failure);
  return { kind: 'continue' };
}

/**
 * Runs Actions of a trigger over an event as production does, in the draft executors, and says what they would decide.
 * It has nothing that writes: no execution is kept, the cache is empty, and what they ask for comes back. Never throws
 * for what an Action does.
 */
export async function tryEventActions(
  trigger: EventTrigger,
  actions: readonly LiveAction[],
  { event, fetch }: { event: JsonObject; fetch?: HostCalls['fetch'] },
): Promise<EventTried> {
  const result = await getRunner().runActions({
    runId: randomUUID(),
    lane: 'draft',
    trigger,
    actions,
    event,
    surroundings: { cache: [], executedRules: [] },
    waitForDetached: true,
    ...(fetch ? { fetch } : {}),
  });
  const tried = { actions, event, result, commands: result.commands, failure: failureOf(actions, result) };
  return { ...tried, decision: decide(trigger, tried) };
}
