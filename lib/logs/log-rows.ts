import { type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '@/db/client';

/** `details` is JSON text. */
export type LogRow = {
  logId: string;
  date: Date;
  type: string;
  description: string | null;
  clientId: string | null;
  clientName: string | null;
  connection: string | null;
  userId: string | null;
  userName: string | null;
  ip: string | null;
  userAgent: string | null;
  details: string;
};

type Db = Database | Transaction;

/** One INSERT of any number of rows, whose text is the same for all numbers. */
export function insertRows(rows: readonly LogRow[]): SQL {
  return sql`insert into logs (log_id, date, type, description, client_id, client_name, connection, user_id, user_name,
      ip, user_agent, details)
    select "logId", date, type, description, "clientId", "clientName", connection, "userId", "userName", ip,
      "userAgent", details::jsonb
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as x("logId" text, date timestamptz, type text,
      description text, "clientId" text, "clientName" text, connection text, "userId" text, "userName" text, ip text,
      "userAgent" text, details text)`;
}

type Waiting = { row: LogRow; resolve: () => void; reject: (reason: unknown) => void };
type Queue = { waiting: Waiting[]; isWriting: boolean };

const queues = new WeakMap<Db, Queue>();
const mostTogether = 500;

/** Rows that came while the last statement ran go together in the next; nobody waits for a timer. */
async function drain(db: Db, queue: Queue): Promise<void> {
  queue.isWriting = true;
  while (queue.waiting.length > 0) {
    const batch = queue.waiting.splice(0, mostTogether);
    try {
      await db.execute(insertRows(batch.map(({ row }) => row)));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
  queue.isWriting = false;
}

/** Stores a row: in the caller's transaction when there is one, else with whatever other rows wait to be written. */
export async function writeRow(db: Db, row: LogRow): Promise<void> {
  if ('rollback' in db) {
    await db.execute(insertRows([row]));
    return;
  }
  const queue = queues.get(db) ?? { waiting: [], isWriting: false };
  queues.set(db, queue);
  const stored = new Promise<void>((resolve, reject) => queue.waiting.push({ row, resolve, reject }));
  if (!queue.isWriting) drain(db, queue);
  return stored;
}
