import { index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { type JsonObject, moment } from './columns';

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
  ],
);
