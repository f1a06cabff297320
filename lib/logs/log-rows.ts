import { type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '@/db/client';

/** `details` and `auth0Client` are JSON text. */
export type LogRow = {
  logId: string;
  date: Date;
  type: string;
  description: string | null;
  clientId: string | null;
  clientName: string | null;
  connection: string | null;
  connectionId: string | null;
  strategy: string | null;
  strategyType: string | null;
  userId: string | null;
  userName: string | null;
  audience: string | null;
  scope: string | null;
  hostname: string;
  ip: string | null;
  userAgent: string | null;
  auth0Client: string | null;
  correlationId: string | null;
  details: string;
};

type Db = Database | Transaction;

/**
 * One INSERT of any number of rows, whose text is the same for all numbers. `userId`: a query of one value that stands
 * in for theirs.
 */
export function insertRows(rows: readonly LogRow[], userId?: SQL): SQL {
  const user = userId ? sql`coalesce((${userId}), "userId")` : sql`"userId"`;
  return sql`insert into logs (log_id, date, type, description, client_id, client_name, connection, connection_id,
      strategy, strategy_type, user_id, user_name, audience, scope, hostname, ip, user_agent, auth0_client,
      correlation_id, details)
    select "logId", date, type, description, "clientId", "clientName", connection, "connectionId", strategy,
      "strategyType", ${user}, "userName", audience, scope, hostname, ip, "userAgent", "auth0Client"::jsonb,
      "correlationId", details::jsonb
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as x("logId" text, date timestamptz, type text,
      description text, "clientId" text, "clientName" text, connection text, "connectionId" text, strategy text,
      "strategyType" text, "userId" text, "userName" text, audience text, scope text, hostname text, ip text,
      "userAgent" text, "auth0Client" text, "correlationId" text, details text)`;
}

/** Makes the row when it is sent, so that its id is no older than the statement. */
type MakeRow = () => LogRow;
type Waiting = { make: MakeRow; resolve: () => void; reject: (reason: unknown) => void };
type Queue = { waiting: Waiting[]; isWriting: boolean };

const queues = new WeakMap<Db, Queue>();
const mostTogether = 500;

/** Rows that came while the last statement ran go together in the next; nobody waits for a timer. */
async function drain(db: Db, queue: Queue): Promise<void> {
  queue.isWriting = true;
  while (queue.waiting.length > 0) {
    const batch = queue.waiting.splice(0, mostTogether);
    try {
      await db.execute(insertRows(batch.map(({ make }) => make())));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
  queue.isWriting = false;
}

/** Stores a row: in the caller's transaction when there is one, else with whatever other rows wait to be written. */
export async function writeRow(db: Db, make: MakeRow): Promise<void> {
  if ('rollback' in db) {
    await db.execute(insertRows([make()]));
    return;
  }
  const queue = queues.get(db) ?? { waiting: [], isWriting: false };
  queues.set(db, queue);
  const stored = new Promise<void>((resolve, reject) => queue.waiting.push({ make, resolve, reject }));
  if (!queue.isWriting) drain(db, queue);
  return stored;
}
