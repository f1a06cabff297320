import type { Database, Transaction } from '@/db/client';

/** Tells the workers of all processes of a stored job, as a part of the transaction `db`. */
export type Sender = (db: Database | Transaction, job: { id: string; kind: string }) => Promise<void>;

const slot = Symbol.for('annex.queue');
const held = globalThis as { [slot]?: Sender | undefined };

/** The sender of this process's queue. On `globalThis`, because actions of the pages enqueue from another bundle. */
export function sender(): Sender | undefined {
  return held[slot];
}

export function setSender(send: Sender | undefined): void {
  held[slot] = send;
}
