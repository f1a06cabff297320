import type { Database, Transaction } from '@/db/client';
import { forget } from '@/db/notified-cache';
import type { Json, JsonObject } from '@/db/schema/columns';
import type { Actor, Cause } from './actor';

export type { Actor, Cause } from './actor';

export type Clock = () => Date;

/** A call of the Management API that writes, as its audit row tells it: no secret is in it. */
export type ApiCall = {
  method: string;
  path: string;
  query: JsonObject;
  body: Json;
  /** What it answers when it succeeds. */
  statusCode: number;
};

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
  /** `Accept-Language` as it came, cut to 256 characters. */
  acceptLanguage?: string;
  /** `Auth0-Client` as it came: what an SDK says of itself. For logs. */
  auth0Client?: string;
  /** `X-Correlation-ID` of a call that writes, at most 64 characters. For logs. */
  correlationId?: string;
  /** The application on whose behalf the request comes. For logs. */
  caller?: { clientId: string; name: string };
  /** Caches that the transaction of `db` has changed (`lib/announce.ts`); absent outside one. */
  changed?: Set<string>;
  /** The call that is being served; absent outside the Management API and in reads. */
  apiCall?: ApiCall;
};

function isTransaction(db: Database | Transaction): db is Transaction {
  return 'rollback' in db;
}

/** Runs `work` in a transaction, joining the caller's when `ctx` already holds one. What it announces counts at its end. */
export async function withTransaction<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  if (isTransaction(ctx.db)) return work(ctx);
  const changed = new Set<string>();
  const result = await ctx.db.transaction((tx) => work({ ...ctx, db: tx, changed }));
  for (const cache of changed) forget(cache);
  return result;
}

/** The same surroundings with another actor: how a login acts as the rule it runs. */
export function asActor(ctx: Context, actor: Actor, cause: Cause): Context {
  return { ...ctx, actor, cause };
}
