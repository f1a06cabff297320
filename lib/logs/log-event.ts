import type { SQL } from 'drizzle-orm';
import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { newLogId } from '@/lib/ids';
import { storableText } from '@/lib/storable-json';
import { readAuth0Client } from './auth0-client';
import { insertRows, type LogRow, writeRow } from './log-rows';

/**
 * What happened, with Auth0's type code (`reference/management-api.md` 7). No password or token may be in it. The
 * application, when none is named, is the one whose token the caller of the API showed.
 */
export type LogEvent = {
  type: string;
  description?: string | null;
  clientId?: string | null;
  clientName?: string | null;
  connection?: string | null;
  connectionId?: string | null;
  strategy?: string | null;
  userId?: string | null;
  userName?: string | null;
  audience?: string | null;
  scope?: readonly string[];
  details?: JsonObject;
};

/** What PostgreSQL can hold of a text that anybody may have typed. */
function storable(text: string | null | undefined): string | null {
  return text?.replaceAll('\0', '\ufffd').toWellFormed() ?? null;
}

/** JSON of a value with texts that anybody may have written, as PostgreSQL can hold it. */
export function storableJson(value: object): string {
  return storableText(JSON.stringify(value));
}

const strategyTypes: Record<string, string> = {
  auth0: 'database',
  email: 'passwordless',
  sms: 'passwordless',
  ...Object.fromEntries(
    'ad adfs auth0-adldap google-apps ip office365 oidc okta pingfederate samlp sharepoint waad'
      .split(' ')
      .map((name) => [name, 'enterprise']),
  ),
};

/** Which of the contract's four kinds a strategy is; any that is not listed signs people in at a social network. */
const strategyType = (strategy: string): string => strategyTypes[strategy] ?? 'social';

let host = { url: '', name: '' };

/** Parsed once: the address does not change while the server runs. */
function hostOf(url: string): string {
  if (host.url !== url) host = { url, name: new URL(url).host };
  return host.name;
}

/** One event as the table holds it, with moment, address and headers of the request. */
function rowOf(ctx: Context, event: LogEvent): LogRow {
  const date = ctx.now();
  return {
    logId: newLogId(date),
    date,
    type: event.type,
    description: storable(event.description),
    clientId: storable(event.clientId ?? ctx.caller?.clientId),
    clientName: storable(event.clientName ?? (event.clientId ? null : ctx.caller?.name)),
    connection: storable(event.connection),
    connectionId: event.connectionId ?? null,
    strategy: event.strategy ?? null,
    strategyType: event.strategy ? strategyType(event.strategy) : null,
    userId: storable(event.userId),
    userName: storable(event.userName),
    audience: event.audience ?? null,
    scope: event.scope?.join(' ') || null,
    hostname: hostOf(env().ANNEX_URL),
    ip: storable(ctx.ip),
    userAgent: storable(ctx.userAgent),
    auth0Client: readAuth0Client(ctx.auth0Client),
    correlationId: storable(ctx.correlationId),
    details: storableJson(event.details ?? {}),
  };
}

/**
 * The INSERT of events, to ride as a part of a statement that is sent at once:
 * sql`with l as (${logInsert(ctx, event)}) update …`. Who holds it back lets readers of the log pass it by.
 */
export function logInsert(ctx: Context, ...events: readonly LogEvent[]): SQL {
  return insertRows(events.map((event) => rowOf(ctx, event)));
}

/** `logInsert` of an event whose user another part of the statement knows: `userId` is a query of one value. */
export function logInsertOf(ctx: Context, event: LogEvent, userId: SQL): SQL {
  return insertRows([rowOf(ctx, event)], userId);
}

/** Writes one event; it is stored when this resolves. Events of requests that come together share a statement. */
export function logEvent(ctx: Context, event: LogEvent): Promise<void> {
  return writeRow(ctx.db, () => rowOf(ctx, event));
}
