import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@/db/schema/columns';
import { type Asks, noAsks, type Revocations, type SessionAsks } from '@/lib/actions';
import type { ActionTrialResult } from './run-action-trial';

/** What Actions asked of session and refresh token, where they asked for something. Times in milliseconds. */
export type Steering = { session?: JsonObject; refresh_token?: JsonObject };

function askedOf({ metadata, expiresAt, idleMs, cookieMode }: SessionAsks, isRevoked: boolean) {
  return {
    ...(metadata ? { metadata: metadata.keys } : {}),
    ...(metadata?.evicts ? { evicts_metadata: true } : {}),
    ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
    ...(idleMs === undefined ? {} : { idle_ms: idleMs }),
    ...(cookieMode === undefined ? {} : { cookie_mode: cookieMode }),
    ...(isRevoked ? { revoked: true } : {}),
  };
}

type Decision = NonNullable<ActionTrialResult['actions']>['decision'];

function asksOf(decision: Decision): Asks {
  return ('suspended' in decision ? decision.suspended.asks : decision.asks) ?? noAsks;
}

export function steering(asks: Asks, revokes: Revocations): Steering {
  const session = askedOf(asks.session, revokes.session !== undefined);
  const token = askedOf(asks.refreshToken, revokes.refreshToken ?? false);
  return {
    ...(Object.keys(session).length > 0 ? { session } : {}),
    ...(Object.keys(token).length > 0 ? { refresh_token: token } : {}),
  };
}

/** Of all Actions of a trial. */
export function steeringOf({ actions }: ActionTrialResult): Steering {
  if (!actions) return {};
  const { decision } = actions;
  return steering(asksOf(decision), decision.kind === 'deny' ? decision.revokes : {});
}

const times = ['expires_at', 'idle_ms'];
/** Two runs of one Action do not read one clock. */
const clockMs = 60_000;

function isSamePart(one: JsonObject = {}, other: JsonObject = {}): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => {
    const [a, b] = [one[name], other[name]];
    if (!times.includes(name)) return isDeepStrictEqual(a, b);
    return typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) < clockMs;
  });
}

/** Whether two runs asked for the same, up to a minute. */
export function isSameSteering(one: Steering, other: Steering): boolean {
  return isSamePart(one.session, other.session) && isSamePart(one.refresh_token, other.refresh_token);
}
