import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import { prepareRepeated } from './prepared';

export type Database = PostgresJsDatabase;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

export type Connection = {
  db: Database;
  /** The driver's own client, for LISTEN, COPY and hand-written statements; same pool as `db`. */
  sql: Sql;
  close(): Promise<void>;
};

/** Opens a pool on `url`. Connections are made on first use; `close` waits for running statements. */
export function connect(
  url: string,
  options: { max?: number; onQuery?: (query: string, params: unknown[]) => void } = {},
): Connection {
  const { onQuery } = options;
  const sql = postgres(url, {
    max: options.max ?? 10,
    onnotice: () => undefined,
    connection: { application_name: 'annex', TimeZone: 'UTC' },
  });
  const logger = onQuery ? { logQuery: onQuery } : undefined;
  return { db: drizzle(prepareRepeated(sql), { logger }), sql, close: () => sql.end({ timeout: 5 }) };
}
