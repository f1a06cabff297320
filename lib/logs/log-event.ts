import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { newLogId } from '@/lib/ids';

/** What happened, with Auth0's type code (`reference/management-api.md` 7). No password or token may be in it. */
export type LogEvent = {
  type: string;
  description?: string | null;
  clientId?: string | null;
  clientName?: string | null;
  connection?: string | null;
  userId?: string | null;
  userName?: string | null;
  details?: JsonObject;
};

/** What PostgreSQL can hold of a text that anybody may have typed. */
function storable(text: string | null | undefined): string | null {
  return text?.replaceAll('\0', '\ufffd').toWellFormed() ?? null;
}

function storableJson(value: JsonObject): string {
  return JSON.stringify(value, (_, item) => (typeof item === 'string' ? storable(item) : item));
}

/**
 * The INSERT of one event, to ride as a part of a statement that is written anyway:
 * sql`with l as (${logInsert(ctx, event)}) update …`.
 */
export function logInsert(ctx: Context, event: LogEvent): SQL {
  const now = ctx.now();
  return sql`insert into logs (log_id, date, type, description, client_id, client_name, connection, user_id, user_name,
      ip, user_agent, details)
    values (${newLogId(now)}, ${now.toISOString()}::timestamptz, ${event.type}, ${storable(event.description)},
      ${storable(event.clientId)}, ${storable(event.clientName)}, ${storable(event.connection)},
      ${storable(event.userId)}, ${storable(event.userName)}, ${storable(ctx.ip)}, ${storable(ctx.userAgent)},
      ${storableJson(event.details ?? {})}::text::jsonb)`;
}

/** Writes one event by a statement of its own. */
export async function logEvent(ctx: Context, event: LogEvent): Promise<void> {
  await ctx.db.execute(logInsert(ctx, event));
}
