import type { SQL } from 'drizzle-orm';
import type { JsonObject } from '@/db/schema/columns';
import { recordedActor } from '@/lib/actor';
import type { Context } from '@/lib/context';
import { apiDetails } from './api-call';
import { type LogEvent, logEvent, logInsert } from './log-event';

export type RecordedChange = {
  /** Such as `client`, `rules_config`. */
  kind: string;
  id: string;
  /** Public shapes: without secrets. Null for what was not there. */
  before: JsonObject | null;
  after: JsonObject | null;
};

/** A change as an event of type `sapi`, with the call of the API that made it. */
export function changeEvent(ctx: Context, change: RecordedChange): LogEvent {
  const { kind, id, before, after } = change;
  const verb = before === null ? 'Create' : after === null ? 'Delete' : 'Update';
  const byPerson = 'userId' in ctx.actor ? ctx.actor.userId : null;
  return {
    type: 'sapi',
    description: `${verb} ${kind} ${id}`,
    userId: kind === 'user' ? id : byPerson,
    details: {
      ...apiDetails(ctx),
      actor: recordedActor(ctx.actor),
      cause: ctx.cause,
      kind,
      id,
      before,
      after,
    },
  };
}

/**
 * The audit row of a change to configuration, in the log as Auth0's `sapi`: who, why, by which request, before and
 * after. Call it in the transaction of the change, so that neither exists without the other.
 */
export function recordChange(ctx: Context, change: RecordedChange): Promise<void> {
  return logEvent(ctx, changeEvent(ctx, change));
}

/** The row of `recordChange` as a part of a statement that is sent at once in the transaction of the change. */
export function changeInsert(ctx: Context, change: RecordedChange): SQL {
  return logInsert(ctx, changeEvent(ctx, change));
}
