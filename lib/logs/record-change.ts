import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { logEvent } from './log-event';

export type RecordedChange = {
  /** Such as `client`, `rules_config`. */
  kind: string;
  id: string;
  /** Public shapes: without secrets. Null for what was not there. */
  before: JsonObject | null;
  after: JsonObject | null;
};

/**
 * The audit row of a change to configuration, in the log as Auth0's `sapi`: who, why, before and after. Call it in
 * the transaction of the change, so that neither exists without the other.
 */
export async function recordChange(ctx: Context, { kind, id, before, after }: RecordedChange): Promise<void> {
  const verb = before === null ? 'Create' : after === null ? 'Delete' : 'Update';
  await logEvent(ctx, {
    type: 'sapi',
    description: `${verb} ${kind} ${id}`,
    details: { actor: { ...ctx.actor } as JsonObject, cause: ctx.cause, kind, id, before, after },
  });
}
