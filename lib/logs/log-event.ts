import type { SQL } from 'drizzle-orm';
import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { newLogId } from '@/lib/ids';
import { insertRows, type LogRow, writeRow } from './log-rows';

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

/** One event as the table holds it, moment and address of the request included. */
function rowOf(ctx: Context, event: LogEvent): LogRow {
  const date = ctx.now();
  return {
    logId: newLogId(date),
    date,
    type: event.type,
    description: storable(event.description),
    clientId: storable(event.clientId),
    clientName: storable(event.clientName),
    connection: storable(event.connection),
    userId: storable(event.userId),
    userName: storable(event.userName),
    ip: storable(ctx.ip),
    userAgent: storable(ctx.userAgent),
    details: storableJson(event.details ?? {}),
  };
}

/**
 * The INSERT of one event, to ride as a part of a statement that is written anyway:
 * sql`with l as (${logInsert(ctx, event)}) update …`.
 */
export function logInsert(ctx: Context, event: LogEvent): SQL {
  return insertRows([rowOf(ctx, event)]);
}

/** Writes one event; it is stored when this resolves. Events of requests that come together share a statement. */
export function logEvent(ctx: Context, event: LogEvent): Promise<void> {
  return writeRow(ctx.db, rowOf(ctx, event));
}
