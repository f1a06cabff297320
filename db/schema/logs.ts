import { type SQL, sql } from 'drizzle-orm';
import { type AnyPgColumn, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { type JsonObject, moment } from './columns';

type Searched = Record<
  'clientId' | 'clientName' | 'connection' | 'description' | 'ip' | 'type' | 'userName',
  AnyPgColumn
>;

/** How much of a value is a term; what is compared with it is cut alike. */
export const logTermLength = 200;

const term = (column: AnyPgColumn): SQL => sql`nullif(left(lower(${column}), 200), '')`;

/**
 * The values of an event by which it is looked for, lower-cased: one index over all of them, since a search without a
 * field may mean any. Queries must have this very expression for the index `logs_terms` to serve them.
 */
export function logTerms(t: Searched): SQL {
  const columns = [t.clientId, t.clientName, t.connection, t.description, t.ip, t.type, t.userName];
  return sql`array_to_tsvector(array_remove(array[${sql.join(columns.map(term), sql`, `)}], null))`;
}

/** Tenant log events with Auth0's type codes (`reference/management-api.md` 7). Partitioned by `date`, monthly. */
export const logs = pgTable(
  'logs',
  {
    /** 56 digits, sortable as text. */
    logId: text('log_id').notNull(),
    date: moment('date').notNull(),
    type: text('type').notNull(),
    description: text('description'),
    clientId: text('client_id'),
    clientName: text('client_name'),
    connection: text('connection'),
    connectionId: text('connection_id'),
    strategy: text('strategy'),
    strategyType: text('strategy_type'),
    userId: text('user_id'),
    userName: text('user_name'),
    audience: text('audience'),
    /** With spaces between. */
    scope: text('scope'),
    /** Of the issuer when it happened. */
    hostname: text('hostname'),
    ip: text('ip'),
    userAgent: text('user_agent'),
    /** What an SDK said of itself. */
    auth0Client: jsonb('auth0_client').$type<JsonObject>(),
    /** The caller's own name for the request. */
    correlationId: text('correlation_id'),
    details: jsonb('details').$type<JsonObject>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.logId, t.date] }),
    index('logs_date').on(t.date),
    index('logs_user').on(t.userId, t.date),
    /** For counts by day. */
    index('logs_type').on(t.type, t.date),
    /** For searches; what is written waits in its pending list, so that inserts do not. */
    index('logs_terms').using('gin', logTerms(t)),
  ],
);
