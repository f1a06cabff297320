import type { Database, Transaction } from '@/db/client';
import type { Actor, Cause } from './actor';

export type { Actor, Cause } from './actor';

export type Clock = () => Date;

/** All that a verb may know of its surroundings. Made by a door (route, action, job, test), never by a domain. */
export type Context = {
  actor: Actor;
  cause: Cause;
  db: Database | Transaction;
  now: Clock;
  requestId: string;
  /** Address of the caller as the door saw it; for logs and limits. */
  ip?: string;
  userAgent?: string;
};

function isTransaction(db: Database | Transaction): db is Transaction {
  return 'rollback' in db;
}

/** Runs `work` in a transaction, joining the caller's when `ctx` already holds one. */
export function withTransaction<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  if (isTransaction(ctx.db)) return work(ctx);
  return ctx.db.transaction((tx) => work({ ...ctx, db: tx }));
}

/** The same surroundings with another actor: how a login acts as the rule it runs. */
export function asActor(ctx: Context, actor: Actor, cause: Cause): Context {
  return { ...ctx, actor, cause };
}
