import type { Database, Transaction } from './client';

/** What drizzle ties a prepared query to. */
type Session = { client: unknown; logger: unknown };

/**
 * A query that was prepared once, to be run in `db`. drizzle would build its text anew in each transaction, at the
 * cost of running it.
 */
export function onConnection<Q extends object>(query: Q, db: Database | Transaction): Q {
  const { client, logger } = db._.session as unknown as Session;
  return Object.assign(Object.create(Object.getPrototypeOf(query)), query, { client, logger });
}
